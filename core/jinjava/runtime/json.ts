import { Fault } from '../errors';
import { Budget } from './budget';
import { Decimal, doubleText, MAX_DIGITS } from './decimal';
import { float, integer } from './numbers';
import { print } from './print';
import { DateValue, entriesOf, Float, isDictionary, isText, type Value } from './values';

/** Text that may contain a number which a JavaScript number would not give back digit by digit. */
const DELICATE_NUMBER = /\d{16}|\.\d*0(?!\d)|\d[eE]/;

/** Parses JSON; numbers keep every digit, and `1.0` stays a decimal number. */
export function parseJson(text: string): Value {
	checkDepth(text);
	try {
		if (!DELICATE_NUMBER.test(text)) return JSON.parse(text) as Value;
		return JSON.parse(text, reviveNumber) as Value;
	} catch (error) {
		if (error instanceof SyntaxError) throw new Fault('the text is not valid JSON');
		throw error;
	}
}

/** Data nested deeper could be neither printed nor compared, and would take long to read. */
const MAX_DEPTH = 1000;

function checkDepth(text: string): void {
	if (text.length <= MAX_DEPTH) return;
	let depth = 0;
	let inText = false;
	for (let at = 0; at < text.length; at += 1) {
		const code = text.charCodeAt(at);
		if (inText) {
			if (code === BACKSLASH) at += 1;
			else if (code === QUOTE) inText = false;
		} else if (code === QUOTE) inText = true;
		else if (code === OPEN_LIST || code === OPEN_DICTIONARY) depth += 1;
		else if (code === OPEN_LIST + 2 || code === OPEN_DICTIONARY + 2) depth -= 1;
		if (depth > MAX_DEPTH) throw new Fault('the JSON is nested too deeply', 'TEMPLATE_LIMIT');
	}
}

const [QUOTE, BACKSLASH, OPEN_LIST, OPEN_DICTIONARY] = [0x22, 0x5c, 0x5b, 0x7b];

/** @param context contains the digits as they are written, on engines that hand them over (Node 22 does) */
function reviveNumber(_key: string, value: unknown, context?: { source?: string }): unknown {
	const source = context?.source;
	if (typeof value !== 'number' || source === undefined) return value;
	if (source.length > MAX_DIGITS) {
		throw new Fault(`a number has more than ${MAX_DIGITS} digits`, 'TEMPLATE_LIMIT');
	}
	if (/^-?\d+$/.test(source)) return integer(BigInt(source));
	const exact = Decimal.parse(source);
	const isExact = exact === undefined || exact.compareTo(Decimal.from(value)) === 0;
	return isExact ? float(value) : exact;
}

/** JSON of any value, compact. */
export const toJson = (value: Value): string =>
	typeof value === 'string' ? JSON.stringify(value) : write(value, new Budget());

function write(value: Value, budget: Budget): string {
	if (typeof value === 'string') return budget.spent(JSON.stringify(value));
	if (Array.isArray(value)) {
		return budget.deeper(() => `[${value.map((item) => write(item, budget)).join(',')}]`);
	}
	if (!isDictionary(value)) return budget.spent(scalar(value));
	return budget.deeper(() => {
		const entries = entriesOf(value).map(
			([key, item]) => `${budget.spent(JSON.stringify(key))}:${write(item, budget)}`,
		);
		return `{${entries.join(',')}}`;
	});
}

function scalar(value: Value): string {
	if (value === null || typeof value === 'boolean') return `${value}`;
	if (typeof value === 'number') return finite(value);
	if (value instanceof Float) return doubleText(value.value);
	if (value instanceof DateValue) return JSON.stringify(value.time.toISO());
	return isText(value) ? JSON.stringify(print(value)) : print(value);
}

/** Java writes what JSON has no number for as text. */
function finite(value: number): string {
	if (!Number.isFinite(value)) return `"${value}"`;
	return Number.isInteger(value) ? `${value}` : doubleText(value);
}
