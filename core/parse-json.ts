/** JSON in which no integer loses digits. */
import type { JsonValue } from './json';

/** Cheap: what a double may not hold has 16 digits in a row, or an exponent of three. */
const MAY_LOSE = /\d{16}|[eE]\+?\d{3}/;

const QUOTE = 0x22;
const MINUS = 0x2d;
const BACKSLASH = 0x5c;
const ZERO = 0x30;
const NINE = 0x39;

const INTEGER = /^-?\d+$/;
const END_OF_NUMBER = /[^\d.eE+-]/g;

/**
 * Parses JSON. Integers beyond 2^53 become text with the same digits, as do numbers that no double can hold (`1e400`);
 * any other number stays one.
 * @throws {SyntaxError} for anything that is not JSON
 */
export function parseJson(text: string): JsonValue {
	return withAllDigits(text, JSON.parse(text) as JsonValue);
}

/**
 * A document with the digits that its text has.
 * @param value what JSON.parse made of the text
 */
export const withAllDigits = (text: string, value: JsonValue): JsonValue =>
	MAY_LOSE.test(text) ? (JSON.parse(quoteLossy(text)) as JsonValue) : value;

/** Puts quotes around the numbers that a double cannot hold; work grows with the length of the text. */
function quoteLossy(text: string): string {
	const pieces: string[] = [];
	let copied = 0;
	for (let at = 0; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if (code === QUOTE) at = endOfString(text, at);
		else if (code === MINUS || (code >= ZERO && code <= NINE)) {
			const end = endOfNumber(text, at);
			const number = text.slice(at, end);
			if (isLossy(number)) {
				pieces.push(text.slice(copied, at), `"${number}"`);
				copied = end;
			}
			at = end - 1;
		}
	}
	pieces.push(text.slice(copied));
	return pieces.join('');
}

const isLossy = (number: string): boolean =>
	INTEGER.test(number) ? !Number.isSafeInteger(Number(number)) : !Number.isFinite(Number(number));

function endOfNumber(text: string, start: number): number {
	END_OF_NUMBER.lastIndex = start;
	return END_OF_NUMBER.exec(text)?.index ?? text.length;
}

/** The position of the quote that ends a string: the next one with an even number of backslashes before it. */
function endOfString(text: string, start: number): number {
	for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
		let backslashes = 0;
		while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes++;
		if (backslashes % 2 === 0) return end;
	}
	return text.length;
}
