/** Turns the segments of a template into one closure that writes the result. */
import { Fault } from '../errors';
import { escapeHtml } from '../filters/escaping';
import { Completion, type Execute } from '../runtime/render';
import { parseExpression } from '../syntax/expressions';
import { describeInsert, namesOfTags, type Insert } from '../syntax/inserts';
import { scan, type Segment } from '../syntax/scanner';
import { Tokens } from '../syntax/tokens';
import { needsSynerise, refuseSyneriseInsert } from '../synerise';
import type { TagHead, Tags } from '../tags/tag';
import { Compilation } from './compilation';
import {
	emptyInsert,
	refuseFiltersOfHost,
	refuseHostNames,
	refuseLiteral,
	unexpectedTag,
	unknownTag,
	type OpenTag,
} from './mistakes';
import { pathInsert, writeInsert } from './insert';
import { unknownName } from './names';
import { Statements, writeText, type Statement } from './statements';

/** Parses and compiles tags and what stands between them. Tags call it back for their bodies. */
export class TemplateCompiler {
	readonly unit: Compilation;
	/** The inserts that the host evaluates. */
	readonly hostInserts: Insert[] = [];
	private readonly segments: Segment[];
	private known: ReadonlySet<string> | undefined;
	private at = 0;
	private readonly open: OpenTag[] = [];

	constructor(
		private readonly source: string,
		private readonly field: FieldOptions,
		private readonly tags: Tags,
	) {
		this.unit = new Compilation(source, field.roots !== undefined);
		this.segments = scan(source);
	}

	get isStatic(): boolean {
		return !/\{[{%#]/.test(this.source);
	}

	compile(): Execute {
		const { execute } = this.body('template', 0, []);
		const { roots } = this.field;
		const unknown = roots && this.unit.unknownRead(roots);
		if (unknown) throw unknownName(unknown, roots, this.source);
		this.unit.check();
		return execute;
	}

	/**
	 * Compiles up to the tag that ends the body, which is consumed.
	 * @param ends the tags that may end it; for the template itself none
	 */
	body(name: string, offset: number, ends: readonly string[]): { execute: Execute; end: TagHead } {
		this.open.push({ name, offset, end: ends.at(-1) ?? '' });
		const statements = new Statements();
		for (;;) {
			const segment = this.segments[this.at];
			if (segment === undefined) return this.finish(statements, ends);
			this.at += 1;
			if (segment.kind === 'text') statements.add(this.text(segment));
			else if (segment.kind === 'print') statements.add(this.insert(segment));
			else {
				if (this.field.roots) refuseHostNames(segment);
				const head = readHead(segment);
				if (ends.includes(head.name)) {
					this.open.pop();
					return { execute: statements.execute(), end: head };
				}
				statements.add(this.tag(head));
			}
		}
	}

	private finish(
		statements: Statements,
		ends: readonly string[],
	): { execute: Execute; end: TagHead } {
		const opened = this.open.pop();
		if (opened !== undefined && ends.length > 0) {
			throw new Fault(
				`unclosed tag "${opened.name}": "{% ${ends.at(-1)} %}" is missing`,
				'TEMPLATE_SYNTAX',
				opened.offset,
			);
		}
		return {
			execute: statements.execute(),
			end: { name: '', tokens: new Tokens('', 0), text: '', offset: 0 },
		};
	}

	private tag(head: TagHead): Execute {
		const tag = this.tags.get(head.name);
		if (tag !== undefined) return tag(this, head);
		needsSynerise(head);
		throw /^(end|else$|elif$|elseif$)/.test(head.name)
			? unexpectedTag(head, this.open, this.source)
			: unknownTag(head, this.tags);
	}

	/** Whether the tag being compiled stands in a body of this kind. */
	isInside(name: string): boolean {
		return this.open.some((body) => body.name === name);
	}

	/** Literal text, with the insert that follows it in the same statement. */
	private text({ text }: Segment): Statement {
		const next = this.segments[this.at];
		if (next?.kind !== 'print') return writeText(text);
		this.at += 1;
		return this.insert(next, text);
	}

	/** @param before literal text that stands before the insert */
	private insert(segment: Segment, before = ''): Statement {
		const { host, roots } = this.field;
		if (host) {
			const insert = describeInsert(segment, (this.known ??= namesOfTags(this.segments)));
			if (host(insert)) return this.hostInsert(insert, segment, before);
		}
		if (roots) refuseHostNames(segment);
		refuseSyneriseInsert(segment.text, segment.offset);
		const tokens = new Tokens(segment.text, segment.offset);
		if (tokens.atEnd && roots) throw emptyInsert(segment.text, segment.offset);
		if (tokens.atEnd) return writeText(before);
		const expression = parseExpression(tokens);
		tokens.expectEnd();
		if (roots) refuseLiteral(expression, segment.text);
		return (
			pathInsert(segment, before, expression, this.unit) ??
			writeInsert(segment, before, expression, this.unit)
		);
	}

	/** An insert whose value the host gives: it is written as it is, after the text before it. */
	private hostInsert(insert: Insert, segment: Segment, before: string): Execute {
		refuseFiltersOfHost(insert, segment);
		this.hostInserts.push(insert);
		const { start, end } = insert;
		const offset = start + 2;
		return (render) => {
			render.write(before);
			render.at = start;
			const value = render.settings.hostValue?.(insert) ?? null;
			if (value === null) render.settings.onMissing?.(offset, end - 2 - offset);
			else render.write(render.autoescape ? escapeHtml(value) : value);
			render.settings.onInsert?.(segment, true, value ?? '');
			render.spend();
			return Completion.Normal;
		};
	}
}

/** What the field says of a template. */
export interface FieldOptions {
	roots?: ReadonlySet<string> | undefined;
	host?: ((insert: Insert) => boolean) | undefined;
}

function readHead(segment: Segment): TagHead {
	const tokens = new Tokens(segment.text, segment.offset);
	const { text: name, offset } = tokens.expectName('the name of a tag');
	const text = segment.text.slice(offset - segment.offset + name.length);
	return { name, tokens, text, offset };
}
