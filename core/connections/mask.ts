/** Takes secrets out of everything that is shown: outputs, files, errors, previews, exported cURL commands. */
import { isUtf8 } from 'node:buffer';
import type { JsonValue } from '../json';
import { finish, PORTION, type Steps } from '../steps';
import { MASK } from './additions';
import { maskJson } from './masking/json';
import { fold, MIN_LENGTH, needlesOf } from './masking/needles';
import { createSearch } from './masking/search';
import { findSpans, findSpansSteps, type Span } from './masking/spans';

export interface Mask {
	/** The text with `*****` in place of each secret. */
	text(value: string): string;
	/** The JSON value with its texts, keys and numbers masked; the value itself when it contains no secret. */
	json<Value extends JsonValue>(value: Value): Value;
	/** The bytes with their secrets masked; the bytes themselves when they contain none. */
	bytes(value: Buffer): Buffer;
	/** Whether the text contains a secret. */
	finds(value: string): boolean;
	/** The same in portions, for what a receiver chooses the size of. */
	steps: {
		text(value: string): Steps<string>;
		json<Value extends JsonValue>(value: Value): Steps<Value>;
		bytes(value: Buffer): Steps<Buffer>;
	};
}

const NO_STEPS: Mask['steps'] = {
	*text(value) {
		return value;
	},
	*json(value) {
		return value;
	},
	*bytes(value) {
		return value;
	},
};

const NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i;

/**
 * Hides these secrets as whole tokens: in any letter case, behind escapes of URLs, JSON and HTML up to three
 * layers deep, in Base64 and in hex. Secrets of less than `MIN_LENGTH` characters are hidden only where they
 * are a whole value. Time and memory grow with the text, not with the text times the number of secrets.
 */
export function createMask(secrets: Iterable<string>): Mask {
	const known = new Set([...secrets].map((secret) => secret.trim()).filter((each) => each !== ''));
	const steps = known.size === 0 ? NO_STEPS : createSteps([...known]);
	const text = (value: string) => finish(steps.text(value));
	return {
		text,
		json: (value) => finish(steps.json(value)),
		bytes: (value) => finish(steps.bytes(value)),
		finds: (value) => text(value) !== value,
		steps,
	};
}

function createSteps(known: string[]): Mask['steps'] {
	const short = new Set(known.filter(({ length }) => length < MIN_LENGTH).map(fold));
	const long = known.filter(({ length }) => length >= MIN_LENGTH);
	const search = createSearch(long.flatMap(needlesOf));
	const clean = new WeakSet<object>();
	const numbers = new Set(long.filter((secret) => NUMBER.test(secret)).map(Number));

	const text = (value: string, anywhere = false): string => {
		if (value.length < MIN_LENGTH) return isShortSecret(value, short) ? MASK : value;
		return withoutSpans(value, findSpans(value, search, anywhere));
	};
	/** A long text stands in an item more than once. */
	let lastLong = '';
	function* longText(value: string, anywhere = false): Steps<string> {
		if (value.length <= PORTION) return text(value, anywhere);
		if (value === lastLong && !anywhere) return value;
		const shown = withoutSpans(value, yield* findSpansSteps(value, search, anywhere));
		if (!anywhere) lastLong = shown;
		return shown;
	}
	const number = (value: number): number | string => (numbers.has(value) ? MASK : value);
	return {
		text: longText,
		json: (value) =>
			maskJson(value, { text, longText, number: numbers.size > 0 ? number : undefined, clean }),
		bytes: (value) => maskedBytes(value, longText),
	};
}

function withoutSpans(value: string, spans: Span[]): string {
	if (spans.length === 0) return value;
	const pieces: string[] = [];
	let from = 0;
	for (const [start, end] of spans) {
		pieces.push(value.slice(from, start), MASK);
		from = end;
	}
	return pieces.join('') + value.slice(from);
}

const isShortSecret = (value: string, short: Set<string>): boolean =>
	short.size > 0 && short.has(fold(value.trim()));

function* maskedBytes(
	bytes: Buffer,
	text: (value: string, anywhere: boolean) => Steps<string>,
): Steps<Buffer> {
	const isText = isUtf8(bytes);
	const encoding = isText ? 'utf8' : 'latin1';
	const source = bytes.toString(encoding);
	const masked = yield* text(source, !isText);
	if (masked !== source) return Buffer.from(masked, encoding);
	if (!source.includes('\0')) return bytes;
	// Text of two bytes for each character: the mask cannot be put in its place, so nothing of it is kept.
	const narrow = yield* withoutZeros(bytes);
	return (yield* text(narrow, true)) === narrow ? bytes : Buffer.from(MASK);
}

function* withoutZeros(bytes: Buffer): Steps<string> {
	const kept = Buffer.alloc(bytes.length);
	let length = 0;
	for (let from = 0; from < bytes.length; from += PORTION) {
		const end = Math.min(bytes.length, from + PORTION);
		for (let at = from; at < end; at++) {
			const byte = bytes[at] as number;
			if (byte !== 0) kept[length++] = byte;
		}
		yield;
	}
	return kept.toString('latin1', 0, length);
}
