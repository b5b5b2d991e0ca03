/** Bounds of one rendering. Each breach is an error, never a cut result. */
export interface Limits {
	/** Turns of all loops together. */
	loopTurns: number;
	/** Elementary steps: statements run, list items touched by filters. */
	steps: number;
	/** Macros within macros. */
	depth: number;
	/** Characters of the result. */
	outputLength: number;
	/** Characters of any text made by a filter, operator or method. */
	textLength: number;
	/** Items of any list made by a filter, operator or method. */
	listLength: number;
	/** Milliseconds. */
	time: number;
}

export const DEFAULT_LIMITS: Readonly<Limits> = {
	loopTurns: 1_000_000,
	steps: 10_000_000,
	depth: 50,
	outputLength: 16 * 1024 * 1024,
	textLength: 16 * 1024 * 1024,
	listLength: 1_000_000,
	time: 1_500,
};
