/** Finds many needles in one pass: Wu and Manber's algorithm over windows of eight characters. */
import { MIN_LENGTH, type Needle } from './needles';

export interface Search {
	/** Calls `found` with each needle and where it begins, in the order of their ends. */
	scan(text: string, found: (needle: Needle, start: number) => void): void;
}

const TABLE_SIZE = 1 << 14;

/** Of two characters that follow one another. */
const blockOf = (text: string, at: number): number =>
	((text.charCodeAt(at) << 7) ^ text.charCodeAt(at + 1)) & (TABLE_SIZE - 1);

/**
 * The window of a needle is its end: tokens of one issuer begin alike. However many needles there are, the
 * text is gone through once.
 */
export function createSearch(needles: Needle[]): Search {
	/** How far a window may move when these are its last two characters. */
	const shifts = new Uint8Array(TABLE_SIZE).fill(MIN_LENGTH - 1);
	const beginnings = new Uint8Array(TABLE_SIZE);
	const byWindow = new Map<string, Needle[]>();
	for (const needle of needles) {
		const window = needle.text.slice(-MIN_LENGTH);
		const same = byWindow.get(window);
		if (same) same.push(needle);
		else byWindow.set(window, [needle]);
		beginnings[blockOf(window, 0)] = 1;
		for (let at = 0; at < MIN_LENGTH - 1; at++) {
			const block = blockOf(window, at);
			shifts[block] = Math.min(shifts[block] as number, MIN_LENGTH - 2 - at);
		}
	}
	return {
		scan(text, found) {
			let end = MIN_LENGTH;
			while (end <= text.length) {
				const shift = shifts[blockOf(text, end - 2)] as number;
				if (shift > 0) {
					end += shift;
					continue;
				}
				if (beginnings[blockOf(text, end - MIN_LENGTH)] === 1) {
					const candidates = byWindow.get(text.slice(end - MIN_LENGTH, end)) ?? [];
					for (const needle of candidates) {
						const start = end - needle.text.length;
						if (start >= 0 && text.startsWith(needle.text, start)) found(needle, start);
					}
				}
				end += 1;
			}
		},
	};
}
