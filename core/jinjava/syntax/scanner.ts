import { Fault } from '../errors';
import { lengthOf, trimsAround, withoutDash } from '../generation';
import { findHostName } from './host-names';

/** A piece of a template. `offset` is where `text` begins in the source. */
export interface Segment {
	kind: 'text' | 'print' | 'tag';
	text: string;
	offset: number;
	/** The piece with its delimiters, from `start` up to but without `end`. */
	start: number;
	end: number;
}

const OPENERS = /\{[{%#]/g;
const RAW = /^\s*raw\s*$/;
const END_RAW = /\{%-?\s*endraw\s*-?%\}/g;

/**
 * Cuts a template into literal text, `{{ … }}` and `{% … %}`; comments vanish and `{% raw %}` becomes text.
 * A dash inside a delimiter trims the white space next to it where the generation says so.
 */
export function scan(source: string): Segment[] {
	return new Scanner(source).run();
}

class Scanner {
	private readonly segments: Segment[] = [];
	private position = 0;
	private trimNext = false;

	constructor(private readonly source: string) {}

	run(): Segment[] {
		const { source } = this;
		for (;;) {
			OPENERS.lastIndex = this.position;
			const opener = OPENERS.exec(source);
			if (opener === null) break;
			this.text(
				this.position,
				opener.index,
				source[opener.index + 2] === '-' && trimsAround(opener[0]),
			);
			this.construct(opener[0], opener.index);
		}
		this.text(this.position, lengthOf(source), false);
		return this.segments;
	}

	/** Adds literal text, trimmed where a neighbouring delimiter asks for it. */
	private text(from: number, to: number, trimEnd: boolean): void {
		let text = this.source.slice(from, Math.max(from, to));
		if (this.trimNext) text = text.trimStart();
		if (trimEnd) text = text.trimEnd();
		this.trimNext = false;
		if (text !== '') this.segments.push({ kind: 'text', text, offset: from, start: from, end: to });
	}

	private construct(opener: string, start: number): void {
		const { source } = this;
		const end = opener === '{#' ? this.endOfComment(start) : this.endOfCode(opener, start);
		const from = start + (source[start + 2] === '-' && end - 2 > start + 2 ? 3 : 2);
		const trims = source[end - 1] === '-' && end - 1 >= from;
		const code = source.slice(from, trims ? end - 1 : end);
		const text = opener === '{{' ? withoutDash(code) : code;
		this.position = end + 2;
		this.trimNext = trims && trimsAround(opener);
		const place = { text, offset: from, start, end: this.position };
		if (opener === '{{') this.segments.push({ kind: 'print', ...place });
		else if (opener === '{%' && RAW.test(text)) this.raw(start);
		else if (opener === '{%') this.segments.push({ kind: 'tag', ...place });
	}

	private endOfComment(start: number): number {
		const end = this.source.indexOf('#}', start + 2);
		if (end === -1) throw new Fault('unclosed comment: "#}" is missing', 'TEMPLATE_SYNTAX', start);
		return end;
	}

	private endOfCode(opener: string, start: number): number {
		const end = this.closing(opener, start);
		if (typeof end === 'number') return end;
		// An expression of the host may contain a lone quote, as in a JavaScript regular expression.
		const first = opener === '{{' ? this.source.indexOf('}}', start + 2) : -1;
		if (first !== -1 && findHostName(this.source.slice(start + 2, first))) return first;
		throw end;
	}

	/** Finds the closing delimiter, skipping quoted strings and nested braces. */
	private closing(opener: string, start: number): number | Fault {
		const { source } = this;
		const closer = opener === '{{' ? '}}' : '%}';
		let depth = 0;
		for (let at = start + 2; at < source.length; at += 1) {
			const character = source[at];
			if (character === '"' || character === "'" || character === '`') {
				const end = this.endOfString(at);
				if (typeof end !== 'number') return end;
				at = end;
			} else if (depth === 0 && source.startsWith(closer, at)) return at;
			else if (character === '{') depth += 1;
			else if (character === '}' && depth > 0) depth -= 1;
		}
		const name = opener === '{{' ? 'insert' : 'tag';
		return new Fault(`unclosed ${name}: "${closer}" is missing`, 'TEMPLATE_SYNTAX', start);
	}

	private endOfString(start: number): number | Fault {
		const { source } = this;
		for (let at = start + 1; at < source.length; at += 1) {
			if (source[at] === '\\') at += 1;
			else if (source[at] === source[start]) return at;
		}
		return unclosedString(source, start);
	}

	private raw(start: number): void {
		END_RAW.lastIndex = this.position;
		const end = END_RAW.exec(this.source);
		if (end === null) {
			throw new Fault('unclosed tag "raw": "endraw" is missing', 'TEMPLATE_SYNTAX', start);
		}
		this.text(this.position, end.index, end[0].startsWith('{%-'));
		this.position = end.index + end[0].length;
		this.trimNext = end[0].endsWith('-%}');
	}
}

/** A string without its closing quote; one that a typographic quote was meant to close says so. */
export function unclosedString(source: string, start: number): Fault {
	const [line = ''] = /^[^\n]*/.exec(source.slice(start, start + 200)) ?? [];
	const hint = /[\u2018-\u201f]/.test(line) ? '; write straight quotes, " or \'' : '';
	return new Fault(
		`unclosed string: the closing quote is missing${hint}`,
		'TEMPLATE_SYNTAX',
		start,
	);
}
