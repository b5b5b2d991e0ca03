/** Filters on HTML text. They read tags only as far as stripping and closing them needs. */
import { callable, library, type Library } from '../callable';
import { decodeEntities } from '../runtime/entities';
import { spend } from '../runtime/meter';
import { print } from '../runtime/print';
import { replaceCharacters, replaceMatches } from '../runtime/replace';
import { isText, type Value } from '../runtime/values';
import { flag, text, whole } from './arguments';
import { escapeHtml } from './escaping';
import { lastWordStart } from './layout';

type Args = readonly (Value | undefined)[];

const TAG = /<!--[\s\S]*?(?:-->|$)|<\/?([a-zA-Z][\w:-]*)(?![\w:-])[^<>]*>/g;
const VOID_TAGS = new Set(
	'area base br col embed hr img input link meta param source track wbr'.split(' '),
);
const DEFAULT_LENGTH = 255;

export const html: Library = library({
	closehtml: callable([], (subject) => (isText(subject) ? close(print(subject)) : subject)),
	striptags: callable([], (subject) => (isText(subject) ? strip(print(subject)) : subject)),
	truncatehtml: callable(['length', 'end', 'breakword|breakwords'], truncateHtml),
	urlize: callable(['trim_url_limit', 'nofollow', 'target'], urlize),
});

/** Elements whose content is not text. */
const HIDDEN = /<(script|style|template|noscript)\b[^<>]*>[\s\S]*?(?:<\/\1\s*>|$)/gi;
/** Elements that stand apart from the text around them. */
const APART = new Set(
	(
		'address article aside blockquote br dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 ' +
		'h4 h5 h6 header hr li main nav ol p pre section table tbody td tfoot th thead title tr ul'
	).split(' '),
);
/** White space of HTML: a hard space is not. */
const SPACES = /[ \t\n\f\r]+/g;

/**
 * The text of HTML as a reader sees it: without tags, with words kept apart and characters in place of their names. What
 * then still looks like a tag is taken away too, and marks that could make one are escaped.
 */
function strip(value: string): string {
	const seen = decodeEntities(textOf(value)).replace(SPACES, ' ').trim();
	const bare = replaceCharacters(textOf(seen, ''), /\u00a0/g, () => ' ');
	return replaceCharacters(bare.replace(/\s{2,}/g, ' '), /[&<>]/g, escapeHtml);
}

/** Text with its tags taken away; elements that stand apart leave `gap`. */
const textOf = (value: string, gap = ' '): string =>
	replaceMatches(value.replace(HIDDEN, ''), TAG, ([, name]) =>
		name !== undefined && APART.has(name.toLowerCase()) ? gap : '',
	);

function close(value: string): string {
	return value + closingTags(openTags(value));
}

/** The names of the elements left open at the end, outermost first. */
function openTags(value: string): string[] {
	const open: string[] = [];
	const counts = new Map<string, number>();
	for (const [source, name] of value.matchAll(TAG)) {
		spend(STEPS_PER_TAG);
		if (name === undefined || VOID_TAGS.has(name.toLowerCase()) || source.endsWith('/>')) continue;
		const count = counts.get(name) ?? 0;
		if (!source.startsWith('</')) {
			open.push(name);
			counts.set(name, count + 1);
		} else if (count > 0) closeUpTo(name, open, counts);
	}
	return open;
}

const STEPS_PER_TAG = 4;

/** Takes an element and those inside of it from the open ones. */
function closeUpTo(name: string, open: string[], counts: Map<string, number>): void {
	for (let last = open.pop(); last !== undefined; last = open.pop()) {
		counts.set(last, (counts.get(last) ?? 1) - 1);
		if (last === name) return;
	}
}

const closingTags = (names: readonly string[]): string =>
	[...names]
		.reverse()
		.map((name) => `</${name}>`)
		.join('');

/** What stands between the end of a block and the next one: a line break, however it is written. */
const BETWEEN_BLOCKS =
	/(<\/(?:h[1-6]|p|div|ul|ol|table|section|blockquote)>)\s*(?=<(?:h[1-6]|p|div|ul|ol|table|section|blockquote)[\s>])/gi;

/** Cuts after `length` characters of text, tags not counted, and closes what stays open. */
function truncateHtml(subject: Value, [length, end, breakWord]: Args): Value {
	if (!isText(subject)) return subject;
	const source = print(subject).replace(BETWEEN_BLOCKS, '$1\n');
	const limit = whole(length, DEFAULT_LENGTH);
	let seen = 0;
	let from = 0;
	for (const { index, 0: tag } of withEnd(source)) {
		spend(STEPS_PER_TAG);
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

/** The tags of a text, and its end. */
function* withEnd(source: string): Iterable<{ index: number; 0: string }> {
	yield* source.matchAll(TAG);
	yield { index: source.length, 0: '' };
}

const URL_IN_TEXT = /https?:\/\/[-a-zA-Z0-9+&@#/%?=~_|!:,.;]*[-a-zA-Z0-9+&@#/%=~_|]/gi;

/** Turns addresses in a text into links. */
function urlize(subject: Value, [limit, nofollow, target]: Args): Value {
	const most = whole(limit, Number.POSITIVE_INFINITY);
	const rel = flag(nofollow) ? ' rel="nofollow"' : '';
	const frame = text(target).trim() === '' ? '' : ` target="${escapeHtml(text(target))}"`;
	return replaceMatches(text(subject), URL_IN_TEXT, ([url]) => {
		const short = url.length > most ? `${url.slice(0, Math.max(1, most - 3))}...` : url;
		return `<a href="${url}"${rel}${frame}>${short}</a>`;
	});
}
