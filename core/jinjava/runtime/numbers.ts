/** Java's numbers: whole numbers are Longs (then BigIntegers), the others doubles or exact decimals. */
import { Fault } from '../errors';
import { Decimal, MAX_DIGITS } from './decimal';
import { Float, isInteger, isNumber, SafeString, type Numeric, type Value } from './values';

const LONG_BITS = 64;
const LARGEST = 10n ** BigInt(MAX_DIGITS);

/** A double: a whole one is wrapped, so that it still prints as `5.0`. */
export const float = (value: number): number | Float =>
	Number.isInteger(value) ? new Float(value) : value;

/** A whole number: bare while JavaScript holds it exactly, else a bigint. */
export function integer(value: number | bigint): number | bigint {
	const short = Number(value);
	if (Number.isSafeInteger(short)) return short === 0 ? 0 : short;
	return typeof value === 'bigint' ? value : Number.isFinite(value) ? BigInt(value) : value;
}

/** Whether a whole number fits Java's Long. */
export const isLong = (value: bigint): boolean => BigInt.asIntN(LONG_BITS, value) === value;

/** A whole number in 64 bits: arithmetic past the ends wraps around, as in Java. */
export const long = (value: bigint): number | bigint => integer(BigInt.asIntN(LONG_BITS, value));

/** A whole number of any size up to a limit that keeps arithmetic quick. */
export function big(value: bigint): number | bigint {
	if (value > -LARGEST && value < LARGEST) return integer(value);
	throw new Fault(`a number has more than ${MAX_DIGITS} digits`, 'TEMPLATE_LIMIT');
}

/** The value of a number literal: whole unless it has a point or an exponent. */
export function readNumber(text: string): number | bigint | Float {
	return /[.eE]/.test(text) ? float(Number(text)) : integer(BigInt(text));
}

export function toDouble(value: Numeric): number {
	if (typeof value === 'number') return value;
	if (typeof value === 'bigint') return Number(value);
	return value instanceof Float ? value.value : value.toNumber();
}

export function toDecimal(value: Numeric): Decimal {
	if (value instanceof Decimal) return value;
	if (isInteger(value)) return Decimal.of(BigInt(value), 0);
	const double = toDouble(value);
	if (!Number.isFinite(double)) throw new Fault(`${double} is not a finite number`);
	return Decimal.from(double);
}

/** A number, or the number that a text contains; undefined for anything else. */
export function asNumber(value: Value): Numeric | undefined {
	if (isNumber(value)) return value;
	if (typeof value === 'boolean') return value ? 1 : 0;
	const text = value instanceof SafeString ? value.text : value;
	return typeof text === 'string' ? parseNumber(text) : undefined;
}

/** A number as it is written, with the digits after its point: text is read as a decimal number, `12.50`. */
export function exactNumber(value: Value): Decimal | undefined {
	if (isNumber(value)) return toDecimal(value);
	const text = value instanceof SafeString ? value.text : value;
	return typeof text === 'string' ? Decimal.parse(text) : undefined;
}

export function parseNumber(text: string): Numeric | undefined {
	if (text.length > 2 * MAX_DIGITS) return undefined;
	const trimmed = text.trim();
	if (trimmed.length > MAX_DIGITS) return undefined;
	if (/^[+-]?\d+$/.test(trimmed)) return integer(BigInt(trimmed.replace(/^\+/, '')));
	if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(trimmed)) return float(Number(trimmed));
	return undefined;
}

/** -1, 0 or 1; exact for whole numbers and decimals. */
export function compareNumbers(left: Numeric, right: Numeric): number {
	if (left instanceof Decimal || right instanceof Decimal) {
		return toDecimal(left).compareTo(toDecimal(right));
	}
	const [a, b] =
		isInteger(left) && isInteger(right) ? [left, right] : [toDouble(left), toDouble(right)];
	return a === b ? 0 : a < b ? -1 : 1;
}
