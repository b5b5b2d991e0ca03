/**
 * Accounts for work by the size of what it touches. A rendering runs from its beginning to its end without
 * another one between, so what walks through values need not be told whose work it is.
 */

/** What counts the steps of a rendering, and raises an error when there are too many. */
export interface Meter {
	spend(steps: number): void;
}

let current: Meter | undefined;
let counts: Map<object, number> | undefined;

/** A rendering around the one under way. */
export interface Outer {
	meter: Meter;
	counts: Map<object, number> | undefined;
}

/** Begins a rendering: what runs until `leave` spends its steps. */
export function enter(meter: Meter): Outer | undefined {
	const outer = current && { meter: current, counts };
	current = meter;
	counts = undefined;
	return outer;
}

/** Ends it, and goes on with the one around it. */
export function leave(outer: Outer | undefined): void {
	current = outer?.meter;
	counts = outer?.counts;
}

/** A count that the rendering under way has made before. */
export const recall = (object: object): number | undefined => counts?.get(object);

/** Keeps a count until the rendering ends. */
export function remember(object: object, count: number): void {
	if (current !== undefined) (counts ??= new Map()).set(object, count);
}

/** Accounts for work; outside of a rendering for nothing. */
export function spend(steps: number): void {
	if (steps > 0) current?.spend(steps);
}

/** Characters that are read one by one, or copied, in the time of one step. */
const CHARACTERS_PER_STEP = 8;
/** Characters that are compared in the time of one step. */
const COMPARED_PER_STEP = 256;

/** Steps of walking through a text, or of making it. */
export const textCost = (length: number): number => Math.floor(length / CHARACTERS_PER_STEP);

/** Accounts for walking through a text. */
export const spendText = (length: number): void => spend(textCost(length));

/** Accounts for a comparison of two texts, which ends at the first difference. */
export function spendComparison(left: string, right: string): void {
	spend(Math.floor(Math.min(left.length, right.length) / COMPARED_PER_STEP));
}

/** Characters of a template that are executed in the time of one step. */
const SOURCE_PER_STEP = 32;

/** Steps of executing a part of a template, its own loops and macros not counted. */
export const staticCost = (sourceLength: number): number =>
	1 + Math.floor(Math.max(0, sourceLength) / SOURCE_PER_STEP);
