import { Fault } from '../errors';
import { Decimal, doubleText } from './decimal';
import { float, integer } from './numbers';
import { print } from './print';
import { DateValue, entriesOf, Float, isDictionary, isText, type Value } from './values';

/** Text that may hold a number which a JavaScript number would not give back digit by digit. */
const DELICATE_NUMBER = /\d{16}|\.\d*0(?!\d)|\d[eE]/;
const MAX_DEPTH = 100;

/** Parses JSON; numbers keep every digit, and `1.0` stays a decimal number. */
export function parseJson(text: string): Value {
	try {
		if (!DELICATE_NUMBER.test(text)) return JSON.parse(text) as Value;
		return JSON.parse(text, reviveNumber) as Value;
	} catch (error) {
		if (error instanceof SyntaxError) throw new Fault('the text is not valid JSON');
		throw error;
	}
}

function reviveNumber(_key: string, value: unknown, context?: { source?: string }): unknown {
	const source = context?.source;
	if (typeof value !== 'number' || source === undefined) return value;
	if (/^-?\d+$/.test(source)) return integer(BigInt(source));
	const exact = Decimal.parse(source);
	return exact === undefined || exact.compareTo(Decimal.from(value)) === 0 ? float(value) : exact;
}

/** JSON of any value, compact. */
export function toJson(value: Value, depth = 0): string {
	if (depth > MAX_DEPTH) throw new Fault('a value is nested too deeply for JSON', 'TEMPLATE_LIMIT');
	if (value === null || typeof value === 'boolean') return `${value}`;
	if (typeof value === 'string') return JSON.stringify(value);
	if (typeof value === 'number') return Number.isFinite(value) ? jsonNumber(value) : `"${value}"`;
	if (value instanceof Float) return doubleText(value.value);
	if (Array.isArray(value)) return `[${value.map((item) => toJson(item, depth + 1)).join(',')}]`;
	if (isDictionary(value)) {
		const entries = entriesOf(value).map(
			([key, item]) => `${JSON.stringify(key)}:${toJson(item, depth + 1)}`,
		);
		return `{${entries.join(',')}}`;
	}
	if (isText(value) || value instanceof DateValue) return JSON.stringify(print(value));
	return print(value);
}

const jsonNumber = (value: number): string =>
	Number.isInteger(value) ? `${value}` : doubleText(value);
