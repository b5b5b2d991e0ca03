/** JSON whose numbers are told apart even where JavaScript's numbers are not: 64-bit ids, for one. */

/** Up to this many digits, different decimals are different doubles (IEEE 754). */
const EXACT_DIGITS = 15;

/**
 * Cheap, and never misses a number that is not exact: one of 16 places, or with an exponent. Looks where a number
 * may begin, so that most ids, dates and hashes inside of texts do not count.
 */
const MAY_BE_INEXACT = /[:,[\s]-?\d(?:[\d.]{15}|[\d.]*[eE])/;

/** A number that a double cannot hold, as it was written. Has no property that an address could name. */
export class ExactNumber {
	readonly #source: string;

	constructor(source: string) {
		this.#source = source;
	}

	toString(): string {
		return this.#source;
	}
}

interface ReviverContext {
	source?: string;
}

/**
 * A document parsed anew with `ExactNumber` where a double would round.
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

const isExact = (source: string): boolean =>
	!/[eE]/.test(source) && source.replace(/\D/g, '').length <= EXACT_DIGITS;

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
