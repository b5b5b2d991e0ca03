/** Pseudo-random choices that are the same in every run (mulberry32). */
export class Seeded {
	constructor(private state: number) {}

	/** An integer from 0 up to, but not including, `limit`. */
	below(limit: number): number {
		this.state = (this.state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * limit);
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
