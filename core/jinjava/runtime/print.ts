import { Budget } from './budget';
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
export function repr(value: Value, budget = new Budget()): string {
	if (value === null) return budget.spent('null');
	if (typeof value === 'string') return budget.spent(quote(value));
	if (value instanceof SafeString) return budget.spent(quote(value.text));
	if (Array.isArray(value)) return budget.deeper(() => reprList(value, budget));
	if (isDictionary(value)) return budget.deeper(() => reprDictionary(value, budget));
	return budget.spent(printScalar(value) ?? '');
}

function reprList(list: List, budget: Budget): string {
	const items = list.map((item) => repr(item, budget)).join(', ');
	return list instanceof MapEntry ? `fn:map_entry(${items})` : `[${items}]`;
}

/** The space after the brace is Jinjava's: `}}` would end an insert if the result were rendered again. */
function reprDictionary(dictionary: Dictionary, budget: Budget): string {
	const entries = entriesOf(dictionary).map(
		([key, value]) => `${budget.spent(quote(key))}: ${repr(value, budget)}`,
	);
	return `{${entries.join(', ')}} `;
}

const TO_ESCAPE = /[\\'"]|(?![\n\t\r\f\x7f-\x9f])\p{Cc}/gu;

/** Text in single quotes, escaped as JSON but for line breaks and tabs. */
function quote(text: string): string {
	return `'${text.replace(TO_ESCAPE, escapeCharacter)}'`;
}

function escapeCharacter(character: string): string {
	if (character === '\b') return '\\b';
	if (character >= ' ') return `\\${character}`;
	return `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}
