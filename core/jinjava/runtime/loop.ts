import { Special, type Value } from './values';

/** The `loop` of a for tag. */
export class LoopStatus extends Special {
	/** The turn under way, from 0. */
	at = 0;

	constructor(private readonly items: readonly Value[]) {
		super();
	}

	override get(name: string): Value | undefined {
		const { length } = this.items;
		switch (name) {
			case 'index':
			case 'counter':
				return this.at + 1;
			case 'index0':
				return this.at;
			case 'revindex':
			case 'revcounter':
				return length - this.at;
			case 'revindex0':
				return length - this.at - 1;
			case 'first':
				return this.at === 0;
			case 'last':
				return this.at === length - 1;
			case 'length':
				return length;
			// How deep a recursive loop is; Jinjava has none, so that a loop within a loop counts from 1 again.
			case 'depth':
				return 1;
			case 'depth0':
				return 0;
			default:
				return undefined;
		}
	}

	override call(name: string, args: readonly Value[]): Value | undefined {
		if (name !== 'cycle') return undefined;
		return args.length === 0 ? null : (args[this.at % args.length] ?? null);
	}

	override print(): string {
		return '';
	}
}
