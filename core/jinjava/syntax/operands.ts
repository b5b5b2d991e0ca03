/**
 * What stands between operators: literals, names, calls, lists, dictionaries and bracketed expressions, with
 * the properties, positions and methods attached to them.
 */
import { Fault } from '../errors';
import type { Argument, Expression } from './ast';
import type { Tokens } from './tokens';

const CONSTANTS: ReadonlyMap<string, null | boolean> = new Map<string, null | boolean>(
	Object.entries({
		true: true,
		True: true,
		false: false,
		False: false,
		null: null,
		none: null,
		None: null,
	}),
);
/** Words that end an expression instead of naming a variable. */
const RESERVED = new Set('and or not if else is in eq ne lt le gt ge div mod'.split(' '));
/** Deeper nesting could exhaust the stack. */
const MAX_NESTING = 100;

/** The name by which Jinjava hands its interpreter to a written-out filter or test, which may also be `null`. */
const INTERPRETER = '____int3rpr3t3r____';

const isInterpreter = ({ value }: Argument): boolean =>
	value.type === 'name'
		? value.name === INTERPRETER
		: value.type === 'literal' && value.value === null;

export abstract class OperandParser {
	private nesting = 0;

	constructor(protected readonly tokens: Tokens) {}

	/** Parses a whole expression inside of an operand. */
	abstract expression(): Expression;

	protected enter(): void {
		this.nesting += 1;
		if (this.nesting <= MAX_NESTING) return;
		throw new Fault(
			'the expression is nested too deeply',
			'TEMPLATE_LIMIT',
			this.tokens.peek().offset,
		);
	}

	protected leave(): void {
		this.nesting -= 1;
	}

	args(closer: string): Argument[] {
		const args: Argument[] = [];
		while (!this.tokens.accept(closer)) {
			args.push(this.argument());
			if (!this.tokens.is(closer)) this.tokens.expect(',');
		}
		return args;
	}

	protected startsValue(ahead: number): boolean {
		const { kind, text } = this.tokens.peek(ahead);
		if (kind === 'name') return !RESERVED.has(text);
		return kind === 'literal' || text === '(' || text === '[' || text === '{';
	}

	/** A literal, name or bracketed expression with what is attached to it: `.b`, `['c']`, `[1:2]`, `(…)`. */
	protected value(): Expression {
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
		const args = rest.length > 0 && isInterpreter(rest[0] as Argument) ? rest.slice(1) : rest;
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
