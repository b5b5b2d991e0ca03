/** Longer texts are not compared: the work grows with the product of the lengths. */
const MAX_LENGTH = 200;

/**
 * The candidate that takes the fewest changes of single characters (Levenshtein), letter case apart.
 * @returns `undefined` when none is alike: more than a third of the characters would change
 */
export function nearest(text: string, candidates: Iterable<string>): string | undefined {
	if (text.length > MAX_LENGTH) return undefined;
	let best: string | undefined;
	let fewest = Math.ceil(text.length / 3) + 1;
	for (const candidate of candidates) {
		if (Math.abs(candidate.length - text.length) >= fewest) continue;
		const changes = distance(text.toLowerCase(), candidate.toLowerCase());
		if (changes >= fewest) continue;
		best = candidate;
		fewest = changes;
	}
	return best;
}

/** One row of the table is kept: the changes from the first characters of `a` to each beginning of `b`. */
function distance(a: string, b: string): number {
	let row = Array.from({ length: b.length + 1 }, (_, length) => length);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++) {
			const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
			next[j] = Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
		}
		row = next;
	}
	return row[b.length] ?? 0;
}
