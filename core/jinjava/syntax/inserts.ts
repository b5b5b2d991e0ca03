/** What can be told of each `{{ … }}` of a text without rendering it. */
import { Fault } from '../errors';
import type { Argument, Expression } from './ast';
import { parseExpression } from './expressions';
import { findHostName } from './host-names';
import { tokenize, type Token } from './lexer';
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
	/** The functions that it calls and that no macro of the text is; none where it does not parse. */
	calls: ReadonlySet<string>;
	/** Whether it reads no name and calls no function: `42`, `[1, 2].length`. False where it does not parse. */
	isConstant: boolean;
	/** Its filters; none where it does not parse. */
	filters: ReadonlySet<string>;
	/** Whether it is an expression of JavaScript as well: no filter, test or operator that only Jinjava has. */
	isPlain: boolean;
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
	const without = (names: Iterable<string> = []) =>
		new Set([...names].filter((name) => !known.has(name)));
	return {
		expression: text.trim(),
		start,
		end,
		readsHost: findHostName(text) !== undefined,
		parses: parsed !== undefined,
		roots: without(parsed?.names),
		calls: without(parsed?.calls),
		isConstant: parsed !== undefined && parsed.names.size + parsed.calls.size === 0,
		filters: parsed?.filters ?? new Set(),
		isPlain: parsed !== undefined && parsed.isPlain,
	};
}

/** What an expression is made of. */
interface Parts {
	/** The names that it cannot do without. */
	names: Set<string>;
	calls: Set<string>;
	filters: Set<string>;
	isPlain: boolean;
}

/** What an insert is made of; undefined when it is not an expression. */
function tryParse({ text, offset }: Segment): Parts | undefined {
	const parts: Parts = { names: new Set(), calls: new Set(), filters: new Set(), isPlain: true };
	try {
		const tokens = new Tokens(text, offset);
		if (tokens.atEnd) return parts;
		collect(parseExpression(tokens), parts);
		tokens.expectEnd();
		return { ...parts, isPlain: parts.isPlain && tokenize(text, offset).every(isOfBoth) };
	} catch (error) {
		if (error instanceof Fault) return undefined;
		throw error;
	}
}

/** Words and symbols of Jinjava that mean nothing, or something else, in JavaScript. */
const OWN_TOKENS: ReadonlySet<string> = new Set(
	'and or not is if else empty eq ne lt le gt ge div mod none None True False ~ //'.split(' '),
);

const isOfBoth = ({ kind, text }: Token, at: number, tokens: Token[]): boolean =>
	kind === 'literal' || !OWN_TOKENS.has(text) || tokens[at - 1]?.text === '.';

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

function collect(node: Expression, parts: Parts): void {
	if (node.type === 'name') parts.names.add(node.name);
	else if (node.type === 'call') parts.calls.add(node.name);
	else if (node.type === 'filter') parts.filters.add(node.name);
	if (node.type === 'filter' || node.type === 'test') parts.isPlain = false;
	for (const part of partsOf(node)) collect(part, parts);
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
