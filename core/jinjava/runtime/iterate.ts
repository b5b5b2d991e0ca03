import { itemsOfDictionary } from '../generation';
import { spend } from './meter';
import { isDictionary, type List, type Value } from './values';

/** What a for tag walks over: the items of a list, what the generation says of a dictionary, nothing for a missing value. */
export function items(value: Value): List {
	if (value === null) return [];
	if (Array.isArray(value)) return value;
	if (!isDictionary(value)) return [value];
	const list = itemsOfDictionary(value);
	spend(list.length);
	return list;
}
