import { Fault } from '../errors';
import { Decimal, doubleText } from './decimal';
import {
	DateValue,
	entriesOf,
	Float,
	isDictionary,
	MapEntry,
	SafeString,
	Special,
	type Dictionary,
	type List,
	type Value,
} from './values';

/** Values nested deeper than this are taken for a loop. */
const MAX_DEPTH = 100;

const UNPRINTABLE = /[\\'"]|(?![\n\t\r\f\x7f-\x9f])\p{Cc}/gu;

/** What `{{ value }}` prints: text as it is, lists and dictionaries as Python would, null as nothing. */
export function print(value: Value): string {
	if (typeof value === 'string') return value;
	if (value === null) return '';
	return printScalar(value) ?? repr(value).trimEnd();
}

/** Numbers, booleans, dates and engine objects; undefined for lists and dictionaries. */
function printScalar(value: Value): string | undefined {
	switch (typeof value) {
		case 'number':
			return Number.isInteger(value) ? `${value}` : doubleText(value);
		case 'boolean':
		case 'bigint':
			return `${value}`;
		default:
	}
	if (value instanceof Float) return doubleText(value.value);
	if (value instanceof Decimal) return value.toString();
	if (value instanceof SafeString) return value.text;
	if (value instanceof DateValue) return value.time.toFormat('yyyy-MM-dd HH:mm:ss');
	return value instanceof Special ? value.print() : undefined;
}

/** How a value looks inside a list or dictionary: text in single quotes, null as `null`. */
export function repr(value: Value, depth = 0): string {
	if (value === null) return 'null';
	if (typeof value === 'string') return quote(value);
	if (value instanceof SafeString) return quote(value.text);
	if (depth > MAX_DEPTH) throw new Fault('a value is nested too deeply to print', 'TEMPLATE_LIMIT');
	if (Array.isArray(value)) return reprList(value, depth);
	return isDictionary(value) ? reprDictionary(value, depth) : (printScalar(value) ?? '');
}

function reprList(list: List, depth: number): string {
	const items = list.map((item) => repr(item, depth + 1)).join(', ');
	return list instanceof MapEntry ? `fn:map_entry(${items})` : `[${items}]`;
}

/** The space after the brace is Jinjava's: `}}` would end an insert if the result were rendered again. */
function reprDictionary(dictionary: Dictionary, depth: number): string {
	const entries = entriesOf(dictionary).map(
		([key, value]) => `${quote(key)}: ${repr(value, depth + 1)}`,
	);
	return `{${entries.join(', ')}} `;
}

/** Text in single quotes, escaped as JSON but for line breaks and tabs. */
function quote(text: string): string {
	return `'${text.replace(UNPRINTABLE, escapeCharacter)}'`;
}

function escapeCharacter(character: string): string {
	if (character === '\b') return '\\b';
	if (character >= ' ') return `\\${character}`;
	return `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}
