import { callable, library, type Library } from '../callable';
import { Fault } from '../errors';
import { access } from '../runtime/access';
import { compareText, describe } from '../runtime/compare';
import { Decimal } from '../runtime/decimal';
import { parseJson, toJson } from '../runtime/json';
import { spend } from '../runtime/meter';
import { print } from '../runtime/print';
import {
	DateValue,
	entriesOf,
	isDictionary,
	isInteger,
	isNumber,
	isText,
	type Value,
} from '../runtime/values';
import { escapeHtml } from './escaping';

export const json: Library = library({
	attr: callable(['name'], (subject, [name]) => access(subject, name ?? null)),
	fromjson: callable([], fromJson),
	pprint: callable([], inspect),
	tojson: callable([], (subject) => toJson(subject)),
});

/** The type of a value by its name in Java, and the value, escaped for HTML; the keys of a dictionary are sorted. */
function inspect(subject: Value): string {
	if (subject === null) return 'null';
	const shown = isDictionary(subject)
		? new Map(entriesOf(subject).sort(([left], [right]) => compareText(left, right)))
		: subject;
	return escapeHtml(`(${javaType(subject)}: ${print(shown)})`).replaceAll('&#39;', "'");
}

const LARGEST_INTEGER = 2 ** 31;

function javaType(value: Value): string {
	if (isText(value)) return 'String';
	if (typeof value === 'boolean') return 'Boolean';
	if (value instanceof Decimal) return 'BigDecimal';
	if (Array.isArray(value)) return 'SizeLimitingPyList';
	if (value instanceof DateValue) return 'PyishDate';
	if (!isInteger(value)) return isNumber(value) ? 'Double' : 'SizeLimitingPyMap';
	return value >= -LARGEST_INTEGER && value < LARGEST_INTEGER ? 'Integer' : 'Long';
}

function fromJson(subject: Value): Value {
	if (subject === null) return null;
	if (!isText(subject)) throw new Fault(`filter "fromjson" needs a text, not ${describe(subject)}`);
	const source = print(subject);
	spend(source.length);
	return parseJson(source);
}
