import { replaceMatches } from './replace';
/** The named characters of HTML: all of HTML 4's Latin letters and punctuation, and the letters of Polish. */

/** From U+00A0 to U+00FF, in order. */
const LATIN_1 =
	'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro ' +
	'para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil ' +
	'Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave ' +
	'Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml ' +
	'igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute ' +
	'thorn yuml';

const OTHERS =
	'amp:& lt:< gt:> quot:" apos:\' lbrace:{ rbrace:} ndash:– mdash:— lsquo:‘ rsquo:’ sbquo:‚ ldquo:“ rdquo:” bdquo:„ ' +
	'lsaquo:‹ rsaquo:› bull:• hellip:… dagger:† permil:‰ prime:′ Prime:″ euro:€ trade:™ larr:← uarr:↑ rarr:→ darr:↓ ' +
	'minus:− le:≤ ge:≥ ne:≠ OElig:Œ oelig:œ Scaron:Š scaron:š Yuml:Ÿ Aogon:Ą aogon:ą Cacute:Ć cacute:ć Eogon:Ę eogon:ę ' +
	'Lstrok:Ł lstrok:ł Nacute:Ń nacute:ń Sacute:Ś sacute:ś Zacute:Ź zacute:ź Zdot:Ż zdot:ż';

const FIRST_LATIN_1 = 0xa0;

const NAMED: ReadonlyMap<string, string> = new Map([
	...LATIN_1.split(' ').map((name, at) => [name, String.fromCharCode(FIRST_LATIN_1 + at)] as const),
	...OTHERS.split(' ').map((entry) => {
		const colon = entry.indexOf(':');
		return [entry.slice(0, colon), entry.slice(colon + 1)] as const;
	}),
]);

const REFERENCE = /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|(\w+));/g;
const LAST_CODE_POINT = 0x10ffff;

/** Text with the characters that its references (`&amp;`, `&#65;`) stand for; unknown ones stay as they are. */
export function decodeEntities(value: string): string {
	return replaceMatches(value, REFERENCE, ([source, decimal, hex, name]) => {
		if (name !== undefined) return NAMED.get(name) ?? source;
		const code = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal);
		return code <= LAST_CODE_POINT ? String.fromCodePoint(code) : source;
	});
}
