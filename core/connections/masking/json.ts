/** Goes through JSON values of any depth without recursion. */
import type { JsonValue } from '../../json';
import { LONG_NAME } from '../../json-limits';
import { PORTION, type Steps } from '../../steps';

export interface Replacements {
	text(value: string): string;
	/** For texts longer than `LONG_NAME`. */
	longText(value: string): Steps<string>;
	/** Absent when no number has to be replaced. */
	number: ((value: number) => number | string) | undefined;
	/** Containers that were gone through before, which are not gone through again. */
	clean: WeakSet<object>;
}

type Container = JsonValue[] | { [key: string]: JsonValue };

const isContainer = (value: JsonValue): value is Container =>
	typeof value === 'object' && value !== null;

/** A copy with texts, keys and numbers replaced; the value itself when nothing has to be. */
export function* maskJson<Value extends JsonValue>(
	value: Value,
	replacements: Replacements,
): Steps<Value> {
	const masking = new Masking(replacements);
	const hasChanges = yield* masking.look(value);
	const shown = hasChanges ? ((yield* masking.copy(value)) as Value) : value;
	if (isContainer(shown)) replacements.clean.add(shown);
	return shown;
}

class Masking {
	/** What has to be replaced, by what stands there now. */
	private readonly changes = new Map<string | number, string | number>();
	private hasLongChanges = false;
	/** Characters and values since the last pause. */
	private done = 0;

	constructor(private readonly replacements: Replacements) {}

	/** @returns whether anything has to be replaced */
	*look(root: JsonValue): Steps<boolean> {
		const open: Container[] = [];
		for (let next: Container | undefined = [root]; next; next = open.pop()) {
			const isArray = Array.isArray(next);
			if (!isArray) {
				for (const key of Object.keys(next)) {
					if (isLong(key)) yield* this.lookAtLong(key);
					else this.lookAt(key);
					if (this.isTimeToPause(key)) yield;
				}
			}
			for (const value of isArray ? (next as JsonValue[]) : Object.values(next)) {
				if (isContainer(value)) {
					if (!this.replacements.clean.has(value)) open.push(value);
				} else if (isLong(value)) yield* this.lookAtLong(value);
				else this.lookAt(value);
				if (this.isTimeToPause(value)) yield;
			}
		}
		return this.changes.size > 0 || this.hasLongChanges;
	}

	private lookAt(value: JsonValue): void {
		const { text, number } = this.replacements;
		if (typeof value === 'string') {
			const shown = text(value);
			if (shown !== value) this.changes.set(value, shown);
		} else if (typeof value === 'number' && number) {
			const shown = number(value);
			if (shown !== value) this.changes.set(value, shown);
		}
	}

	private *lookAtLong(value: string): Steps<void> {
		this.hasLongChanges ||= (yield* this.replacements.longText(value)) !== value;
	}

	private isTimeToPause(value: JsonValue): boolean {
		this.done += typeof value === 'string' ? value.length + 1 : 1;
		if (this.done < PORTION) return false;
		this.done = 0;
		return true;
	}

	*copy(root: JsonValue): Steps<JsonValue> {
		const open: Array<[from: Container, to: Container]> = [];
		const copyOf = (value: Exclude<JsonValue, string> | string): JsonValue => {
			if (!isContainer(value)) return this.changes.get(value as string | number) ?? value;
			const target: Container = Array.isArray(value) ? [] : {};
			open.push([value, target]);
			return target;
		};
		const { longText } = this.replacements;
		const result = isLong(root) ? yield* longText(root) : copyOf(root);
		for (let pair = open.pop(); pair; pair = open.pop()) {
			const [from, to] = pair;
			for (const key of Object.keys(from)) {
				const value = (from as Record<string, JsonValue>)[key] as JsonValue;
				const shown = isLong(value) ? yield* longText(value) : copyOf(value);
				const name = isLong(key) ? yield* longText(key) : copyOf(key);
				if (Array.isArray(to)) to.push(shown);
				else defineOwn(to, String(name), shown);
				if (this.isTimeToPause(value)) yield;
			}
		}
		return result;
	}
}

/** V8 can only compare long texts with one another, so they are not keys of a map. */
const isLong = (value: JsonValue): value is string =>
	typeof value === 'string' && value.length > LONG_NAME;

/** A plain assignment of `__proto__` would set the prototype. */
function defineOwn(target: object, key: string, value: JsonValue): void {
	Object.defineProperty(target, key, {
		value,
		enumerable: true,
		configurable: true,
		writable: true,
	});
}
