/** Where secrets stand in a text, whatever escapes are around them. */
import { PORTION, type Steps } from '../../steps';
import { unescaped, unescapedSteps, type Layer } from './escapes';
import { fold, foldSteps, MIN_LENGTH, type Alphabet } from './needles';
import type { Found, Search } from './search';

/** Begin and end (exclusive) of what is hidden. */
export type Span = [start: number, end: number];

/** Escapes within escapes: JSON in a form in JSON. */
const MAX_LAYERS = 3;

/** A text that repeats secrets more often is of no use without them. */
const MAX_SPANS = 50_000;

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
function widened(text: string, [start, end]: Span, encoding: Alphabet): Span {
	let [from, to] = [start, end];
	while (from > 0 && encoding[text.charCodeAt(from - 1)] === 1) from -= 1;
	while (to < text.length && encoding[text.charCodeAt(to)] === 1) to += 1;
	return [from, to];
}

/** The search through one layer of a text. */
class Layered {
	readonly spans: Span[] = [];
	/** What was widened before is not widened again. */
	private hiddenUntil = 0;
	private end = MIN_LENGTH;

	/** @param anywhere also within words, for bytes that are not text */
	constructor(
		private readonly text: string,
		private readonly folded: string,
		private readonly anywhere: boolean,
	) {}

	/** Goes on for so many characters. @returns whether there are more */
	search(search: Search, characters: number): boolean {
		const { folded } = this;
		this.end = search.scan(folded, this.found, this.end, this.end + characters);
		return this.end <= folded.length && this.spans.length <= MAX_SPANS;
	}

	private readonly found: Found = ({ text: needle, encoding }, start) => {
		const { text, spans } = this;
		const span: Span = [start, start + needle.length];
		if (span[1] <= this.hiddenUntil) return;
		if (encoding === undefined) {
			if (this.anywhere || isWhole(text, span)) spans.push(span);
			return;
		}
		const wide = widened(text, span, encoding);
		this.hiddenUntil = wide[1];
		spans.push(wide);
	};
}

/** Of a text: the secrets in each of its layers, that of the text itself first. */
interface Findings {
	text: string;
	spans: Span[][];
}

/**
 * The secrets of a text, in order and without overlaps; the whole text when there are more than `MAX_SPANS`.
 * @param anywhere also within words, for bytes that are not text
 */
export function findSpans(text: string, search: Search, anywhere: boolean): Span[] {
	const spans: Span[][] = [];
	let layer: string | undefined = text;
	for (let depth = 0; layer !== undefined && depth <= MAX_LAYERS; depth++) {
		const layered = new Layered(layer, fold(layer), anywhere);
		layered.search(search, Infinity);
		spans.push(layered.spans);
		layer = unescaped(layer, false)?.text;
	}
	const findings = { text, spans };
	if (isTooMuch(findings)) return [[0, text.length]];
	const layers: Layer[] = [];
	for (let current = text; layers.length < deepest(findings);) {
		const next = unescaped(current, true) as Layer;
		layers.push(next);
		current = next.text;
	}
	return traced(findings, layers);
}

/** `findSpans` in portions. */
export function* findSpansSteps(text: string, search: Search, anywhere: boolean): Steps<Span[]> {
	const spans: Span[][] = [];
	let layer: string | undefined = text;
	for (let depth = 0; layer !== undefined && depth <= MAX_LAYERS; depth++) {
		const layered = new Layered(layer, yield* foldSteps(layer), anywhere);
		while (layered.search(search, PORTION)) yield;
		spans.push(layered.spans);
		layer = (yield* unescapedSteps(layer, false))?.text;
	}
	const findings = { text, spans };
	if (isTooMuch(findings)) return [[0, text.length]];
	const layers: Layer[] = [];
	for (let current = text; layers.length < deepest(findings);) {
		const next = (yield* unescapedSteps(current, true)) as Layer;
		layers.push(next);
		current = next.text;
	}
	return traced(findings, layers);
}

const isTooMuch = ({ spans }: Findings): boolean =>
	spans.reduce((sum, { length }) => sum + length, 0) > MAX_SPANS;

/** How many layers the way back from what was found is needed for. */
const deepest = ({ spans }: Findings): number => spans.findLastIndex(({ length }) => length > 0);

/** The spans of all layers as spans of the text itself. */
function traced({ spans }: Findings, layers: Layer[]): Span[] {
	const all = spans.flatMap((found, depth) => {
		const above = layers.slice(0, depth).reverse();
		const origin = (index: number) => above.reduce((at, layer) => layer.origin(at), index);
		return found.map(([start, end]): Span => [origin(start), origin(end)]);
	});
	return merged(all);
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
