/** Copies of the context's data, for templates that change lists or dictionaries. */
import { spend } from './meter';
import { Fault } from '../errors';
import {
	entriesOf,
	imported,
	isDictionary,
	ownValue,
	type PlainObject,
	type Value,
} from './values';

/** Data nested deeper than this is taken for a loop. */
const MAX_COPY_DEPTH = 200;

/** A deep copy that a template may change: lists as lists, dictionaries as Maps. */
export function ownCopy(value: Value, depth = 0): Value {
	if (depth > MAX_COPY_DEPTH) throw new Fault('the data is nested too deeply', 'TEMPLATE_LIMIT');
	spend(1);
	if (Array.isArray(value)) return value.map((item) => ownCopy(imported(item), depth + 1));
	if (!isDictionary(value)) return value;
	const entries = entriesOf(value).map(([key, item]) => [key, ownCopy(item, depth + 1)] as const);
	return value instanceof Map ? new Map(entries) : new CopiedObject(entries, value);
}

/** A copy of an object that also gives what the object contains without listing it, such as the headers of a request. */
class CopiedObject extends Map<string, Value> {
	constructor(
		entries: ReadonlyArray<readonly [string, Value]>,
		private readonly original: PlainObject,
	) {
		super(entries);
	}

	override get(key: string): Value | undefined {
		return super.get(key) ?? (this.isHidden(key) ? ownValue(this.original, key) : undefined);
	}

	override has(key: string): boolean {
		return super.has(key) || this.isHidden(key);
	}

	private isHidden(key: string): boolean {
		return Object.getOwnPropertyDescriptor(this.original, key)?.enumerable === false;
	}
}
