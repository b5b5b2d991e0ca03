/** The parts of a value that are as secret as the whole, because a service may return them alone. */
import { MIN_LENGTH } from './masking/needles';

/** What separates parts in headers: `Token token="…", app=…`. */
const SEPARATORS = /[\s,;"'<>(){}[\]&?]+/;

/** A stored secret: itself, and what stands around its colons (`key-id:key`). */
export function partsOfSecret(secret: string): string[] {
	const whole = secret.trim();
	return [whole, ...around(whole)];
}

/**
 * A value that was placed in a request: itself, its words (a token without its scheme), and what they are in
 * Base64 (the pair of Basic authentication).
 * @param literal text that the connection's form shows, so that its words are no secret
 */
export function partsOfPlaced(value: string, literal = ''): string[] {
	const words = value
		.split(SEPARATORS)
		.flatMap((word) => [word, word.slice(word.indexOf('=') + 1)])
		.filter((word) => word.length >= MIN_LENGTH && !literal.includes(word));
	const decoded = words.flatMap((word) => fromBase64(word) ?? []);
	return [
		...new Set([
			value.trim(),
			...words,
			...words.flatMap(around),
			...decoded.flatMap(partsOfSecret),
		]),
	];
}

const around = (value: string): string[] =>
	value.includes(':')
		? value
				.split(':')
				.map((part) => part.trim())
				.filter((part) => part.length >= MIN_LENGTH)
		: [];

/** The text that was put into Base64; undefined when the value is not Base64 of printable text. */
function fromBase64(value: string): string | undefined {
	const bytes = Buffer.from(value, 'base64');
	const isBase64 = bytes.toString('base64').replace(/=+$/, '') === value.replace(/=+$/, '');
	const text = isBase64 ? bytes.toString('utf8') : '';
	return text !== '' && !/[\ufffd\p{Cc}]/u.test(text) ? text : undefined;
}
