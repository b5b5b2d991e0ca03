/** Where secrets stand in a text, whatever escapes are around them. */
import { unescaped, type Layer } from './escapes';
import { fold } from './needles';
import type { Search } from './search';

/** Begin and end (exclusive) of what is hidden. */
export type Span = [start: number, end: number];

/** Escapes within escapes: JSON in a form in JSON. */
const MAX_LAYERS = 3;

const WORD = /[\p{L}\p{N}_]/u;

const isWord = (text: string, at: number): boolean => {
	const character = text[at];
	return character !== undefined && WORD.test(character);
};

/** Whether the span does not begin or end within a word. */
const isWhole = (text: string, [start, end]: Span): boolean =>
	!(isWord(text, start - 1) && isWord(text, start)) &&
	!(isWord(text, end - 1) && isWord(text, end));

/** The span with the characters around it that belong to the same encoded text. */
function widened(text: string, [start, end]: Span, encoding: RegExp): Span {
	let [from, to] = [start, end];
	while (from > 0 && encoding.test(text[from - 1] as string)) from -= 1;
	while (to < text.length && encoding.test(text[to] as string)) to += 1;
	return [from, to];
}

function spansIn(text: string, search: Search, anywhere: boolean): Span[] {
	const spans: Span[] = [];
	/** What was widened before is not widened again. */
	let hiddenUntil = 0;
	search.scan(fold(text), ({ text: needle, encoding }, start) => {
		const span: Span = [start, start + needle.length];
		if (span[1] <= hiddenUntil) return;
		if (encoding === undefined) {
			if (anywhere || isWhole(text, span)) spans.push(span);
			return;
		}
		const wide = widened(text, span, encoding);
		hiddenUntil = wide[1];
		spans.push(wide);
	});
	return spans;
}

/**
 * The secrets of a text, in order and without overlaps.
 * @param anywhere also within words, for bytes that are not text
 */
export function findSpans(text: string, search: Search, anywhere = false): Span[] {
	const spans = spansIn(text, search, anywhere);
	let current = text;
	for (let depth = 0; depth < MAX_LAYERS; depth++) {
		const decoded = unescaped(current, false);
		if (decoded === undefined) break;
		const found = spansIn(decoded.text, search, anywhere);
		// The way back is only needed for what is found.
		if (found.length > 0) for (const span of traced(text, depth + 1, found)) spans.push(span);
		current = decoded.text;
	}
	return merged(spans);
}

/** The spans of a decoded text as spans of the text before. */
function traced(text: string, depth: number, found: Span[]): Span[] {
	const layers: Layer[] = [];
	let current = text;
	for (let count = 0; count < depth; count++) {
		const layer = unescaped(current, true);
		if (layer === undefined) break;
		layers.unshift(layer);
		current = layer.text;
	}
	const origin = (index: number) => layers.reduce((at, layer) => layer.origin(at), index);
	return found.map(([start, end]) => [origin(start), origin(end)]);
}

function merged(spans: Span[]): Span[] {
	const ordered = spans.sort(([a], [b]) => a - b);
	const result: Span[] = [];
	for (const [start, end] of ordered) {
		const last = result.at(-1);
		if (last && start < last[1]) last[1] = Math.max(last[1], end);
		else result.push([start, end]);
	}
	return result;
}
