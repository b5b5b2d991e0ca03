import { callable, library, type Callable, type Library } from '../callable';
import { Fault } from '../errors';
import { whole } from '../filters/arguments';
import { filters } from '../filters';
import { compare, contains, equals } from '../runtime/compare';
import type { Render } from '../runtime/render';
import { Tuple, type List, type Value } from '../runtime/values';

type Args = readonly (Value | undefined)[];

/** The methods that change the list they are called on. */
export const CHANGING_LISTS: ReadonlySet<string> = new Set([
	'add',
	'addAll',
	'append',
	'clear',
	'extend',
	'insert',
	'pop',
	'remove',
	'reverse',
	'set',
	'sort',
]);

type ListCall = (list: List, args: Args, render: Render) => Value;

function method(parameters: readonly string[], call: ListCall): Callable {
	return callable(parameters, (subject, args, render) => call(subject as List, args, render));
}

/** A method that changes its list; tuples cannot be changed. */
function changing(parameters: readonly string[], call: ListCall): Callable {
	return method(parameters, (list, args, render) => {
		if (list instanceof Tuple) throw new Fault('a list written in parentheses cannot be changed');
		return call(list, args, render);
	});
}

const append = changing(['item'], (list, [item = null], render) => {
	if (item === list) return false;
	render.checkLength(list.length + 1);
	list.push(item);
	return true;
});

const extend = changing(['items'], (list, [items = null], render) => {
	if (!Array.isArray(items)) return false;
	render.checkList(items.length);
	render.checkLength(list.length + items.length);
	const { length } = items;
	for (let at = 0; at < length; at += 1) list.push(items[at] ?? null);
	return length > 0;
});

const indexOf = method(['item', 'begin', 'end'], (list, [item = null, begin, end]) => {
	const last = Math.min(whole(end, list.length), list.length);
	for (let at = Math.max(0, whole(begin, 0)); at < last; at += 1) {
		if (equals(list[at] ?? null, item)) return at;
	}
	return -1;
});

const part = method(['from', 'to'], (list, [from, to]) =>
	list.slice(whole(from, 0), whole(to, list.length)),
);

/** Methods that look at one item. */
const CONSTANT = 'add append clear get isEmpty set size'.split(' ');

export const listMethods: Library = library(
	{
		add: append,
		addAll: extend,
		append,
		clear: changing([], (list) => {
			list.length = 0;
			return null;
		}),
		contains: method(['item'], (list, [item = null]) => contains(list, item)),
		containsAll: method(
			['items'],
			(list, [items]) => Array.isArray(items) && items.every((item) => contains(list, item)),
		),
		copy: method([], (list) => [...list]),
		count: method(
			['item'],
			(list, [item = null]) => list.filter((entry) => equals(entry, item)).length,
		),
		extend,
		get: method(['index'], (list, [index]) => list[place(list, index)] ?? null),
		index: indexOf,
		indexOf,
		insert: changing(['index', 'item'], insert),
		isEmpty: method([], (list) => list.length === 0),
		lastIndexOf: method(['item'], (list, [item = null]) =>
			list.findLastIndex((entry) => equals(entry, item)),
		),
		join: method(
			['separator'],
			(list, args, render) => filters.get('join')?.call(list, args, render) ?? null,
		),
		pop: changing(['index'], (list, [index]) => {
			const at = index === undefined ? list.length - 1 : place(list, index);
			if (at < 0 || at >= list.length) throw outOfRange(list, index ?? 0);
			return list.splice(at, 1)[0] ?? null;
		}),
		remove: changing(['item'], (list, [item = null]) => {
			const at = list.findIndex((entry) => equals(entry, item));
			if (at === -1) return false;
			list.splice(at, 1);
			return true;
		}),
		reverse: changing([], (list) => {
			list.reverse();
			return null;
		}),
		set: changing(['index', 'item'], (list, [index, item = null]) => {
			const at = place(list, index);
			if (!(at >= 0 && at < list.length)) throw outOfRange(list, index ?? 0);
			const former = list[at] ?? null;
			if (item !== list) list[at] = item;
			return former;
		}),
		size: method([], (list) => list.length),
		slice: part,
		sort: changing([], (list, _args, render) => {
			render.spend(list.length);
			list.sort(compare);
			return null;
		}),
		subList: part,
	},
	CONSTANT,
);

function place(list: List, index: Value | undefined): number {
	const at = whole(index, Number.NaN);
	return at < 0 ? list.length + at : at;
}

const outOfRange = (list: List, index: Value): Fault =>
	new Fault(`index ${whole(index, 0)} is out of range for a list of ${list.length} items`);

function insert(list: List, [index, item = null]: Args, render: Render): Value {
	if (item === list) return null;
	const at = whole(index, 0);
	if (at >= list.length) throw outOfRange(list, at);
	render.checkLength(list.length + 1);
	list.splice(Math.max(0, place(list, at)), 0, item);
	return null;
}
