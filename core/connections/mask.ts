/** Takes secrets out of everything that is shown: outputs, errors, previews, exported cURL commands. */
import type { JsonValue } from '../json';
import { MASK } from './additions';

/**
 * Shorter secrets are hidden only where they stand alone: the password `cat` must not turn "category" into
 * "*****egory", which would spoil the text and give the secret away.
 */
const MIN_LENGTH_ANYWHERE = 8;

/** The ways a value is written in URLs, forms, JSON and headers. */
function writtenForms(secret: string): string[] {
	const utf8 = Buffer.from(secret, 'utf8');
	// Through the bytes, because encodeURIComponent refuses half a surrogate pair.
	const percent = encodeURIComponent(utf8.toString('utf8'));
	const json = JSON.stringify(secret).slice(1, -1);
	const base64 = utf8.toString('base64');
	return [
		secret,
		percent,
		percent.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase()),
		new URLSearchParams([['', secret]]).toString().slice(1),
		json,
		json.replaceAll('/', '\\/'),
		JSON.stringify(json).slice(1, -1),
		base64,
		base64.replace(/=+$/, ''),
		utf8.toString('base64url'),
	];
}

const escapeRegExp = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

function pattern(form: string): string {
	const escaped = escapeRegExp(form);
	return form.length < MIN_LENGTH_ANYWHERE
		? `(?<![\\p{L}\\p{N}_])${escaped}(?![\\p{L}\\p{N}_])`
		: escaped;
}

export interface Mask {
	/** The text with `*****` in place of each secret. */
	text(value: string): string;
	/** A copy of the JSON value with its texts and keys masked. */
	json<Value extends JsonValue>(value: Value): Value;
}

/** Hides these secrets as they are and in the forms that URLs, forms, JSON and Base64 give them. */
export function createMask(secrets: Iterable<string>): Mask {
	const forms = new Set([...secrets].filter((secret) => secret !== '').flatMap(writtenForms));
	// The longest first: a secret may begin with another one.
	const patterns = [...forms].sort((a, b) => b.length - a.length).map(pattern);
	const expression = patterns.length > 0 ? new RegExp(patterns.join('|'), 'gu') : undefined;
	const text = (value: string) => (expression ? value.replace(expression, MASK) : value);
	const json = (value: JsonValue): JsonValue => {
		if (typeof value === 'string') return text(value);
		if (Array.isArray(value)) return value.map(json);
		if (value === null || typeof value !== 'object') return value;
		return Object.fromEntries(Object.entries(value).map(([key, item]) => [text(key), json(item)]));
	};
	return {
		text,
		json: <Value extends JsonValue>(value: Value) => (expression ? json(value) : value) as Value,
	};
}
