/** JSON whose numbers are told apart even where JavaScript's numbers are not: 64-bit ids, for one. */

/** Up to this many digits, different decimals are different doubles (IEEE 754). */
const EXACT_DIGITS = 15;

/**
 * Cheap, and never misses a number that is not exact: one of 16 places, or with an exponent. Looks where a number
 * may begin, so that most ids, dates and hashes inside of texts do not count.
 */
const MAY_BE_INEXACT = /[:,[\s]-?\d(?:[\d.]{15}|[\d.]*[eE])/;

/** A number that a double cannot hold. Has no property that an address could name. */
export class ExactNumber {
	readonly #text: string;

	/** @param source a number in JSON */
	constructor(source: string) {
		const { digits, exponent, isNegative } = partsOf(source);
		this.#text = `${isNegative ? '-' : ''}${digits}e${exponent}`;
	}

	/** One text for equal numbers, however they were written: significant digits and a power of ten. */
	toString(): string {
		return this.#text;
	}
}

interface NumberParts {
	/** Significant digits, without zeros at either end; '' for zero. */
	digits: string;
	exponent: bigint | string;
	isNegative: boolean;
}

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** Longer exponents stay as they were written: no two texts of them are known to mean the same. */
const MAX_EXPONENT_DIGITS = 15;

function partsOf(source: string): NumberParts {
	const [, sign = '', whole = '', fraction = '', power = '0'] = NUMBER.exec(source) ?? [];
	const digits = `${whole}${fraction}`;
	const end = endWithoutZeros(digits);
	const exponent =
		power.length > MAX_EXPONENT_DIGITS
			? power
			: BigInt(power) - BigInt(fraction.length) + BigInt(digits.length - end);
	return { digits: digits.slice(0, end).replace(/^0+/, ''), exponent, isNegative: sign === '-' };
}

/** A loop, because a regular expression would start again at each of many zeros in between. */
function endWithoutZeros(digits: string): number {
	let end = digits.length;
	while (end > 0 && digits[end - 1] === '0') end--;
	return end;
}

interface ReviverContext {
	source?: string;
}

/**
 * A document parsed again with `ExactNumber` where a double would round.
 * @param text valid JSON
 * @returns `undefined` when every number is exact, so that the document at hand will do
 */
export function parseExactly(text: string): unknown {
	if (!MAY_BE_INEXACT.test(text)) return undefined;
	return JSON.parse(text, (_key, value: unknown, context?: ReviverContext) => {
		if (typeof value !== 'number') return value;
		const source = context?.source ?? String(value);
		return isExact(source) ? value : new ExactNumber(source);
	});
}

/** Within these powers of ten, and with few enough digits, the double that comes of a text stands for no other. */
const MAX_POWER = 290;

function isExact(source: string): boolean {
	const { digits, exponent } = partsOf(source);
	if (digits.length > EXACT_DIGITS || typeof exponent === 'string') return false;
	return exponent <= MAX_POWER && exponent >= -MAX_POWER;
}

/**
 * An injective text of a value: different values have different texts, the order of keys plays no part.
 * JSON.stringify escapes lone surrogates, which would otherwise all become the same replacement character.
 */
export function canonical(value: unknown): string {
	if (value instanceof ExactNumber) return `number(${value.toString()})`;
	if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
	if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
	const entries = Object.keys(value)
		.sort()
		.map((key) => `${JSON.stringify(key)}:${canonical((value as Record<string, unknown>)[key])}`);
	return `{${entries.join(',')}}`;
}
