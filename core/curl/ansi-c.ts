/** The escapes of `$'…'` (IEEE Std 1003.1-2024, section 2.2.4, and what bash adds). */
import type { Scanner } from './scanner';

const SINGLE: Record<string, number> = {
	a: 0x07,
	b: 0x08,
	e: 0x1b,
	E: 0x1b,
	f: 0x0c,
	n: 0x0a,
	r: 0x0d,
	t: 0x09,
	v: 0x0b,
	'\\': 0x5c,
	"'": 0x27,
	'"': 0x22,
	'?': 0x3f,
};

const OCTAL = /\\[0-7]{1,3}/y;
const HEXADECIMAL = /\\x[0-9A-Fa-f]{1,2}/y;
const UNICODE = /\\(?:u[0-9A-Fa-f]{1,4}|U[0-9A-Fa-f]{1,8})/y;
const CONTROL = /\\c[\x20-\x7e]/y;
/** Chrome writes characters outside the basic plane as two `\u` escapes. */
const SURROGATE_PAIR = /\\u[Dd][89ABab][0-9A-Fa-f]{2}\\u[Dd][C-Fc-f][0-9A-Fa-f]{2}/y;

/** Takes one escape; an unknown one stays as it is written. */
export function takeAnsiEscape(scanner: Scanner): Buffer {
	const octal = scanner.takeMatch(OCTAL);
	if (octal !== '') return Buffer.from([parseInt(octal.slice(1), 8) & 0xff]);
	const hexadecimal = scanner.takeMatch(HEXADECIMAL);
	if (hexadecimal !== '') return Buffer.from([parseInt(hexadecimal.slice(2), 16)]);
	const pair = scanner.takeMatch(SURROGATE_PAIR);
	if (pair !== '') return Buffer.from(JSON.parse(`"${pair}"`) as string, 'utf8');
	const unicode = scanner.takeMatch(UNICODE);
	if (unicode !== '') return utf8(parseInt(unicode.slice(2), 16));
	const control = scanner.takeMatch(CONTROL);
	if (control !== '') return Buffer.from([control.charCodeAt(2) & 0x1f]);
	scanner.take();
	const character = scanner.take();
	const single = Object.hasOwn(SINGLE, character) ? SINGLE[character] : undefined;
	return single === undefined ? Buffer.from(`\\${character}`, 'utf8') : Buffer.from([single]);
}

function utf8(codePoint: number): Buffer {
	return Buffer.from(codePoint > 0x10ffff ? '\uFFFD' : String.fromCodePoint(codePoint), 'utf8');
}
