/** Many items at a time, in a given number and at a given pace. */
import type { Clock } from '../clock';

/** Lets one caller through every `1 / perSecond` seconds. */
export function createPacer(
	perSecond: number,
	clock: Clock,
	sleep: (ms: number) => Promise<void>,
): () => Promise<void> {
	if (perSecond <= 0) return () => Promise.resolve();
	const gapMs = 1_000 / perSecond;
	let next = -Infinity;
	return async () => {
		const now = clock.now();
		const turn = Math.max(now, next);
		next = turn + gapMs;
		if (turn > now) await sleep(turn - now);
	};
}

/**
 * Works on all items and keeps their order in the result. The first rejection ends it: no further item is
 * begun, those at work are waited for.
 */
export async function mapConcurrently<Item, Result>(
	items: readonly Item[],
	concurrency: number,
	work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
	const results: Result[] = [];
	let next = 0;
	let failure: { error: unknown } | undefined;
	const worker = async () => {
		while (next < items.length && !failure) {
			const index = next++;
			try {
				results[index] = await work(items[index] as Item, index);
			} catch (error) {
				failure ??= { error };
			}
		}
	};
	const workers = Math.max(1, Math.min(Math.floor(concurrency), items.length));
	await Promise.all(Array.from({ length: workers }, worker));
	if (failure) throw failure.error;
	return results;
}
