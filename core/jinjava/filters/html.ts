/** Filters on HTML text. They read tags only as far as stripping and closing them needs. */
import { callable, library, type Library } from '../callable';
import { print } from '../runtime/print';
import { isText, type Value } from '../runtime/values';
import { flag, text, whole } from './arguments';
import { escapeHtml } from './escaping';
import { lastWordStart } from './layout';

type Args = readonly (Value | undefined)[];

const TAG = /<!--[\s\S]*?(?:-->|$)|<\/?([a-zA-Z][\w:-]*)[^<>]*>/g;
const VOID_TAGS = new Set(
	'area base br col embed hr img input link meta param source track wbr'.split(' '),
);
const DEFAULT_LENGTH = 255;

export const html: Library = library({
	closehtml: callable([], (subject) => (isText(subject) ? close(print(subject)) : subject)),
	striptags: callable([], (subject) => (isText(subject) ? strip(print(subject)) : subject)),
	truncatehtml: callable(['length', 'end', 'breakword'], truncateHtml),
	urlize: callable(['trim_url_limit', 'nofollow', 'target'], urlize),
});

/** The text without tags, white space drawn together, stray marks escaped. */
function strip(value: string): string {
	const bare = value.replace(TAG, '').replace(/\s+/g, ' ').trim();
	return bare.replace(/[<>]/g, escapeHtml);
}

function close(value: string): string {
	return value + closingTags(openTags(value));
}

/** The names of the elements left open at the end, outermost first. */
function openTags(value: string): string[] {
	const open: string[] = [];
	for (const [source, name] of value.matchAll(TAG)) {
		if (name === undefined || VOID_TAGS.has(name.toLowerCase()) || source.endsWith('/>')) continue;
		if (!source.startsWith('</')) open.push(name);
		else if (open.includes(name)) open.length = open.lastIndexOf(name);
	}
	return open;
}

const closingTags = (names: readonly string[]): string =>
	[...names]
		.reverse()
		.map((name) => `</${name}>`)
		.join('');

/** Cuts after `length` characters of text, tags not counted, and closes what stays open. */
function truncateHtml(subject: Value, [length, end, breakWord]: Args): Value {
	if (!isText(subject)) return subject;
	const source = print(subject);
	const limit = whole(length, DEFAULT_LENGTH);
	let seen = 0;
	let from = 0;
	for (const { index, 0: tag } of [...source.matchAll(TAG), { index: source.length, 0: '' }]) {
		const piece = source.slice(from, index).replace(/\s+/g, ' ');
		const room = limit - seen;
		if (piece.length > room) {
			const cut = flag(breakWord) ? room : Math.max(0, lastWordStart(piece, room) - 1);
			const kept = source.slice(0, from) + piece.slice(0, cut).trimEnd() + text(end, '...');
			return close(kept);
		}
		seen += piece.length;
		from = index + tag.length;
	}
	return close(source);
}

const URL_IN_TEXT = /https?:\/\/[-a-zA-Z0-9+&@#/%?=~_|!:,.;]*[-a-zA-Z0-9+&@#/%=~_|]/gi;

/** Turns addresses in a text into links. */
function urlize(subject: Value, [limit, nofollow, target]: Args): Value {
	const most = whole(limit, Number.POSITIVE_INFINITY);
	const rel = flag(nofollow) ? ' rel="nofollow"' : '';
	const frame = text(target).trim() === '' ? '' : ` target="${escapeHtml(text(target))}"`;
	return text(subject).replace(URL_IN_TEXT, (url) => {
		const short = url.length > most ? `${url.slice(0, Math.max(1, most - 3))}...` : url;
		return `<a href="${url}"${rel}${frame}>${short}</a>`;
	});
}
