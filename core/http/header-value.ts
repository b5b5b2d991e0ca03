/** Values of header fields: text in this package, bytes on the wire. */
import { validateHeaderValue } from 'node:http';

/**
 * The text as undici takes it, one character for each byte. Beyond ASCII the bytes are UTF-8, as curl and n8n's
 * HTTP Request node send them; RFC 9110, section 5.5, leaves the charset to both sides.
 */
export const headerBytes = (value: string): string =>
	/[^\0-\x7f]/.test(value) ? Buffer.from(value, 'utf8').toString('latin1') : value;

/** @throws {TypeError} for a line break or another control character */
export const checkHeaderValue = (name: string, value: string): void =>
	validateHeaderValue(name, headerBytes(value));
