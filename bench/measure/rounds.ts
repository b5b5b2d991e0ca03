/** Contenders that take turns: A B A B …, so that whatever else the machine does meets all of them alike. */

/** One measurement: a time or a rate, always in the same unit. */
export type Contender = () => number | Promise<number>;

/**
 * Lets every contender run once to warm up, then `rounds` times in turn.
 * @returns the measurements of each contender, in the order of the rounds
 */
export async function interleave<Name extends string>(
	contenders: Record<Name, Contender>,
	rounds: number,
): Promise<Record<Name, number[]>> {
	const names = Object.keys(contenders) as Name[];
	const samples = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<
		Name,
		number[]
	>;
	for (let round = 0; round <= rounds; round++) {
		for (const name of names) {
			const measured = await contenders[name]();
			// The first round opens connections and compiles; it counts for nobody.
			if (round > 0) samples[name].push(measured);
		}
	}
	return samples;
}

/** @param share 0.5 is the median, 0.99 what one in a hundred exceeds */
export function quantile(values: readonly number[], share: number): number {
	const sorted = Float64Array.from(values).sort();
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);
