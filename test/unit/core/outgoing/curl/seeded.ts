import { randomNumbers } from '../../../../fixtures/random-numbers';

/** Pseudo-random choices that are the same in every run. */
export class Seeded {
	private readonly random: () => number;

	constructor(seed: number) {
		this.random = randomNumbers(seed);
	}

	/** An integer from 0 up to, but not including, `limit`. */
	below(limit: number): number {
		return Math.floor(this.random() * limit);
	}

	pick<T>(from: readonly T[]): T {
		return from[this.below(from.length)]!;
	}

	list<T>(atMost: number, make: () => T): T[] {
		return Array.from({ length: this.below(atMost + 1) }, make);
	}

	text(alphabet: readonly string[], atMost: number): string {
		return this.list(atMost, () => this.pick(alphabet)).join('');
	}

	bytes(atMost: number): Buffer {
		return Buffer.from(this.list(atMost, () => this.below(256)));
	}
}
