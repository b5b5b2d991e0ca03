/** What to write instead of characters that the grammar does not know. */
import { RAW } from './hints';

/** Quotation marks of texts, primes and full-width ones. */
const QUOTES =
	/[\u2018-\u201f\u2039\u203a\u2032-\u2037\u00ab\u00bb\u00b4\u300c-\u300f\u301d-\u301f\uff02\uff07]/;
/** Dashes and the minus sign of mathematics. */
const DASHES = /[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/;

/** By a character that begins no token. */
const CHARACTERS: Readonly<Record<string, string>> = {
	'`': "'text ' ~ name instead of a template literal",
	'&': 'and',
	'^': '** for a power',
	';': 'one expression without a semicolon',
	'\u00d7': '* to multiply',
	'\u00f7': '/ to divide',
	'\u2260': '!=',
	'\u2264': '<=',
	'\u2265': '>=',
	'\u2026': 'the whole value',
};

/** `; write straight quotes`, or nothing. */
export function hintForCharacter(text: string, at: number): string {
	const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
	const advice =
		adviceForBlock(text, at) ??
		adviceForTypography(character) ??
		CHARACTERS[character] ??
		adviceForMark(text.slice(0, at), text.slice(at));
	return advice === undefined ? '' : `; write ${advice}`;
}

const adviceForTypography = (character: string): string | undefined =>
	QUOTES.test(character)
		? 'straight quotes, " or \''
		: DASHES.test(character)
			? 'a plain minus sign, -'
			: undefined;

/** `{{#if x}}`, `{{^x}}`, `{{&x}}` and `{{@index}}` of Handlebars. */
const adviceForBlock = (text: string, at: number): string | undefined =>
	/[#^&@]/.test(text[at] ?? '') && text.slice(0, at).trim() === '' ? RAW : undefined;

const BEFORE_MARK = /([\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*)\.([\p{L}\p{N}_]*)$/u;

/** `json.@type`, `event.params.price€` */
function adviceForMark(before: string, after: string): string | undefined {
	const [, path, beginning = ''] = BEFORE_MARK.exec(before) ?? [];
	const [ending = ''] = /^[^\s|()[\]{}'",.]+/.exec(after) ?? [];
	return path === undefined ? undefined : `${path}['${beginning}${ending}']`;
}
