/**
 * The expression grammar: precedence climbing over the operators of Jinjava's expression language, loosest
 * first. Filters and tests bind tighter than arithmetic, `**` as tight as `*`, as in the original.
 */
import type { Argument, BinaryOperator, Expression, UnaryOperator } from './ast';
import { minusTakesFilters } from '../generation';
import { OperandParser } from './operands';
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
const SYMBOL_TESTS = new Set(['==', '!=', '<', '<=', '>', '>=']);

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

class ExpressionParser extends OperandParser {
	/** `a`, `a if c else b`, `c ? a : b`. */
	override expression(): Expression {
		this.enter();
		const first = this.binary(0);
		const result = this.conditional(first);
		this.leave();
		return result;
	}

	/** `upper | replace('a', 'b')`, applied to a subject that stands elsewhere. */
	filters(subject: Expression): Expression {
		const { offset } = this.tokens.peek();
		return this.piped(this.filter(subject, offset));
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
		if (tokens.is('-')) return this.negation(offset);
		if (tokens.accept('+')) {
			this.refuseDoubled('+', offset);
			return this.unary();
		}
		if (tokens.accept('not') || tokens.accept('!')) {
			return this.prefixed('not', this.piped(this.unary()), offset);
		}
		if (tokens.is('empty') && this.startsValue(1)) {
			tokens.next();
			return this.prefixed('empty', this.piped(this.unary()), offset);
		}
		return this.value();
	}

	private negation(offset: number): Expression {
		const takesFilters = minusTakesFilters(this.tokens.atBeginning);
		this.tokens.next();
		this.refuseDoubled('-', offset);
		const operand = this.unary();
		return this.prefixed('-', takesFilters ? this.filtered(operand) : operand, offset);
	}

	/** `++x` and `--x` of other languages would give the value as it is. */
	private refuseDoubled(sign: string, offset: number): void {
		if (this.tokens.is(sign) && this.tokens.peek().offset === offset + 1) {
			this.tokens.fail('expected a value');
		}
	}

	/** Filters that follow a value. */
	private filtered(subject: Expression): Expression {
		const { tokens } = this;
		let result = subject;
		while (tokens.is('|')) {
			const { offset } = tokens.peek(1);
			tokens.next();
			result = this.filter(result, offset);
		}
		return result;
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
}
