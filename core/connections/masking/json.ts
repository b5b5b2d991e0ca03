/** Goes through JSON values of any depth without recursion. */
import type { JsonValue } from '../../json';

export interface Replacements {
	text(value: string): string;
	/** Absent when no number has to be replaced. */
	number: ((value: number) => number | string) | undefined;
	/** Containers that were gone through before, which are not gone through again. */
	clean: WeakSet<object>;
}

type Container = JsonValue[] | { [key: string]: JsonValue };

const isContainer = (value: JsonValue): value is Container =>
	typeof value === 'object' && value !== null;

/** A copy with texts, keys and numbers replaced; the value itself when nothing has to be. */
export function maskJson<Value extends JsonValue>(value: Value, replacements: Replacements): Value {
	const changed = findChanges(value, replacements);
	const shown = changed.size === 0 ? value : (copy(value, changed) as Value);
	if (isContainer(shown)) replacements.clean.add(shown);
	return shown;
}

type Changes = Map<string | number, string | number>;

/** What has to be replaced, by what stands there now. */
function findChanges(root: JsonValue, { text, number, clean }: Replacements): Changes {
	const changes: Changes = new Map();
	const open: Container[] = [];
	const look = (value: JsonValue): void => {
		if (typeof value === 'string') {
			const shown = text(value);
			if (shown !== value) changes.set(value, shown);
		} else if (typeof value === 'number') {
			const shown = number ? number(value) : value;
			if (shown !== value) changes.set(value, shown);
		} else if (isContainer(value) && !clean.has(value)) open.push(value);
	};
	look(root);
	for (let container = open.pop(); container; container = open.pop()) {
		if (Array.isArray(container)) {
			for (const item of container) look(item);
			continue;
		}
		for (const key of Object.keys(container)) {
			look(key);
			look(container[key] as JsonValue);
		}
	}
	return changes;
}

function copy(root: JsonValue, changes: Changes): JsonValue {
	const open: Array<[from: Container, to: Container]> = [];
	const replaced = (value: JsonValue): JsonValue => {
		if (typeof value === 'string' || typeof value === 'number') return changes.get(value) ?? value;
		if (!isContainer(value)) return value;
		const target: Container = Array.isArray(value) ? [] : {};
		open.push([value, target]);
		return target;
	};
	const result = replaced(root);
	for (let pair = open.pop(); pair; pair = open.pop()) {
		const [from, to] = pair;
		if (Array.isArray(from)) {
			for (const item of from) (to as JsonValue[]).push(replaced(item));
			continue;
		}
		for (const key of Object.keys(from)) {
			defineOwn(to as object, String(replaced(key)), replaced(from[key] as JsonValue));
		}
	}
	return result;
}

/** A plain assignment of `__proto__` would set the prototype. */
function defineOwn(target: object, key: string, value: JsonValue): void {
	Object.defineProperty(target, key, {
		value,
		enumerable: true,
		configurable: true,
		writable: true,
	});
}
