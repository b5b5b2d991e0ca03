/** Takes secrets out of everything that is shown: outputs, files, errors, previews, exported cURL commands. */
import { isUtf8 } from 'node:buffer';
import type { JsonValue } from '../json';
import { MASK } from './additions';
import { maskJson } from './masking/json';
import { fold, MIN_LENGTH, needlesOf } from './masking/needles';
import { createSearch } from './masking/search';
import { findSpans } from './masking/spans';

export interface Mask {
	/** The text with `*****` in place of each secret. */
	text(value: string): string;
	/** The JSON value with its texts, keys and numbers masked; the value itself when it contains no secret. */
	json<Value extends JsonValue>(value: Value): Value;
	/** The bytes with their secrets masked; the bytes themselves when they contain none. */
	bytes(value: Buffer): Buffer;
	/** Whether the text contains a secret. */
	finds(value: string): boolean;
}

const NOTHING: Mask = {
	text: (value) => value,
	json: (value) => value,
	bytes: (value) => value,
	finds: () => false,
};

const NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i;

/**
 * Hides these secrets as whole tokens: in any letter case, behind escapes of URLs, JSON and HTML up to three
 * layers deep, in Base64 and in hex. Secrets of less than `MIN_LENGTH` characters are hidden only where they
 * are a whole value. Time and memory grow with the text, not with the text times the number of secrets.
 */
export function createMask(secrets: Iterable<string>): Mask {
	const known = new Set([...secrets].map((secret) => secret.trim()).filter((each) => each !== ''));
	if (known.size === 0) return NOTHING;
	const short = new Set([...known].filter(({ length }) => length < MIN_LENGTH).map(fold));
	const long = [...known].filter(({ length }) => length >= MIN_LENGTH);
	const search = createSearch(long.flatMap(needlesOf));
	const clean = new WeakSet<object>();
	const numbers = new Set(long.filter((secret) => NUMBER.test(secret)).map(Number));

	const text = (value: string, anywhere = false): string => {
		if (value.length < MIN_LENGTH) return isShortSecret(value, short) ? MASK : value;
		const spans = findSpans(value, search, anywhere);
		if (spans.length === 0) return value;
		const pieces: string[] = [];
		let from = 0;
		for (const [start, end] of spans) {
			pieces.push(value.slice(from, start), MASK);
			from = end;
		}
		return pieces.join('') + value.slice(from);
	};
	const number = (value: number): number | string => (numbers.has(value) ? MASK : value);
	return {
		text: (value) => text(value),
		json: (value) =>
			maskJson(value, {
				text: (each) => text(each),
				number: numbers.size > 0 ? number : undefined,
				clean,
			}),
		bytes: (value) => maskedBytes(value, text),
		finds: (value) => text(value) !== value,
	};
}

const isShortSecret = (value: string, short: Set<string>): boolean =>
	short.size > 0 && short.has(fold(value.trim()));

function maskedBytes(bytes: Buffer, text: (value: string, anywhere: boolean) => string): Buffer {
	const isText = isUtf8(bytes);
	const encoding = isText ? 'utf8' : 'latin1';
	const source = bytes.toString(encoding);
	const masked = text(source, !isText);
	if (masked !== source) return Buffer.from(masked, encoding);
	if (!source.includes('\0')) return bytes;
	// Text of two bytes for each character: the mask cannot be put in its place, so nothing of it is kept.
	const narrow = source.replaceAll('\0', '');
	return text(narrow, true) === narrow ? bytes : Buffer.from(MASK);
}
