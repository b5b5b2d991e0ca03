import { callable, library, type Callable, type Library } from '../callable';
import { Fault } from '../errors';
import { equals } from '../runtime/compare';
import { print } from '../runtime/print';
import type { Render } from '../runtime/render';
import {
	entriesOf,
	entry,
	getKey,
	hasKey,
	isDictionary,
	keyCount,
	keysOf,
	valuesOf,
	type Dictionary,
	type Value,
} from '../runtime/values';

type Args = readonly (Value | undefined)[];

/** The methods that change the dictionary they are called on. */
export const CHANGING_DICTIONARIES: ReadonlySet<string> = new Set([
	'clear',
	'pop',
	'put',
	'putAll',
	'putIfAbsent',
	'remove',
	'setdefault',
	'update',
]);

function method(
	parameters: readonly string[],
	call: (dictionary: Dictionary, args: Args, render: Render) => Value,
): Callable {
	return callable(parameters, (subject, args, render) => call(subject as Dictionary, args, render));
}

/** A method that changes its dictionary, which is the template's own (see `Render.fromContext`). */
function changing(
	parameters: readonly string[],
	call: (map: Map<string, Value>, args: Args, render: Render) => Value,
): Callable {
	return method(parameters, (dictionary, args, render) => {
		if (!(dictionary instanceof Map)) throw new Fault('this dictionary cannot be changed');
		return call(dictionary, args, render);
	});
}

const key = (value: Value | undefined): string => print(value ?? null);

const update = changing(['other'], (map, [other = null], render) => {
	if (!isDictionary(other) || other === map) return null;
	const entries = entriesOf(other);
	render.checkList(entries.length);
	for (const [name, value] of entries) put(map, name, value, render);
	return null;
});

const remove = changing(['key', 'default'], (map, [name, fallback = null]) => {
	const value = map.get(key(name)) ?? fallback;
	map.delete(key(name));
	return value;
});

const contains = method(['key'], (dictionary, [name]) => hasKey(dictionary, key(name)));

const get = method(['key', 'default'], (dictionary, [name, fallback = null]) =>
	hasKey(dictionary, key(name)) ? getKey(dictionary, key(name)) : fallback,
);

const items = method([], (dictionary) =>
	entriesOf(dictionary).map(([name, value]) => entry(name, value)),
);

const keys = method([], keysOf);

/** Methods that look at one entry. */
const CONSTANT =
	'contains containsKey get getOrDefault isEmpty pop put putIfAbsent remove setdefault size'.split(
		' ',
	);

export const dictionaryMethods: Library = library(
	{
		clear: changing([], (map) => {
			map.clear();
			return null;
		}),
		contains,
		containsKey: contains,
		containsValue: method(['value'], (dictionary, [value = null]) =>
			entriesOf(dictionary).some(([, item]) => equals(item, value)),
		),
		copy: method([], (dictionary) => new Map(entriesOf(dictionary))),
		entrySet: items,
		get,
		getOrDefault: get,
		isEmpty: method([], (dictionary) => keyCount(dictionary) === 0),
		items,
		keySet: keys,
		keys,
		pop: remove,
		put: changing(['key', 'value'], (map, [name, value = null], render) => {
			const former = map.get(key(name)) ?? null;
			if (value !== map) put(map, key(name), value, render);
			return former;
		}),
		putAll: update,
		putIfAbsent: changing(['key', 'value'], (map, [name, value = null], render) => {
			const former = map.get(key(name)) ?? null;
			if (former === null && value !== map) put(map, key(name), value, render);
			return former;
		}),
		remove,
		setdefault: changing(['key', 'default'], (map, [name, fallback = null], render) => {
			if (!map.has(key(name))) put(map, key(name), fallback, render);
			return map.get(key(name)) ?? null;
		}),
		size: method([], (dictionary) => keyCount(dictionary)),
		update,
		values: method([], valuesOf),
	},
	CONSTANT,
);

function put(map: Map<string, Value>, name: string, value: Value, render: Render): void {
	render.checkLength(map.size + 1);
	map.set(name, value);
}
