/** Escapes of URLs, JSON, JavaScript and HTML, taken off with a way back to where each character stood. */

/** What an escape stands for, and how many characters it takes. */
interface Escape {
	text: string;
	length: number;
}

/** Where decoded text came from. */
export interface Layer {
	text: string;
	/** The place in the text before decoding of a place in the decoded text. */
	origin(index: number): number;
}

const STARTS = /[%\\&]/g;
const BYTE = /%([\da-f]{2})|\\x([\da-f]{2})/iy;
const UTF16 = /%u([\da-f]{4})|\\u([\da-f]{4})|\\u\{([\da-f]{1,6})\}/iy;
const ENTITY = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}[1-4]{0,2}));/iy;

const CONTROLS: Readonly<Record<string, string>> = {
	b: '\b',
	f: '\f',
	n: '\n',
	r: '\r',
	t: '\t',
	v: '\v',
	0: '\0',
};

/** The names of U+00A0 to U+00FF, in this order (HTML 4, section 24.2). */
const LATIN_1 =
	'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml';

const ENTITIES = new Map<string, string>([
	...LATIN_1.split(' ').map((name, index): [string, string] => [
		name,
		String.fromCharCode(0xa0 + index),
	]),
	...Object.entries({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", sol: '/', bsol: '\\' }),
	...Object.entries({ plus: '+', equals: '=', colon: ':', comma: ',', period: '.', lowbar: '_' }),
	...Object.entries({ excl: '!', num: '#', dollar: '$', percnt: '%', ast: '*', semi: ';' }),
	...Object.entries({ lpar: '(', rpar: ')', quest: '?', commat: '@', grave: '`', Hat: '^' }),
	...Object.entries({ lsqb: '[', rsqb: ']', lbrace: '{', rbrace: '}', lcub: '{', rcub: '}' }),
	...Object.entries({ verbar: '|', tab: '\t' }),
]);

/**
 * The text with one layer of escapes taken off.
 * @param traced whether `origin` is needed; it costs memory for each escape
 * @returns undefined when there is nothing to take off
 */
export function unescaped(text: string, traced: boolean): Layer | undefined {
	const pieces: string[] = [];
	const places: number[] = [];
	const origins: number[] = [];
	let from = 0;
	let length = 0;
	for (let at = next(text, 0); at >= 0; at = next(text, at)) {
		const escape = escapeAt(text, at);
		if (!escape) {
			at += 1;
			continue;
		}
		pieces.push(text.slice(from, at), escape.text);
		length += at - from;
		from = at + escape.length;
		if (traced) places.push(length, length + escape.text.length);
		if (traced) origins.push(at, from);
		length += escape.text.length;
		at = from;
	}
	if (pieces.length === 0) return undefined;
	pieces.push(text.slice(from));
	return { text: pieces.join(''), origin: (index) => originOf(index, places, origins) };
}

function next(text: string, from: number): number {
	STARTS.lastIndex = from;
	return STARTS.exec(text)?.index ?? -1;
}

/** The last noted place that is not behind the index; between two notes the texts are equal. */
function originOf(index: number, places: number[], origins: number[]): number {
	let low = 0;
	let high = places.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((places[middle] as number) <= index) low = middle + 1;
		else high = middle;
	}
	if (low === 0) return index;
	return (origins[low - 1] as number) + index - (places[low - 1] as number);
}

function escapeAt(text: string, at: number): Escape | undefined {
	if (text[at] === '&') return entityAt(text, at);
	const byte = byteAt(text, at);
	if (byte !== undefined) return characterAt(text, at, byte);
	const [whole, percent, short, long] = match(UTF16, text, at) ?? [];
	if (whole !== undefined) {
		return { text: codePoint(parseInt(percent ?? short ?? long ?? '', 16)), length: whole.length };
	}
	if (text[at] !== '\\' || at + 1 >= text.length) return undefined;
	const escaped = text[at + 1] as string;
	return { text: CONTROLS[escaped] ?? escaped, length: 2 };
}

function entityAt(text: string, at: number): Escape | undefined {
	const [whole, decimal, hex, name] = match(ENTITY, text, at) ?? [];
	if (whole === undefined) return undefined;
	const named = name === undefined ? undefined : ENTITIES.get(name);
	if (name !== undefined && named === undefined) return undefined;
	const code = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal);
	return { text: named ?? codePoint(code), length: whole.length };
}

/** One character of UTF-8 from escaped bytes; bytes that are no UTF-8 count as Latin-1. */
function characterAt(text: string, at: number, first: Byte): Escape {
	const following = first.value >= 0xf0 ? 3 : first.value >= 0xe0 ? 2 : first.value >= 0xc2 ? 1 : 0;
	const bytes = [first.value];
	let end = at + first.length;
	for (let count = 0; count < following; count++) {
		const byte = byteAt(text, end);
		if (byte === undefined || byte.value >> 6 !== 2) break;
		bytes.push(byte.value);
		end += byte.length;
	}
	const character = bytes.length > following ? Buffer.from(bytes).toString('utf8') : '';
	return following === 0 || character === '' || character.includes('\ufffd')
		? { text: String.fromCharCode(first.value), length: first.length }
		: { text: character, length: end - at };
}

interface Byte {
	value: number;
	length: number;
}

function byteAt(text: string, at: number): Byte | undefined {
	const [whole, percent, script] = match(BYTE, text, at) ?? [];
	return whole === undefined
		? undefined
		: { value: parseInt(percent ?? script ?? '', 16), length: whole.length };
}

function match(expression: RegExp, text: string, at: number): RegExpExecArray | null {
	expression.lastIndex = at;
	return expression.exec(text);
}

const codePoint = (code: number): string => (code <= 0x10ffff ? String.fromCodePoint(code) : '');
