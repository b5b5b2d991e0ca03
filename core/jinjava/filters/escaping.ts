import { callable, library, type Library } from '../callable';
import { decodeEntities } from '../runtime/entities';
import { print } from '../runtime/print';
import { entriesOf, isDictionary, SafeString, type Value } from '../runtime/values';
import { replaceCharacters } from '../runtime/replace';
import { text } from './arguments';

const HTML: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	"'": '&#39;',
	'"': '&quot;',
};

export const escapeHtml = (value: string): string =>
	replaceCharacters(value, /[&<>'"]/g, (character) => HTML[character] ?? character);

const escape = callable([], (subject) => escapeHtml(text(subject)));

export const escaping: Library = library({
	e: escape,
	escape,
	escape_jinjava: callable([], (subject) => escapeBraces(text(subject))),
	escapejs: callable([], (subject) => escapeScript(text(subject), /["\\\0-\x1f]|[^\0-\x7f]/g)),
	escapejson: callable([], (subject) =>
		escapeScript(text(subject, 'null'), /["\\/\0-\x1f]|[^\0-\x7f]/g),
	),
	forceescape: escape,
	safe: callable([], (subject) =>
		typeof subject === 'string' ? new SafeString(subject) : subject,
	),
	unescape_html: callable([], (subject) => decodeEntities(text(subject))),
	urldecode: callable(['value'], (subject, [value]) => urlDecode(subject ?? value ?? null)),
	urlencode: callable(['value'], (subject, [value]) => urlEncode(subject ?? value ?? null)),
	xmlattr: callable(['autospace'], xmlAttributes),
});

const escapeBraces = (value: string): string =>
	replaceCharacters(value, /[{}]/g, (brace) => (brace === '{' ? '&lbrace;' : '&rbrace;'));

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
	'\b': '\\b',
	'\f': '\\f',
	'\n': '\\n',
	'\r': '\\r',
	'\t': '\\t',
};

/** Backslashes before marks, `\uXXXX` for what is not printable ASCII. */
function escapeScript(value: string, special: RegExp): string {
	return replaceCharacters(value, special, (character) => {
		const code = character.charCodeAt(0);
		if (code >= 32 && code <= 126) return `\\${character}`;
		const short = SHORT_ESCAPES[character];
		return short ?? `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`;
	});
}

/** What `encodeURIComponent` leaves or writes otherwise than forms do. */
const OTHER_IN_FORMS = /[ !'()~]/;
const OTHERS_ENCODED = /%20|[!'()~]/g;

/** The encoding of HTML forms: a space becomes `+`. */
function formEncode(value: string): string {
	const encoded = encodeText(value);
	return OTHER_IN_FORMS.test(value) ? encoded.replace(OTHERS_ENCODED, inForms) : encoded;
}

function encodeText(value: string): string {
	try {
		return encodeURIComponent(value);
	} catch {
		// Half of a pair of surrogates has no bytes.
		return encodeURIComponent(value.replace(/\p{Surrogate}/gu, '\ufffd'));
	}
}

const inForms = (found: string): string =>
	found === '%20' ? '+' : `%${found.charCodeAt(0).toString(16).toUpperCase()}`;

function formDecode(value: string): string {
	const spaced = replaceCharacters(value, /\+/g, () => ' ');
	try {
		return decodeURIComponent(spaced);
	} catch {
		return spaced;
	}
}

function urlEncode(value: Value): string {
	if (!isDictionary(value)) return formEncode(text(value));
	return entriesOf(value)
		.map(([key, item]) => `${formEncode(key)}=${formEncode(print(item))}`)
		.join('&');
}

function urlDecode(value: Value): string {
	if (!isDictionary(value)) return formDecode(text(value));
	return entriesOf(value)
		.map(([key, item]) => `${formDecode(key)}=${formDecode(print(item))}`)
		.join('&');
}

/** The entries of a dictionary as XML attributes, one a line. */
function xmlAttributes(subject: Value, [autospace]: readonly (Value | undefined)[]): Value {
	if (!isDictionary(subject)) return subject;
	const attributes = entriesOf(subject).map(
		([key, value]) => `${key}="${escapeHtml(print(value)).replaceAll('&#39;', '&apos;')}"`,
	);
	return (autospace === false ? '' : ' ') + attributes.join('\n');
}
