/** The charset of a text: a byte order mark, then what the header says, then what the text itself declares. */

import { TextDecoder } from 'node:util';

export interface Declared {
	/** Lower case, without parameters: `text/html`. */
	type: string;
	/** The parameter of the media type; empty when there is none. */
	charset: string;
}

/** HTML has to declare its charset within these bytes, and XML in its first line. */
const DECLARATION_BYTES = 1024;

const HTML_TYPE = /^(text\/html|application\/xhtml\+xml)$/;
const XML_TYPE = /^([^/]+\/xml|[^/]+\/[^/]+\+xml|text\/html)$/;
const JSON_TYPE = /[/+]json$/;

const XML_DECLARATION = /^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/i;
const HTML_META = /<meta\s[^>]*?charset\s*=\s*["']?\s*([\w.:-]+)/i;

/** Reads bytes as text; a charset that is not known counts as UTF-8. */
export function decodeText(bytes: Buffer, declared: Declared): string {
	const charset = charsetOf(bytes, declared);
	// A decoder costs more than decoding a small body; only a byte order mark or another charset needs one.
	if (/^utf-?8$/i.test(charset) && bytes[0] !== 0xef) return bytes.toString('utf8');
	if (/^utf-?32/i.test(charset)) return decodeUtf32(bytes, !/le$/i.test(charset));
	return decoderFor(charset).decode(bytes);
}

/** Reads bytes of an unknown type. @returns `undefined` for what is not text */
export function decodeValidText(bytes: Buffer): string | undefined {
	const charset = markOf(bytes) ?? UTF_8;
	try {
		return new TextDecoder(charset, { fatal: true }).decode(bytes);
	} catch {
		return undefined;
	}
}

const UTF_8 = 'utf-8';

function charsetOf(bytes: Buffer, { type, charset }: Declared): string {
	const mark = markOf(bytes);
	if (mark !== undefined) return mark;
	// `utf-16` without a mark leaves the order of the bytes open.
	if (charset !== '' && !/^utf-?(16|32)$/i.test(charset)) return charset;
	return patternOf(bytes, type) ?? (charset || (declaredIn(bytes, type) ?? UTF_8));
}

/** The byte order mark wins over every other declaration (Encoding Standard, section 6). */
function markOf(bytes: Buffer): string | undefined {
	const [first, second, third, fourth] = bytes;
	if (first === 0xef && second === 0xbb && third === 0xbf) return UTF_8;
	if (first === 0xff && second === 0xfe)
		return third === 0 && fourth === 0 ? 'utf-32le' : 'utf-16le';
	if (first === 0xfe && second === 0xff) return 'utf-16be';
	if (first === 0 && second === 0 && third === 0xfe && fourth === 0xff) return 'utf-32be';
	return undefined;
}

/** JSON and XML begin with ASCII, so that zero bytes tell the width of a character (RFC 4627, section 3). */
function patternOf(bytes: Buffer, type: string): string | undefined {
	if (!JSON_TYPE.test(type) && !XML_TYPE.test(type)) return undefined;
	const zeros = [...bytes.subarray(0, 4)].map((byte) => (byte === 0 ? '0' : 'x')).join('');
	return PATTERNS[zeros];
}

const PATTERNS: Record<string, string> = {
	'0x0x': 'utf-16be',
	x0x0: 'utf-16le',
	'000x': 'utf-32be',
	x000: 'utf-32le',
	// A text of one character.
	'0x': 'utf-16be',
	x0: 'utf-16le',
};

function declaredIn(bytes: Buffer, type: string): string | undefined {
	const isXml = XML_TYPE.test(type);
	const isHtml = HTML_TYPE.test(type);
	if (!isXml && !isHtml) return undefined;
	const head = bytes.toString('latin1', 0, DECLARATION_BYTES);
	const found =
		(isXml ? XML_DECLARATION.exec(head)?.[1] : undefined) ??
		(isHtml ? HTML_META.exec(head)?.[1] : undefined);
	// What could be read as ASCII is not UTF-16, whatever it says (HTML, 13.2.3.2).
	return found && /^utf-?16/i.test(found) ? UTF_8 : found;
}

function decoderFor(charset: string): TextDecoder {
	try {
		return new TextDecoder(charset);
	} catch {
		return new TextDecoder();
	}
}

/** The one Unicode encoding that TextDecoder leaves out. */
function decodeUtf32(bytes: Buffer, bigEndian: boolean): string {
	const characters: string[] = [];
	for (let at = 0; at + 4 <= bytes.length; at += 4) {
		const point = bigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
		const isScalar = point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff);
		if (point !== 0xfeff || at > 0)
			characters.push(isScalar ? String.fromCodePoint(point) : '\ufffd');
	}
	return characters.join('');
}
