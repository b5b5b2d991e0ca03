/** Java's `String.format`, for the conversions that make sense for JSON values. */
import { Fault } from '../errors';
import { describe } from './compare';
import { doubleText } from './decimal';
import { asNumber, toDecimal, toDouble } from './numbers';
import { print } from './print';
import type { Render } from './render';
import { replaceMatches } from './replace';
import { isInteger, isNumber, isTruthy, type Numeric, type Value } from './values';

const SPECIFIER = /%(?:(\d+)\$)?([-+ 0,#(]*)(\d+)?(?:\.(\d+))?([a-zA-Z%])/g;

interface Specifier {
	source: string;
	flags: string;
	width: number;
	precision: number | undefined;
	conversion: string;
}

/** Fills `%s`, `%d`, `%.2f`, `%,d`, `%05d`, `%-10s`, `%x`, `%e`, `%b`, `%c`, `%n` and `%%` into a text. */
export function formatText(
	pattern: string,
	args: readonly (Value | undefined)[],
	render: Render,
): string {
	let next = 0;
	let length = 0;
	return replaceMatches(pattern, SPECIFIER, (match) => {
		const [source, index, flags = '', width = '0', precision, conversion = ''] = match;
		const plain = PLAIN[conversion];
		if (plain !== undefined) return plain;
		const value = args[index === undefined ? next++ : Number(index) - 1];
		if (value === undefined) throw new Fault(`filter "format" has no value for "${source}"`);
		const specifier: Specifier = {
			source,
			flags,
			width: Number(width),
			precision: precision === undefined ? undefined : Number(precision),
			conversion,
		};
		if (/[0-]/.test(flags) && specifier.width === 0) {
			throw new Fault(`filter "format": "${source}" is missing a width`);
		}
		render.checkTextLength(length + specifier.width + (specifier.precision ?? 0));
		const written = pad(convert(specifier, value), specifier);
		length += written.length;
		render.checkTextLength(length);
		return written;
	});
}

/** Conversions without a value. */
const PLAIN: Readonly<Record<string, string>> = { '%': '%', n: '\n' };

function convert(specifier: Specifier, value: Value): string {
	const { conversion, precision } = specifier;
	const upper = conversion !== conversion.toLowerCase();
	const text = CONVERSIONS[conversion.toLowerCase()]?.(specifier, value);
	if (text === undefined) {
		throw new Fault(`filter "format" does not know "${specifier.source}"`);
	}
	const cut = /[sb]/i.test(conversion) && precision !== undefined ? text.slice(0, precision) : text;
	return upper ? cut.toUpperCase() : cut;
}

const CONVERSIONS: Readonly<Record<string, (specifier: Specifier, value: Value) => string>> = {
	s: (_specifier, value) => (value === null ? 'null' : print(value)),
	b: (_specifier, value) => `${isTruthy(value)}`,
	c: (_specifier, value) => (isInteger(value) ? String.fromCodePoint(Number(value)) : print(value)),
	d: (specifier, value) => signed(specifier, `${wholeNumber(specifier, value)}`),
	x: (specifier, value) => BigInt.asUintN(64, wholeNumber(specifier, value)).toString(16),
	o: (specifier, value) => BigInt.asUintN(64, wholeNumber(specifier, value)).toString(8),
	f: (specifier, value) =>
		signed(
			specifier,
			toDecimal(numeric(specifier, value))
				.rounded(Math.min(specifier.precision ?? 6, MAX_PRECISION), 'half-up')
				.toPlainString(),
		),
	e: (specifier, value) =>
		signed(
			specifier,
			toDouble(numeric(specifier, value))
				.toExponential(Math.min(specifier.precision ?? 6, MAX_PRECISION))
				.replace(/e([+-])(\d)$/, 'e$10$2'),
		),
	g: (specifier, value) => signed(specifier, doubleText(toDouble(numeric(specifier, value)))),
};

const MAX_PRECISION = 100;

function numeric({ source }: Specifier, value: Value): Numeric {
	if (isNumber(value)) return value;
	throw new Fault(`filter "format": ${describe(value)} does not fit "${source}"`);
}

function wholeNumber(specifier: Specifier, value: Value): bigint {
	const found = asNumber(numeric(specifier, value));
	if (isInteger(found ?? null)) return BigInt(found as number | bigint);
	throw new Fault(`filter "format": a decimal number does not fit "${specifier.source}"`);
}

/** Adds grouping commas, sign, space or brackets as the flags ask. */
function signed({ flags }: Specifier, digits: string): string {
	const negative = digits.startsWith('-');
	let size = negative ? digits.slice(1) : digits;
	if (flags.includes(',')) size = size.replace(/^\d+/, (whole) => grouped(whole));
	if (negative) return flags.includes('(') ? `(${size})` : `-${size}`;
	if (flags.includes('+')) return `+${size}`;
	return flags.includes(' ') ? ` ${size}` : size;
}

const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ',');

function pad(text: string, { flags, width }: Specifier): string {
	if (flags.includes('-')) return text.padEnd(width);
	if (!flags.includes('0')) return text.padStart(width);
	const sign = /^[-+ (]/.exec(text)?.[0] ?? '';
	return sign + text.slice(sign.length).padStart(width - sign.length, '0');
}
