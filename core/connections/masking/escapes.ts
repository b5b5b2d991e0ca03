/** Escapes of URLs, JSON, JavaScript and HTML, taken off with a way back to where each character stood. */

import { PORTION, type Steps } from '../../steps';

/** Where decoded text came from. */
export interface Layer {
	text: string;
	/** The place in the text before decoding of a place in the decoded text. */
	origin(index: number): number;
}

const PERCENT = 0x25;
const AMPERSAND = 0x26;
const BACKSLASH = 0x5c;

/** What follows the backslash, and what it stands for. */
const CONTROLS = new Map(
	Object.entries({ b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, 0: 0 }).map(([letter, code]) => [
		letter.charCodeAt(0),
		code,
	]),
);

/** The names of U+00A0 to U+00FF, in this order (HTML 4, section 24.2). */
const LATIN_1 =
	'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml';

const ASCII_NAMES = {
	...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", sol: '/', bsol: '\\', tab: '\t' },
	...{ plus: '+', equals: '=', colon: ':', comma: ',', period: '.', lowbar: '_', excl: '!' },
	...{ num: '#', dollar: '$', percnt: '%', ast: '*', semi: ';', lpar: '(', rpar: ')' },
	...{ quest: '?', commat: '@', grave: '`', Hat: '^', lsqb: '[', rsqb: ']', verbar: '|' },
	...{ lbrace: '{', rbrace: '}', lcub: '{', rcub: '}' },
};

const ENTITIES = new Map<string, number>([
	...LATIN_1.split(' ').map((name, index): [string, number] => [name, 0xa0 + index]),
	...Object.entries(ASCII_NAMES).map(([name, sign]): [string, number] => [
		name,
		sign.charCodeAt(0),
	]),
]);

const ESCAPE = /[%\\&]/;

/** The longest entity: `&#x10ffff;`. */
const ENTITY = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}[1-4]{0,2}));/iy;
const LONG_UNICODE = /\\u\{([\da-f]{1,6})\}/iy;

/**
 * The text with one layer of escapes taken off.
 * @param traced whether `origin` is needed; it takes four bytes for each character
 * @returns undefined when there is nothing to take off
 */
export function unescaped(text: string, traced: boolean): Layer | undefined {
	if (!ESCAPE.test(text)) return undefined;
	const unescaping = new Unescaping(text, traced);
	unescaping.takeOff(Infinity);
	return unescaping.result();
}

/** `unescaped` in portions. */
export function* unescapedSteps(text: string, traced: boolean): Steps<Layer | undefined> {
	if (!ESCAPE.test(text)) return undefined;
	const unescaping = new Unescaping(text, traced);
	while (unescaping.takeOff(PORTION)) yield;
	return unescaping.result();
}

class Unescaping {
	private readonly units: Uint16Array;
	private readonly origins: Uint32Array | undefined;
	private at = 0;
	private length = 0;

	/** No escape is shorter than what it stands for. */
	constructor(
		private readonly text: string,
		traced: boolean,
	) {
		this.units = new Uint16Array(text.length);
		if (traced) this.origins = new Uint32Array(text.length + 1);
	}

	/** Goes on for so many characters. @returns whether there are more */
	takeOff(characters: number): boolean {
		const { text } = this;
		const end = Math.min(text.length, this.at + characters);
		while (this.at < end) {
			const unit = text.charCodeAt(this.at);
			const isEscape =
				(unit === PERCENT || unit === BACKSLASH || unit === AMPERSAND) && this.escape(unit);
			if (!isEscape) this.put(unit, 1);
		}
		return this.at < text.length;
	}

	result(): Layer | undefined {
		const { text, units, length, origins } = this;
		if (length === text.length) return undefined;
		if (origins) origins[length] = text.length;
		return {
			text: Buffer.from(units.buffer, 0, length * 2).toString('utf16le'),
			origin: (index) => origins?.[index] ?? index,
		};
	}

	/** Notes a character and goes on behind the `taken` ones that spelled it. */
	private put(codePoint: number, taken: number): true {
		const isPair = codePoint > 0xffff;
		this.putUnit(isPair ? 0xd800 + ((codePoint - 0x10000) >> 10) : codePoint);
		if (isPair) this.putUnit(0xdc00 + ((codePoint - 0x10000) & 0x3ff));
		this.at += taken;
		return true;
	}

	private putUnit(unit: number): void {
		if (this.origins) this.origins[this.length] = this.at;
		this.units[this.length++] = unit;
	}

	private escape(sign: number): boolean {
		if (sign === AMPERSAND) return this.entity();
		if (this.byteAt(this.at) >= 0) return this.character();
		const letter = this.text.charCodeAt(this.at + 1);
		if (letter === 0x75 || letter === 0x55) {
			const code = this.hex(this.at + 2, 4);
			if (code >= 0) return this.put(code, 6);
			const long = matchAt(LONG_UNICODE, this.text, this.at);
			const point = long === undefined ? -1 : parseInt(long[1] as string, 16);
			if (long && point <= 0x10ffff) return this.put(point, long[0].length);
		}
		if (sign !== BACKSLASH || Number.isNaN(letter)) return false;
		return this.put(CONTROLS.get(letter) ?? letter, 2);
	}

	private entity(): boolean {
		const found = matchAt(ENTITY, this.text, this.at);
		if (!found) return false;
		const [whole, decimal, hex, name] = found;
		const named = name === undefined ? undefined : ENTITIES.get(name);
		const code = named ?? (decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal));
		return code <= 0x10ffff ? this.put(code, whole.length) : false;
	}

	/** One character of UTF-8 in escaped bytes; bytes that are not UTF-8 count as Latin-1. */
	private character(): true {
		const first = this.byteAt(this.at);
		const size = this.text.charCodeAt(this.at) === PERCENT ? 3 : 4;
		const following = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc2 ? 1 : 0;
		let point = following === 0 ? first : first & (0x3f >> following);
		for (let count = 1; count <= following; count++) {
			const byte = this.byteAt(this.at + count * size);
			if (byte >> 6 !== 2) return this.put(first, size);
			point = (point << 6) | (byte & 0x3f);
		}
		return point <= 0x10ffff ? this.put(point, (following + 1) * size) : this.put(first, size);
	}

	/** The value of `%XX` or `\xXX`; negative for anything else. */
	private byteAt(at: number): number {
		const sign = this.text.charCodeAt(at);
		if (sign === PERCENT) return this.hex(at + 1, 2);
		const isByte = sign === BACKSLASH && (this.text.charCodeAt(at + 1) | 0x20) === 0x78;
		return isByte ? this.hex(at + 2, 2) : -1;
	}

	private hex(at: number, digits: number): number {
		let value = 0;
		for (let count = 0; count < digits; count++) {
			const digit = digitOf(this.text.charCodeAt(at + count));
			if (digit < 0) return -1;
			value = value * 16 + digit;
		}
		return value;
	}
}

function digitOf(unit: number): number {
	if (unit >= 0x30 && unit <= 0x39) return unit - 0x30;
	const letter = unit | 0x20;
	return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

function matchAt(expression: RegExp, text: string, at: number): RegExpExecArray | undefined {
	expression.lastIndex = at;
	return expression.exec(text) ?? undefined;
}
