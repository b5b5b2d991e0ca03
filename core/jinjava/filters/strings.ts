import { callable, library, type Library } from '../callable';
import { Fault } from '../errors';
import { spend } from '../runtime/meter';
import { print } from '../runtime/print';
import { searchRegex } from '../runtime/regex';
import type { Render } from '../runtime/render';
import { replaceMatches, replaceText } from '../runtime/replace';
import { isText, type Value } from '../runtime/values';
import { required, text, whole } from './arguments';

/** A filter on text that leaves every other value as it is. */
const onText = (change: (value: string) => string) =>
	callable([], (subject) => (isText(subject) ? change(print(subject)) : subject));

export const strings: Library = library({
	capitalize: onText((value) => value.charAt(0).toUpperCase() + value.slice(1).toLowerCase()),
	cut: callable(['to_remove'], (subject, [part]) =>
		text(subject).replaceAll(text(required(part, 'cut', 'to_remove')), ''),
	),
	lower: onText((value) => value.toLowerCase()),
	regex_replace: callable(['regex', 'new'], regexReplace),
	replace: callable(['old', 'new', 'count'], replace),
	split: callable(['separator', 'limit'], split),
	string: callable([], (subject) => text(subject, 'null')),
	title: callable([], (subject) => (subject === null ? null : titleCase(print(subject)))),
	trim: onText((value) => value.trim()),
	upper: onText((value) => value.toUpperCase()),
	wordcount: callable([], (subject) => countWords(text(subject))),
});

const WORD = /[\p{L}\p{M}\p{N}\p{Pc}]+/gu;

function countWords(value: string): number {
	let count = 0;
	WORD.lastIndex = 0;
	while (WORD.test(value)) {
		spend(1);
		count += 1;
	}
	return count;
}

function replace(subject: Value, args: readonly (Value | undefined)[], render: Render): Value {
	if (subject === null) return null;
	const [part, replacement, count] = args;
	if (replacement === undefined) throw new Fault('filter "replace" needs "old" and "new"');
	const source = text(subject);
	const [old, fresh] = [text(part), text(replacement)];
	if (old === '') return source;
	const most = count === undefined ? Infinity : whole(count, 0);
	const found = occurrences(source, old, most);
	if (found === 0) return source;
	render.checkText(source.length + found * (fresh.length - old.length));
	return replaceText(source, old, fresh, found);
}

/** How often a part occurs, counted up to a limit. */
function occurrences(source: string, part: string, most: number): number {
	let count = 0;
	let at = source.indexOf(part);
	while (at !== -1 && count < most) {
		count += 1;
		at = source.indexOf(part, at + part.length);
	}
	return count;
}

/** Replaces every match of a regular expression; `$1` in the replacement stands for a group. */
function regexReplace(
	subject: Value,
	[regex, replacement]: readonly (Value | undefined)[],
	render: Render,
): Value {
	if (subject === null) return null;
	if (regex === undefined || regex === null || replacement === undefined || replacement === null) {
		throw new Fault('filter "regex_replace" needs a regular expression and its replacement');
	}
	return searchRegex(print(regex), print(subject), render).replaceAll(print(replacement));
}

/** Splits at the separator, or at white space; parts are trimmed and empty ones left out. */
function split(
	subject: Value,
	[separator, limit]: readonly (Value | undefined)[],
	render: Render,
): Value {
	const source = text(subject);
	const glue = text(separator);
	const pieces = source.split(glue === '' ? /\s/ : glue, render.settings.limits.listLength + 1);
	render.checkList(pieces.length);
	const most = whole(limit, 0);
	const parts: string[] = [];
	for (const [at, piece] of pieces.entries()) {
		if (piece.trim() === '') continue;
		if (most > 0 && parts.length === most - 1) {
			parts.push(
				pieces
					.slice(at)
					.join(glue || ' ')
					.trim(),
			);
			break;
		}
		parts.push(piece.trim());
	}
	return parts;
}

/** Every word with a capital and small letters after it; digits and marks before a word's first letter stay. */
function titleCase(value: string): string {
	return replaceMatches(value, /\S+/g, ([word]) => {
		const first = word.search(/[\p{Ll}\p{Lu}\p{Lt}]/u);
		if (first === -1) return word;
		return (
			word.slice(0, first) + word.charAt(first).toUpperCase() + word.slice(first + 1).toLowerCase()
		);
	});
}
