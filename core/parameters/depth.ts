import type { JsonValue } from '../json';

/** Whether objects and arrays lie deeper inside each other than this, the outermost counted as one. Needs no stack. */
export function isDeeperThan(root: JsonValue, levels: number): boolean {
	let level: JsonValue[] = [root];
	for (let depth = 0; level.length > 0; depth++) {
		const containers = level.filter((value) => typeof value === 'object' && value !== null);
		if (containers.length > 0 && depth >= levels) return true;
		level = containers.flatMap((value) => Object.values(value as object) as JsonValue[]);
	}
	return false;
}
