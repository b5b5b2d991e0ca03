/** Finds many needles in one pass: Wu and Manber's algorithm over windows of eight characters. */
import { MIN_LENGTH, type Needle } from './needles';

export type Found = (needle: Needle, start: number) => void;

export interface Search {
	/**
	 * Calls `found` with each needle whose end may lie from `end` to `until`, and where it begins, in the order of
	 * their ends.
	 * @returns the `end` to go on with
	 */
	scan(text: string, found: Found, end: number, until: number): number;
}

/** Characters that are looked at together. */
const BLOCK = 3;
const BLOCKS = MIN_LENGTH - BLOCK + 1;
const SMALLEST_TABLE = 1 << 12;
const LARGEST_TABLE = 1 << 20;

/** A number for three characters that follow one another. */
const blockOf = (text: string, at: number): number => {
	const hash =
		(text.charCodeAt(at) << 14) ^ (text.charCodeAt(at + 1) << 7) ^ text.charCodeAt(at + 2);
	return hash ^ (hash >> 11);
};

/** Large enough to be mostly empty. */
function tableSize(needles: number): number {
	let size = SMALLEST_TABLE;
	while (size < needles * BLOCKS * 8 && size < LARGEST_TABLE) size *= 2;
	return size;
}

/**
 * The window of a needle is its end: tokens of one issuer begin alike. However many needles there are, the
 * text is gone through once.
 */
export function createSearch(needles: Needle[]): Search {
	const mask = tableSize(needles.length) - 1;
	/** How far a window may move when these are its last characters. */
	const shifts = new Uint8Array(mask + 1).fill(BLOCKS);
	const beginnings = new Uint8Array(mask + 1);
	const byWindow = new Map<string, Needle[]>();
	for (const needle of needles) {
		const window = needle.text.slice(-MIN_LENGTH);
		const same = byWindow.get(window);
		if (same) same.push(needle);
		else byWindow.set(window, [needle]);
		beginnings[blockOf(window, 0) & mask] = 1;
		for (let at = 0; at < BLOCKS; at++) {
			const block = blockOf(window, at) & mask;
			shifts[block] = Math.min(shifts[block] as number, BLOCKS - 1 - at);
		}
	}
	const report = (text: string, end: number, found: Found) => {
		for (const needle of byWindow.get(text.slice(end - MIN_LENGTH, end)) ?? []) {
			const start = end - needle.text.length;
			if (start >= 0 && text.startsWith(needle.text, start)) found(needle, start);
		}
	};
	return {
		scan(text, found, from, until) {
			const last = Math.min(text.length, until);
			let end = from;
			while (end <= last) {
				const shift = shifts[blockOf(text, end - BLOCK) & mask] as number;
				if (shift === 0 && beginnings[blockOf(text, end - MIN_LENGTH) & mask] === 1) {
					report(text, end, found);
				}
				end += shift || 1;
			}
			return end;
		},
	};
}
