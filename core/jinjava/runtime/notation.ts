/** The two notations of lists and dictionaries: Java's `{a=[b]}` and Python's `{'a': ['b']}`. */
import { Budget } from './budget';
import { scalarText } from './scalars';
import {
	entriesOf,
	isDictionary,
	MapEntry,
	SafeString,
	type Dictionary,
	type List,
	type Value,
} from './values';

/** `[a, 1, null]` and `{k=v}`: as Java's collections write themselves, without quotes. */
export function writeJava(value: Value, budget = new Budget()): string {
	if (value === null) return budget.spent('null');
	if (typeof value === 'string') return budget.spent(value);
	if (Array.isArray(value)) return budget.deeper(() => javaList(value, budget));
	if (isDictionary(value)) return budget.deeper(() => javaDictionary(value, budget));
	return budget.spent(scalarText(value) ?? '');
}

function javaList(list: List, budget: Budget): string {
	const items = list.map((item) => writeJava(item, budget));
	return list instanceof MapEntry ? items.join('=') : `[${items.join(', ')}]`;
}

function javaDictionary(dictionary: Dictionary, budget: Budget): string {
	const entries = entriesOf(dictionary).map(
		([key, value]) => `${budget.spent(key)}=${writeJava(value, budget)}`,
	);
	return `{${entries.join(', ')}}`;
}

/** `['a', 1, null]` and `{'k': 'v'} `, as `b64encode` writes them: text in single quotes. */
export function writePython(value: Value, budget = new Budget()): string {
	if (value === null) return budget.spent('null');
	if (typeof value === 'string') return budget.spent(quote(value));
	if (value instanceof SafeString) return budget.spent(quote(value.text));
	if (Array.isArray(value)) return budget.deeper(() => pythonList(value, budget));
	if (isDictionary(value)) return budget.deeper(() => pythonDictionary(value, budget));
	return budget.spent(scalarText(value) ?? '');
}

function pythonList(list: List, budget: Budget): string {
	const items = list.map((item) => writePython(item, budget)).join(', ');
	return list instanceof MapEntry ? `fn:map_entry(${items})` : `[${items}]`;
}

/** The space after the brace is Jinjava's: `}}` would end an insert if the result were rendered again. */
function pythonDictionary(dictionary: Dictionary, budget: Budget): string {
	const entries = entriesOf(dictionary).map(
		([key, value]) => `${budget.spent(quote(key))}: ${writePython(value, budget)}`,
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
