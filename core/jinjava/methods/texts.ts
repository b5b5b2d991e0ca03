import { callable, library, type Callable, type Library } from '../callable';
import { filters } from '../filters';
import { text, whole } from '../filters/arguments';
import { searchRegex } from '../runtime/regex';
import type { Render } from '../runtime/render';
import type { Value } from '../runtime/values';

type Args = readonly (Value | undefined)[];

function method(
	parameters: readonly string[],
	call: (value: string, args: Args, render: Render) => Value,
): Callable {
	return callable(parameters, (subject, args, render) => call(subject as string, args, render));
}

/** The filter of that name as a method. */
const asFilter = (name: string, parameters: readonly string[]): Callable =>
	callable(
		parameters,
		(subject, args, render) => filters.get(name)?.call(subject, args, render) ?? null,
	);

const contains = method(['part'], (value, [part]) => value.includes(text(part)));
const endsWith = method(['part'], (value, [part]) => value.endsWith(text(part)));
const startsWith = method(['part'], (value, [part]) => value.startsWith(text(part)));
const indexOf = method(['part', 'from'], (value, [part, from]) =>
	value.indexOf(text(part), whole(from, 0)),
);
const lower = method([], (value) => value.toLowerCase());
const upper = method([], (value) => value.toUpperCase());
const trim = method([], (value) => value.trim());

/** Methods that look at one end or character. */
const CONSTANT = 'charAt endsWith endswith isEmpty length startsWith startswith substring'.split(
	' ',
);

/** Java's and Python's names of the same methods. */
export const textMethods: Library = library(
	{
		capitalize: asFilter('capitalize', []),
		charAt: method(['index'], (value, [index]) => value.charAt(whole(index, 0))),
		concat: method(['other'], (value, [other]) => value + text(other)),
		contains,
		count: method(['part'], (value, [part]) =>
			text(part) === '' ? 0 : value.split(text(part)).length - 1,
		),
		endsWith,
		endswith: endsWith,
		equals: method(['other'], (value, [other]) => value === text(other)),
		equalsIgnoreCase: method(
			['other'],
			(value, [other]) => value.toLowerCase() === text(other).toLowerCase(),
		),
		find: indexOf,
		format: asFilter('format', ['...args']),
		indexOf,
		isEmpty: method([], (value) => value === ''),
		join: method(
			['list'],
			(value, [list = null], render) => filters.get('join')?.call(list, [value], render) ?? null,
		),
		lastIndexOf: method(['part'], (value, [part]) => value.lastIndexOf(text(part))),
		length: method([], (value) => value.length),
		lower,
		lstrip: method([], (value) => value.trimStart()),
		matches: method(['regex'], (value, [regex], render) =>
			searchRegex(text(regex), value, render).matches(),
		),
		replace: asFilter('replace', ['old', 'new', 'count']),
		replaceAll: asFilter('regex_replace', ['regex', 'new']),
		replaceFirst: method(['regex', 'new'], (value, [regex, replacement], render) =>
			searchRegex(text(regex), value, render).replaceFirst(text(replacement)),
		),
		rstrip: method([], (value) => value.trimEnd()),
		split: method(['separator', 'limit'], split),
		startsWith,
		startswith: startsWith,
		strip: trim,
		substring: method(['from', 'to'], (value, [from, to]) =>
			value.slice(Math.max(0, whole(from, 0)), Math.max(0, whole(to, value.length))),
		),
		title: asFilter('title', []),
		toLowerCase: lower,
		toUpperCase: upper,
		trim,
		upper,
	},
	CONSTANT,
);

/** Java's `split`, but at plain text: empty parts at the end fall away, the rest goes into part `limit`. */
function split(value: string, [separator, limit]: Args): Value {
	const glue = text(separator, ' ');
	const parts = value.split(glue);
	const most = whole(limit, 0);
	if (most > 0 && parts.length > most)
		parts.splice(most - 1, Infinity, parts.slice(most - 1).join(glue));
	while (most === 0 && parts.length > 1 && parts.at(-1) === '') parts.pop();
	return parts;
}
