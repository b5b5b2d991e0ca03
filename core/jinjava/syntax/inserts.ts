/** What can be told of each `{{ … }}` of a text without rendering it. */
import { Fault } from '../errors';
import type { Argument, Expression, NameRead } from './ast';
import { parseExpression } from './expressions';
import { findHostName } from './host-names';
import { scan, type Segment } from './scanner';
import { Tokens } from './tokens';

/** One `{{ … }}`. */
export interface Insert {
	/** What stands between the braces (and their dashes), without spaces around it. */
	expression: string;
	/** Where it stands with its braces, in characters: from `start` up to but without `end`. */
	start: number;
	end: number;
	/** Whether it reads a name that begins with `$`, outside of strings. */
	readsHost: boolean;
	/** Whether it is an expression of Jinjava's grammar. */
	parses: boolean;
	/**
	 * The top-level names that it reads and that no tag of the text sets, but for the subject of `default` and
	 * `is defined`; none where it does not parse.
	 */
	roots: ReadonlySet<string>;
}

/**
 * The inserts of a text, in order.
 * @throws {Fault} when one is not closed
 */
export function readInserts(source: string): Insert[] {
	const segments = scan(source);
	const known = namesOfTags(segments);
	return segments
		.filter(({ kind }) => kind === 'print')
		.map((segment) => describeInsert(segment, known));
}

/** @param known names that the text itself gives a value */
export function describeInsert(segment: Segment, known: ReadonlySet<string>): Insert {
	const { text, start, end } = segment;
	const parsed = tryParse(segment);
	return {
		expression: text.trim(),
		start,
		end,
		readsHost: findHostName(text) !== undefined,
		parses: parsed !== undefined,
		roots: new Set(parsed?.map(({ name }) => name).filter((name) => !known.has(name))),
	};
}

/** The names that an insert reads; undefined when it is no expression. */
function tryParse({ text, offset }: Segment): NameRead[] | undefined {
	try {
		const tokens = new Tokens(text, offset);
		if (tokens.atEnd) return [];
		const names: NameRead[] = [];
		collectNames(parseExpression(tokens), names);
		tokens.expectEnd();
		return names;
	} catch (error) {
		if (error instanceof Fault) return undefined;
		throw error;
	}
}

/** The names that tags give a value: variables of `set` and `for`, macros and their parameters. */
export function namesOfTags(segments: readonly Segment[]): ReadonlySet<string> {
	const names = new Set<string>();
	for (const { kind, text } of segments) {
		const [, tag = '', head = ''] = (kind === 'tag' && DECLARATION.exec(text)) || [];
		const end = HEAD_END[tag]?.exec(head)?.index ?? head.length;
		for (const [name] of head.slice(0, end).matchAll(NAMES)) names.add(name);
		for (const name of IMPLIED[tag] ?? []) names.add(name);
	}
	return names;
}

const DECLARATION = /^\s*(set|for|macro|call)\b(.*)$/su;
const HEAD_END: Readonly<Record<string, RegExp>> = { set: /[=|]/, for: /\sin\s/ };
const NAMES = /[\p{L}_][\p{L}\p{N}_]*/gu;
const IMPLIED: Readonly<Record<string, readonly string[]>> = {
	for: ['loop'],
	macro: ['kwargs', 'varargs', 'caller'],
	call: ['kwargs', 'varargs'],
};

/** Filters and tests that provide for a name without a value. */
export const FALLBACK_FILTERS: ReadonlySet<string> = new Set(['default', 'd']);
export const EXISTENCE_TESTS: ReadonlySet<string> = new Set(['defined', 'undefined']);

/** Whether the subject of this filter or test may be a name that has no value. */
const providesForNothing = (node: Expression): boolean =>
	(node.type === 'filter' && FALLBACK_FILTERS.has(node.name)) ||
	(node.type === 'test' && EXISTENCE_TESTS.has(node.name));

/** Adds the names that an expression cannot do without. */
function collectNames(node: Expression, names: NameRead[]): void {
	if (node.type === 'name') names.push({ name: node.name, offset: node.offset });
	else for (const part of partsOf(node)) collectNames(part, names);
}

function partsOf(node: Expression): readonly Expression[] {
	switch (node.type) {
		case 'list':
			return node.items;
		case 'dictionary':
			// A key written as a name stands for itself when there is no such variable.
			return node.entries.flatMap(({ key, value }) =>
				key.type === 'name' ? [value] : [key, value],
			);
		case 'index':
			return [node.object, node.key];
		case 'slice':
			return [node.object, node.from, node.to].filter((part) => part !== null);
		case 'unary':
			return [node.operand];
		case 'binary':
		case 'logical':
			return [node.left, node.right];
		case 'conditional':
			return [node.test, node.then, node.else];
		case 'filter':
		case 'test': {
			const isOptional = providesForNothing(node) && node.subject.type === 'name';
			return [...(isOptional ? [] : [node.subject]), ...valuesOf(node.args)];
		}
		case 'call':
			return valuesOf(node.args);
		case 'method':
			return [node.object, ...valuesOf(node.args)];
		default:
			return [];
	}
}

const valuesOf = (args: readonly Argument[]): Expression[] => args.map(({ value }) => value);
