import { Fault } from '../errors';
import { ownCopy } from './copy';
import type { RenderSettings, RenderUnit } from './settings';
import { ownValue, type PlainObject, type Value } from './values';

/** How a statement ended: on to the next one, or out of the loop around it. */
export const enum Completion {
	Normal,
	Break,
	Continue,
}

export type Evaluate = (render: Render) => Value;
export type Execute = (render: Render) => Completion;

const STEPS_BETWEEN_CHECKS = 1024;
/** A text of up to this many characters is not worth accounting for. */
const SHORT_TEXT = 256;
/** A text that is made costs a step for every 16 characters. */
const TEXT_SHIFT = 4;

/** The state of one rendering: nothing of it outlives the call to `Template.render`. */
export class Render {
	/** What has been written so far. */
	out = '';
	/** Where in the template an operation that may fail is under way, as a character offset. */
	at = 0;
	/** Whether inserts are only written: not escaped, and with nobody to be told of them. */
	isDirect: boolean;
	/** Variables of the template by slot; undefined where a name still means the context's value. */
	readonly variables: Array<Value | undefined>;
	private escapes = false;
	private steps = 0;
	private turns = 0;
	private depth = 0;
	private nextCheck: number;
	private deadline: number | undefined;
	private present: number | undefined;
	private readonly outputLength: number;

	/** Copies of the context's values, for a template that changes lists or dictionaries. */
	private readonly copies: Map<string, Value> | undefined;

	constructor(
		{ blankSlots, mutates }: RenderUnit,
		private readonly context: PlainObject,
		readonly settings: RenderSettings,
	) {
		const { limits, now, onInsert, onMissing } = settings;
		this.variables = blankSlots.slice();
		this.copies = mutates ? new Map() : undefined;
		this.nextCheck = Math.min(STEPS_BETWEEN_CHECKS, limits.steps + 1);
		this.outputLength = limits.outputLength;
		this.present = now;
		this.isDirect = onInsert === undefined && onMissing === undefined;
	}

	/** Whether inserts are escaped for HTML. */
	get autoescape(): boolean {
		return this.escapes;
	}

	set autoescape(escapes: boolean) {
		const { onInsert, onMissing } = this.settings;
		this.escapes = escapes;
		this.isDirect = !escapes && onInsert === undefined && onMissing === undefined;
	}

	/** A variable of the template, or the context's value of that name, which is then kept as one. */
	variable(slot: number, name: string): Value {
		const value = this.variables[slot];
		if (value !== undefined) return value;
		return (this.variables[slot] = this.fromContext(name));
	}

	/**
	 * A value of the context; null when it has none of that name. A template that calls a method such as
	 * `append` gets a copy, so that nothing it does is seen outside of this rendering.
	 */
	private fromContext(name: string): Value {
		if (this.copies === undefined) return ownValue(this.context, name);
		let copy = this.copies.get(name);
		if (copy === undefined) {
			copy = ownCopy(ownValue(this.context, name));
			this.copies.set(name, copy);
		}
		return copy;
	}

	/** The present, in milliseconds since the Unix epoch: the same for the whole rendering. */
	get now(): number {
		this.present ??= this.settings.clock.now();
		return this.present;
	}

	/** Adds to the result. */
	write(text: string): void {
		this.out += text;
		if (this.out.length > this.outputLength) {
			throw this.breach(`the result is longer than ${this.outputLength} characters`);
		}
	}

	/** Runs a body and gives what it wrote. */
	capture(body: Execute): string {
		const before = this.out;
		this.out = '';
		body(this);
		const captured = this.out;
		this.out = before;
		return captured;
	}

	/** Accounts for work; the clock is read only now and then. */
	spend(steps = 1): void {
		this.steps += steps;
		if (this.steps < this.nextCheck) return;
		const { limits, clock } = this.settings;
		if (this.steps > limits.steps) {
			throw this.breach(`the template takes more than ${limits.steps} steps`);
		}
		const time = clock.now();
		this.deadline ??= time + limits.time;
		if (time > this.deadline) throw this.breach(`rendering takes longer than ${limits.time} ms`);
		this.nextCheck = Math.min(this.steps + STEPS_BETWEEN_CHECKS, limits.steps + 1);
	}

	/** Accounts for a turn of a loop, whose body costs this much. */
	turn(steps: number): void {
		this.turns += 1;
		const { loopTurns } = this.settings.limits;
		if (this.turns > loopTurns) throw this.breach(`the loops turn more than ${loopTurns} times`);
		this.spend(steps);
	}

	/** Runs a macro's body one level deeper. */
	nested<Result>(run: () => Result): Result {
		this.depth += 1;
		if (this.depth > this.settings.limits.depth) {
			throw this.breach(
				`macros call each other more than ${this.settings.limits.depth} levels deep`,
			);
		}
		const result = run();
		this.depth -= 1;
		return result;
	}

	/** Checks the length of a text, best before it is made, and accounts for making it. */
	checkText(length: number): void {
		this.checkTextLength(length);
		this.spend(length >> TEXT_SHIFT);
	}

	/** Checks the length of a text that grows piece by piece. */
	checkTextLength(length: number): void {
		const { textLength } = this.settings.limits;
		if (length > textLength) throw this.breach(`a text is longer than ${textLength} characters`);
	}

	/** Checks the length of a list and accounts for walking through it. */
	checkList(length: number): void {
		this.checkLength(length);
		this.spend(length);
	}

	/** Checks the length of a list that grows step by step. */
	checkLength(length: number): void {
		const { listLength } = this.settings.limits;
		if (length > listLength) throw this.breach(`a list has more than ${listLength} items`);
	}

	/** Checks the size of what an operator, filter or method has made, and gives it back. */
	checked(value: Value): Value {
		if (typeof value === 'string') {
			if (value.length > SHORT_TEXT) this.checkText(value.length);
			return value;
		}
		if (Array.isArray(value)) this.checkLength(value.length);
		return value;
	}

	private breach(reason: string): Fault {
		return new Fault(reason, 'TEMPLATE_LIMIT');
	}
}
