import { callable, constant, library, type Library } from '../callable';
import { Fault } from '../errors';
import { attribute } from '../runtime/access';
import { compare } from '../runtime/compare';
import { Decimal } from '../runtime/decimal';
import { identity } from '../runtime/identity';
import { spendText } from '../runtime/meter';
import { exactNumber } from '../runtime/numbers';
import { print } from '../runtime/print';
import type { Render } from '../runtime/render';
import {
	entriesOf,
	entry,
	isDictionary,
	isText,
	keyCount,
	type List,
	type Value,
} from '../runtime/values';
import { flag, listOf, text, whole } from './arguments';

type Args = readonly (Value | undefined)[];

const count = constant([], (subject) => lengthOf(subject));

export const lists: Library = library({
	batch: callable(['linecount', 'fill_with'], (subject, [size, fill = null], render) =>
		chunk('batch', subject, [size, fill], render),
	),
	count,
	dictsort: callable(['case_sensitive', 'by', 'reverse'], sortDictionary),
	first: constant([], (subject) => listOf(subject)[0] ?? null),
	join: callable(['d|separator', 'attribute|attr'], join),
	last: constant([], (subject) => listOf(subject).at(-1) ?? null),
	length: count,
	list: callable([], toList),
	random: constant([], (subject, _args, render) => pick(listOf(subject), render)),
	reverse: callable([], reverse),
	shuffle: callable([], shuffle),
	slice: callable(['slices', 'fill_with'], (subject, args, render) =>
		chunk('slice', subject, args, render),
	),
	sort: callable(['reverse', 'case_sensitive', 'attribute|attr'], sort),
	sum: callable(['start', 'attribute|attr'], sum),
	unique: callable(['attr|attribute'], unique),
});

/** A copy of a list, the characters of a text, a list of the one value for anything else. */
function toList(subject: Value, _args: Args, render: Render): Value {
	if (subject === null) return null;
	if (Array.isArray(subject)) return [...subject];
	if (!isText(subject)) return [subject];
	render.checkList(print(subject).length);
	return [...print(subject)];
}

function lengthOf(subject: Value): number {
	if (isText(subject)) return print(subject).length;
	if (Array.isArray(subject)) return subject.length;
	return isDictionary(subject) ? keyCount(subject) : 0;
}

/** Lists of `size` items each; the last one is filled up when there is something to fill it with. */
function chunk(filter: string, subject: Value, [size, fill]: Args, render: Render): Value {
	const length = whole(size, 0);
	if (length <= 0) throw new Fault(`filter "${filter}" needs a number above 0`);
	const source = listOf(subject);
	const chunks: List[] = [];
	for (let at = 0; at < source.length; at += length) chunks.push(source.slice(at, at + length));
	const last = chunks.at(-1);
	if (fill === undefined || last === undefined) return chunks;
	render.checkList(length);
	while (last.length < length) last.push(fill);
	return chunks;
}

function join(subject: Value, [separator, path]: Args, render: Render): Value {
	const glue = text(separator);
	const name = path === undefined || path === null ? undefined : print(path);
	const source = listOf(subject);
	let joined = '';
	for (let at = 0; at < source.length; at += 1) {
		const item = source[at] ?? null;
		if (at > 0) joined += glue;
		joined += print(name === undefined ? item : attribute(item, name));
		render.checkTextLength(joined.length);
	}
	render.checkText(joined.length);
	return joined;
}

function reverse(subject: Value): Value {
	if (isText(subject)) return reversedText(print(subject));
	return Array.isArray(subject) ? [...subject].reverse() : subject;
}

/** The characters from the last to the first; pairs of surrogates stay in order. */
function reversedText(value: string): string {
	const units = new Uint16Array(value.length);
	for (let at = 0; at < value.length; at += 1) {
		units[value.length - 1 - at] = value.charCodeAt(at);
	}
	const reversed = Buffer.from(units.buffer).toString('utf16le');
	return reversed.replace(
		/[\udc00-\udfff][\ud800-\udbff]/g,
		(pair) => pair.charAt(1) + pair.charAt(0),
	);
}

function pick(source: List, render: Render): Value {
	return source[Math.floor(render.settings.random() * source.length)] ?? null;
}

/** Fisher and Yates' shuffle. */
function shuffle(subject: Value, _args: Args, render: Render): Value {
	const result = [...listOf(subject)];
	for (let at = result.length - 1; at > 0; at -= 1) {
		const other = Math.floor(render.settings.random() * (at + 1));
		[result[at], result[other]] = [result[other] ?? null, result[at] ?? null];
	}
	return result;
}

function lowered(value: string): string {
	spendText(value.length);
	return value.toLowerCase();
}

/** Text compares without regard to case unless asked for. */
const sortKey = (value: Value, caseSensitive: boolean): Value =>
	isText(value) && !caseSensitive ? lowered(print(value)) : value;

function sort(subject: Value, [reversed, caseSensitive, path]: Args, render: Render): Value {
	if (subject === null) return null;
	if (path === null) throw new Fault('filter "sort" needs a name as "attribute"');
	const source = listOf(subject);
	render.checkList(source.length * Math.ceil(Math.log2(source.length + 1)) || 0);
	if (source.length < 2) return [...source];
	const keyed = source.map((item) => {
		const value = path === undefined ? item : attribute(item, print(path));
		if (value !== null) return { item, key: sortKey(value, flag(caseSensitive)) };
		throw new Fault(
			path === undefined
				? 'filter "sort" cannot sort a list with missing items'
				: `filter "sort": an item has no "${print(path)}"`,
		);
	});
	const sign = flag(reversed) ? -1 : 1;
	keyed.sort((left, right) => sign * orderOf(left.key, right.key));
	return keyed.map(({ item }) => item);
}

/** Lists and dictionaries have no order among themselves: they stay where they are. */
const orderOf = (left: Value, right: Value): number =>
	isStructure(left) && isStructure(right) ? 0 : compare(left, right);

const isStructure = (value: Value): boolean => Array.isArray(value) || isDictionary(value);

function sortDictionary(
	subject: Value,
	[caseSensitive, by, reversed]: Args,
	render: Render,
): Value {
	if (!isDictionary(subject)) return subject;
	const place = text(by) === 'value' ? 1 : 0;
	const size = keyCount(subject);
	render.checkList(Math.ceil(size * Math.log2(size + 1)));
	const keyed = entriesOf(subject).map((pair) => ({
		pair,
		key: sortKey(pair[place], flag(caseSensitive)),
	}));
	keyed.sort((left, right) => compare(left.key, right.key));
	if (flag(reversed)) keyed.reverse();
	return keyed.map(({ pair: [key, value] }) => entry(key, value));
}

/** The exact sum of numbers; what is not a number counts as 0. */
function sum(subject: Value, [start, path]: Args): Value {
	const initial = exactNumber(start ?? null);
	const named = path ?? (initial === undefined ? start : undefined);
	let total = initial ?? Decimal.of(0n, 0);
	for (const item of listOf(subject)) {
		const value = named === undefined || named === null ? item : attribute(item, print(named));
		const addend = exactNumber(value);
		if (addend !== undefined) total = total.plus(addend);
	}
	return total;
}

function unique(subject: Value, [path]: Args): Value {
	const seen = new Set<string>();
	return listOf(subject).filter((item) => {
		const key = identity(path === undefined ? item : attribute(item, text(path)));
		if (seen.has(key)) return false;
		seen.add(key);
		return true;
	});
}
