import { Fault } from '../errors';
import { hintFor } from './hints';
import { tokenize, type Token } from './lexer';

/** A cursor over the tokens of one insert or tag. */
export class Tokens {
	private readonly tokens: Token[];
	private at = 0;

	constructor(
		private readonly text: string,
		private readonly base: number,
	) {
		this.tokens = tokenize(text, base);
	}

	/** The token `ahead` places on, without moving. */
	peek(ahead = 0): Token {
		const last = this.tokens.length - 1;
		return this.tokens[Math.min(this.at + ahead, last)] as Token;
	}

	next(): Token {
		const token = this.peek();
		this.at += 1;
		return token;
	}

	/** True when the token `ahead` is this symbol or word, never a string of that text. */
	is(text: string, ahead = 0): boolean {
		const token = this.peek(ahead);
		return token.text === text && (token.kind === 'symbol' || token.kind === 'name');
	}

	/** Moves past a symbol or word if it comes next. */
	accept(text: string): boolean {
		if (!this.is(text)) return false;
		this.at += 1;
		return true;
	}

	expect(text: string): Token {
		if (!this.is(text)) this.fail(`expected "${text}"`);
		return this.next();
	}

	expectName(what: string): Token {
		if (this.peek().kind !== 'name') this.fail(`expected ${what}`);
		return this.next();
	}

	expectEnd(): void {
		if (this.peek().kind !== 'end') this.fail('expected the end');
	}

	get atBeginning(): boolean {
		return this.at === 0;
	}

	get atEnd(): boolean {
		return this.peek().kind === 'end';
	}

	/** Raises a syntax error at the next token. */
	fail(expectation: string): never {
		const { kind, text, offset } = this.peek();
		const found = kind === 'end' ? 'the insert or tag ends here' : `found "${text}"`;
		const hint = hintFor({ tokens: this.tokens, at: this.at, text: this.text, base: this.base });
		throw new Fault(`${expectation}, ${found}${hint}`, 'TEMPLATE_SYNTAX', offset);
	}
}
