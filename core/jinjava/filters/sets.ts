import { callable, library, type Library } from '../callable';
import { identity } from '../runtime/identity';
import type { List, Value } from '../runtime/values';
import { listOf } from './arguments';

/** A filter that combines two lists as sets: every result contains an item once, in the order of the lists. */
const setFilter = (combine: (left: ItemSet, right: ItemSet) => List) =>
	callable(['list'], (subject, [other]) =>
		combine(new ItemSet(listOf(subject)), new ItemSet(listOf(other ?? null))),
	);

class ItemSet {
	private readonly byIdentity: Map<string, Value>;

	constructor(items: List) {
		this.byIdentity = new Map();
		for (const item of items) {
			const key = identity(item);
			if (!this.byIdentity.has(key)) this.byIdentity.set(key, item);
		}
	}

	get items(): List {
		return [...this.byIdentity.values()];
	}

	/** The items that the other set contains too, or does not contain. */
	filter(other: ItemSet, held: boolean): List {
		return [...this.byIdentity]
			.filter(([key]) => other.byIdentity.has(key) === held)
			.map(([, item]) => item);
	}
}

export const sets: Library = library({
	difference: setFilter((left, right) => left.filter(right, false)),
	intersect: setFilter((left, right) => left.filter(right, true)),
	symmetric_difference: setFilter((left, right) => [
		...left.filter(right, false),
		...right.filter(left, false),
	]),
	union: setFilter((left, right) => [...left.items, ...right.filter(left, false)]),
});
