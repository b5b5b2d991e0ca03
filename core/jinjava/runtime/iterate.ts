import { isDictionary, keysOf, type List, type Value } from './values';

/** What a for tag walks over: the items of a list, the keys of a dictionary, nothing for a missing value. */
export function items(value: Value): List {
	if (value === null) return [];
	if (Array.isArray(value)) return value;
	return isDictionary(value) ? keysOf(value) : [value];
}
