/** Reads a text character by character and knows where it is. */
import type { Position } from './problems';

export class Scanner {
	private offset = 0;
	private line = 1;
	private lineStart = 0;

	constructor(private readonly text: string) {}

	get atEnd(): boolean {
		return this.offset >= this.text.length;
	}

	get position(): Position {
		return { line: this.line, column: this.offset - this.lineStart + 1 };
	}

	/** Where the reading stands, for `since`. */
	get mark(): number {
		return this.offset;
	}

	/** The text from a mark up to here, as it was pasted. */
	since(mark: number): string {
		return this.text.slice(mark, this.offset);
	}

	startsWith(expected: string): boolean {
		return this.text.startsWith(expected, this.offset);
	}

	/** The match of a sticky (`y`) expression here, or undefined. */
	match(expression: RegExp): string | undefined {
		expression.lastIndex = this.offset;
		return expression.exec(this.text)?.[0];
	}

	/** The next character, or '' at the end; a surrogate pair is one character. */
	peek(): string {
		const code = this.text.codePointAt(this.offset);
		return code === undefined ? '' : String.fromCodePoint(code);
	}

	/** Takes the next character, or as many code units as told. */
	take(length = this.peek().length): string {
		const taken = this.text.slice(this.offset, this.offset + length);
		for (const character of taken) {
			this.offset += character.length;
			if (character !== '\n') continue;
			this.line++;
			this.lineStart = this.offset;
		}
		return taken;
	}

	/** Takes the match of a sticky expression; '' when there is none. */
	takeMatch(expression: RegExp): string {
		return this.take(this.match(expression)?.length ?? 0);
	}
}
