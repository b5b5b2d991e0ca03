import { Fault } from '../errors';
import { spend, spendText } from './meter';

const MAX_CHARACTERS = 16 * 1024 * 1024;
const MAX_NODES = 2_000_000;
const MAX_DEPTH = 100;

/**
 * What one walk through a value may cost. A few lists that contain each other twice make a value that is small
 * in memory and endless on paper.
 */
export class Budget {
	private characters = MAX_CHARACTERS;
	private nodes = MAX_NODES;
	private depth = 0;

	/** Accounts for a piece of text, and gives it back. */
	spent(text: string): string {
		this.step();
		spendText(text.length);
		this.characters -= text.length;
		if (this.characters < 0) throw new Fault(TOO_LARGE, 'TEMPLATE_LIMIT');
		return text;
	}

	/** Accounts for one part of the value. */
	step(): void {
		this.nodes -= 1;
		spend(1);
		if (this.nodes < 0) throw new Fault(TOO_LARGE, 'TEMPLATE_LIMIT');
	}

	/** Walks one level down. */
	deeper<Result>(walk: () => Result): Result {
		this.step();
		this.depth += 1;
		if (this.depth > MAX_DEPTH) throw new Fault('a value is nested too deeply', 'TEMPLATE_LIMIT');
		const result = walk();
		this.depth -= 1;
		return result;
	}
}

const TOO_LARGE = 'a value is too large to be printed or compared';
