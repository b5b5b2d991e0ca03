import { callable, library, type Library } from '../callable';
import { print } from '../runtime/print';
import { SafeString, type Value } from '../runtime/values';

const HTML: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	"'": '&#39;',
	'"': '&quot;',
};

export const escapeHtml = (text: string): string =>
	text.replace(/[&<>'"]/g, (character) => HTML[character] ?? character);

const escape = callable([], (subject: Value) => escapeHtml(print(subject)));

export const escaping: Library = library({
	escape: escape,
	e: escape,
	safe: callable([], (subject: Value) =>
		typeof subject === 'string' ? new SafeString(subject) : subject,
	),
});
