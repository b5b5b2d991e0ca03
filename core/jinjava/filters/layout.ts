import { callable, library, type Library } from '../callable';
import { formatText } from '../runtime/format';
import { print } from '../runtime/print';
import { spend } from '../runtime/meter';
import { Pieces } from '../runtime/replace';
import type { Render } from '../runtime/render';
import { isText, type Value } from '../runtime/values';
import { flag, text, whole } from './arguments';

type Args = readonly (Value | undefined)[];

const DEFAULT_WIDTH = 80;
const DEFAULT_WRAP = 79;
const DEFAULT_INDENT = 4;
const DEFAULT_TRUNCATION = 255;

export const layout: Library = library({
	center: callable(['width'], center),
	format: callable(['...args'], (subject, args, render) => formatText(text(subject), args, render)),
	indent: callable(['width', 'indentfirst'], indent),
	truncate: callable(['length', 'killwords', 'end'], (subject, [length, killwords, end]) =>
		isText(subject)
			? truncate(
					print(subject),
					whole(length, DEFAULT_TRUNCATION),
					flag(killwords),
					text(end, '...'),
				)
			: subject,
	),
	wordwrap: callable(['width', 'break_long_words'], (subject, [width, breaks]) =>
		wrap(text(subject), Math.max(1, whole(width, DEFAULT_WRAP)), flag(breaks, true)),
	),
});

function center(subject: Value, [width]: Args, render: Render): Value {
	if (subject === null) return null;
	const value = print(subject);
	const wanted = whole(width, DEFAULT_WIDTH);
	render.checkText(wanted);
	const left = Math.max(0, Math.floor((wanted - value.length) / 2));
	return (' '.repeat(left) + value).padEnd(wanted);
}

function indent(subject: Value, [width, first]: Args, render: Render): Value {
	const margin = Math.max(0, whole(width, DEFAULT_INDENT));
	const source = text(subject);
	let length = source.length + margin;
	for (let at = source.indexOf('\n'); at !== -1; at = source.indexOf('\n', at + 1))
		length += margin;
	render.checkText(length);
	const space = ' '.repeat(margin);
	return (flag(first) ? space : '') + source.replace(/\n/g, `\n${space}`);
}

/** Cuts text to a length, before the last word that would be cut through unless `killwords`. */
export function truncate(value: string, length: number, killwords: boolean, end: string): string {
	if (value.length <= length) return value;
	return value.slice(0, killwords ? Math.max(0, length) : lastWordStart(value, length)) + end;
}

const SPACE = /\s/;

/** The place just behind the last white space before `length`; 1 when there is none. */
export function lastWordStart(value: string, length: number): number {
	let at = length;
	while (at > 0 && at < value.length) {
		at -= 1;
		if (SPACE.test(value.charAt(at))) break;
	}
	return at + 1;
}

/** Breaks lines at spaces; words longer than a line only where `breaks` allows. */
function wrap(value: string, width: number, breaks: boolean): string {
	const lines = new Pieces();
	let from = 0;
	while (value.length - from > width) {
		spend(1);
		if (value[from] === ' ') {
			from += 1;
			continue;
		}
		const [end, next] = endOfLine(value, from, width, breaks);
		if (next >= value.length && end === value.length) break;
		lines.add(value.slice(from, end), '\n');
		from = next;
	}
	lines.add(value.slice(from));
	return lines.text();
}

/** Where a line ends that begins at a place, and where the next one begins. */
function endOfLine(value: string, from: number, width: number, breaks: boolean): [number, number] {
	const line = value.slice(from, from + width + 1);
	const space = line.lastIndexOf(' ');
	if (space >= 0) return [from + space, from + space + 1];
	if (breaks) return [from + width, from + width];
	const after = value.indexOf(' ', from + width);
	return after === -1 ? [value.length, value.length] : [after, after + 1];
}
