/**
 * The expression grammar: precedence climbing over the operators of Jinjava's expression language, loosest
 * first. Filters and tests bind tighter than arithmetic, `**` as tight as `*`, as in the original.
 */
import { Fault } from '../errors';
import type { Argument, BinaryOperator, Expression, UnaryOperator } from './ast';
import type { Tokens } from './tokens';

const LEVELS: ReadonlyArray<ReadonlySet<string>> = [
	new Set(['or', '||']),
	new Set(['and', '&&']),
	new Set(['==', '!=', 'eq', 'ne']),
	new Set(['<', '<=', '>', '>=', 'lt', 'le', 'gt', 'ge', 'in', 'not in']),
	new Set(['+', '-', '~']),
	new Set(['*', '/', '//', '%', '**', 'div', 'mod']),
];
const LOGICAL: Readonly<Record<string, 'and' | 'or'>> = {
	or: 'or',
	'||': 'or',
	and: 'and',
	'&&': 'and',
};
const WORDS: Readonly<Record<string, BinaryOperator>> = {
	eq: '==',
	ne: '!=',
	lt: '<',
	le: '<=',
	gt: '>',
	ge: '>=',
	div: '/',
	mod: '%',
};
const CONSTANTS: ReadonlyMap<string, null | boolean> = new Map([
	['true', true],
	['True', true],
	['false', false],
	['False', false],
	['null', null],
	['none', null],
	['None', null],
]);
/** Words that end an expression instead of naming a variable. */
const RESERVED = new Set([
	'and',
	'or',
	'not',
	'if',
	'else',
	'is',
	'in',
	'eq',
	'ne',
	'lt',
	'le',
	'gt',
	'ge',
	'div',
	'mod',
]);
const SYMBOL_TESTS = new Set(['==', '!=', '<', '<=', '>', '>=']);
/** Deeper nesting could exhaust the stack. */
const MAX_NESTING = 100;

export function parseExpression(tokens: Tokens): Expression {
	return new ExpressionParser(tokens).expression();
}

/** Parses `a, b=c` up to the closing symbol, which is consumed. */
export function parseArguments(tokens: Tokens, closer: string): Argument[] {
	return new ExpressionParser(tokens).args(closer);
}

/** Parses the filters of `{% filter … %}` and `{% set x | … %}`. */
export function parseFilters(tokens: Tokens, subject: Expression): Expression {
	return new ExpressionParser(tokens).filters(subject);
}

class ExpressionParser {
	private nesting = 0;

	constructor(private readonly tokens: Tokens) {}

	/** `a`, `a if c else b`, `c ? a : b`. */
	expression(): Expression {
		this.enter();
		const first = this.binary(0);
		const result = this.conditional(first);
		this.nesting -= 1;
		return result;
	}

	args(closer: string): Argument[] {
		const args: Argument[] = [];
		while (!this.tokens.accept(closer)) {
			args.push(this.argument());
			if (!this.tokens.is(closer)) this.tokens.expect(',');
		}
		return args;
	}

	/** `upper | replace('a', 'b')`, applied to a subject that stands elsewhere. */
	filters(subject: Expression): Expression {
		const { offset } = this.tokens.peek();
		return this.piped(this.filter(subject, offset));
	}

	private enter(): void {
		this.nesting += 1;
		if (this.nesting <= MAX_NESTING) return;
		throw new Fault(
			'the expression is nested too deeply',
			'TEMPLATE_LIMIT',
			this.tokens.peek().offset,
		);
	}

	private conditional(first: Expression): Expression {
		const { tokens } = this;
		const { offset } = tokens.peek();
		if (tokens.accept('?')) {
			const then = this.expression();
			tokens.expect(':');
			return { type: 'conditional', test: first, then, else: this.expression(), offset };
		}
		if (!tokens.accept('if')) return first;
		const test = this.expression();
		const otherwise: Expression = tokens.accept('else')
			? this.expression()
			: { type: 'literal', value: null, offset };
		return { type: 'conditional', test, then: first, else: otherwise, offset };
	}

	private binary(level: number): Expression {
		const operators = LEVELS[level];
		if (operators === undefined) return this.piped(this.unary());
		let left = this.binary(level + 1);
		for (;;) {
			const { offset } = this.tokens.peek();
			const operator = this.operator(operators);
			if (operator === undefined) return left;
			left = this.combine(operator, left, this.binary(level + 1), offset);
		}
	}

	private operator(operators: ReadonlySet<string>): string | undefined {
		const { tokens } = this;
		if (operators.has('not in') && tokens.is('not') && tokens.is('in', 1)) {
			tokens.next();
			tokens.next();
			return 'not in';
		}
		const { kind, text } = tokens.peek();
		if (kind === 'literal' || !operators.has(text)) return undefined;
		return tokens.next().text;
	}

	private combine(
		operator: string,
		left: Expression,
		right: Expression,
		offset: number,
	): Expression {
		const logical = LOGICAL[operator];
		if (logical !== undefined) return { type: 'logical', operator: logical, left, right, offset };
		const name = WORDS[operator] ?? (operator as BinaryOperator);
		return { type: 'binary', operator: name, left, right, offset };
	}

	private unary(): Expression {
		const { tokens } = this;
		const { offset } = tokens.peek();
		if (tokens.accept('-')) return this.prefixed('-', this.unary(), offset);
		if (tokens.accept('+')) return this.unary();
		if (tokens.accept('not') || tokens.accept('!')) {
			return this.prefixed('not', this.piped(this.unary()), offset);
		}
		if (tokens.is('empty') && this.startsValue(1)) {
			tokens.next();
			return this.prefixed('empty', this.piped(this.unary()), offset);
		}
		return this.value();
	}

	private prefixed(operator: UnaryOperator, operand: Expression, offset: number): Expression {
		return { type: 'unary', operator, operand, offset };
	}

	/** Filters and tests that follow a value: `x | upper is string`. */
	private piped(subject: Expression): Expression {
		const { tokens } = this;
		let result = subject;
		for (;;) {
			const { offset } = tokens.peek(1);
			if (tokens.accept('|')) result = this.filter(result, offset);
			else if (tokens.accept('is')) result = this.test(result, offset);
			else return result;
		}
	}

	private filter(subject: Expression, offset: number): Expression {
		const { text: name } = this.tokens.expectName('the name of a filter');
		const args = this.tokens.accept('(') ? this.args(')') : [];
		return { type: 'filter', subject, name, args, offset };
	}

	private test(subject: Expression, offset: number): Expression {
		const { tokens } = this;
		const negated = tokens.accept('not');
		if (!SYMBOL_TESTS.has(tokens.peek().text) && tokens.peek().kind !== 'name') {
			tokens.fail('expected the name of a test');
		}
		const { text: name } = tokens.next();
		const args = this.startsValue(0) ? [{ value: this.value(), offset }] : [];
		return { type: 'test', subject, name, args, negated, offset };
	}

	private startsValue(ahead: number): boolean {
		const { kind, text } = this.tokens.peek(ahead);
		if (kind === 'name') return !RESERVED.has(text);
		return kind === 'literal' || text === '(' || text === '[' || text === '{';
	}

	/** A literal, name or bracketed expression with what is attached to it: `.b`, `['c']`, `[1:2]`, `(…)`. */
	private value(): Expression {
		const { tokens } = this;
		let result = this.primary();
		for (;;) {
			const { offset } = tokens.peek();
			if (tokens.accept('.')) result = this.member(result);
			else if (tokens.accept('[')) result = this.bracket(result, offset);
			else return result;
		}
	}

	private member(object: Expression): Expression {
		const { text: name, offset } = this.tokens.expectName('the name of a property');
		if (this.tokens.accept('(')) {
			return { type: 'method', object, name, args: this.args(')'), offset };
		}
		return { type: 'index', object, key: { type: 'literal', value: name, offset }, offset };
	}

	private bracket(object: Expression, offset: number): Expression {
		const { tokens } = this;
		const from = tokens.is(':') ? null : this.expression();
		if (tokens.accept(':')) {
			const to = tokens.is(']') ? null : this.expression();
			tokens.expect(']');
			return { type: 'slice', object, from, to, offset };
		}
		tokens.expect(']');
		if (from?.type === 'literal' && typeof from.value === 'string' && tokens.accept('(')) {
			return { type: 'method', object, name: from.value, args: this.args(')'), offset };
		}
		return { type: 'index', object, key: from as Expression, offset };
	}

	private primary(): Expression {
		const { tokens } = this;
		const { kind, text, value, offset } = tokens.peek();
		if (kind === 'literal') {
			tokens.next();
			return { type: 'literal', value, offset };
		}
		if (kind === 'name' && !RESERVED.has(text)) return this.named();
		if (tokens.accept('(')) return this.parenthesis(offset);
		if (tokens.accept('[')) {
			const items = this.args(']').map((argument) => argument.value);
			return { type: 'list', items, immutable: false, offset };
		}
		if (tokens.accept('{')) return this.dictionary(offset);
		return tokens.fail('expected a value');
	}

	private named(): Expression {
		const { tokens } = this;
		const { text: name, offset } = tokens.next();
		const constant = CONSTANTS.get(name);
		if (constant !== undefined) return { type: 'literal', value: constant, offset };
		if (name === 'fn' && tokens.is(':') && tokens.is('(', 2)) {
			tokens.next();
			const { text: local } = tokens.next();
			tokens.next();
			return { type: 'call', name: `fn:${local}`, args: this.args(')'), offset };
		}
		if (name === 'filter' || name === 'exptest') {
			const written = this.writtenOut(name, offset);
			if (written !== undefined) return written;
		}
		if (tokens.accept('(')) return { type: 'call', name, args: this.args(')'), offset };
		return { type: 'name', name, offset };
	}

	/** Jinjava's inner form of filters and tests: `filter:upper.filter(x)`, `exptest:even.evaluate(x)`. */
	private writtenOut(kind: 'filter' | 'exptest', offset: number): Expression | undefined {
		const { tokens } = this;
		if (!tokens.is(':') || !tokens.is('.', 2) || !tokens.is('(', 4)) return undefined;
		tokens.next();
		const name = tokens.next().text;
		tokens.next();
		const method = tokens.next().text;
		tokens.next();
		const [subject, ...rest] = this.args(')');
		if (subject === undefined) return tokens.fail('expected a value');
		const args = rest.filter(({ value }) => value.type !== 'name' || value.name !== INTERPRETER);
		if (kind === 'filter') return { type: 'filter', subject: subject.value, name, args, offset };
		const negated = method === 'evaluateNegated';
		return { type: 'test', subject: subject.value, name, args, negated, offset };
	}

	private parenthesis(offset: number): Expression {
		const { tokens } = this;
		if (tokens.accept(')')) return { type: 'list', items: [], immutable: true, offset };
		const first = this.expression();
		if (!tokens.is(',')) {
			tokens.expect(')');
			return first;
		}
		tokens.next();
		const rest = this.args(')').map((argument) => argument.value);
		return { type: 'list', items: [first, ...rest], immutable: true, offset };
	}

	private dictionary(offset: number): Expression {
		const { tokens } = this;
		const entries: Array<{ key: Expression; value: Expression }> = [];
		while (!tokens.accept('}')) {
			const key = this.expression();
			tokens.expect(':');
			entries.push({ key, value: this.expression() });
			if (!tokens.is('}')) tokens.expect(',');
		}
		return { type: 'dictionary', entries, offset };
	}

	private positional(): Argument {
		const { offset } = this.tokens.peek();
		return { value: this.expression(), offset };
	}

	private argument(): Argument {
		const { tokens } = this;
		if (tokens.peek().kind !== 'name' || !tokens.is('=', 1)) return this.positional();
		const { text: name, offset } = tokens.next();
		tokens.next();
		return { name, value: this.expression(), offset };
	}
}

/** The name by which Jinjava hands its interpreter to a written-out filter or test. */
const INTERPRETER = '____int3rpr3t3r____';
