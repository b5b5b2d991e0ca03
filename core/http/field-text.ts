/** The text of a header field as it came over the wire. */
import { isUtf8 } from 'node:buffer';

const BEYOND_ASCII = /[\x80-\xff]/;

/**
 * Reads a value as UTF-8 where its bytes are that, else as ISO-8859-1: names of files and reasons are sent as both.
 * @param value one character for each byte, as HTTP parsers hand fields out
 */
export function fieldText(value: string): string {
	if (!BEYOND_ASCII.test(value)) return value;
	const bytes = Buffer.from(value, 'latin1');
	return isUtf8(bytes) ? bytes.toString('utf8') : value;
}

/** A reference to a URL with each byte beyond ASCII percent-encoded once, whatever its charset is. */
export const encodedReference = (value: string): string =>
	value.replace(
		/[\x80-\xff]/g,
		(byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
	);
