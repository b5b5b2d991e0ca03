/** Memory that stays in use while the same work is done again and again. */
import { compared, type BenchRow } from './bench';

const MEBIBYTE = 1024 ** 2;

/**
 * Compares what is in use after all of the work with what was after a tenth of it.
 * @param repeat does the work once more; `number` begins at 1
 */
export async function memoryGrowth(
	work: string,
	times: number,
	repeat: (number: number) => unknown,
): Promise<BenchRow> {
	let tenth = NaN;
	for (let number = 1; number <= times; number++) {
		await repeat(number);
		if (number === Math.ceil(times / 10)) tenth = inUse();
	}
	return compared({
		work: `Memory in use after ${times.toLocaleString('en')} ${work}`,
		beside: 'after a tenth of them',
		unit: 'MiB',
		goal: 0.9,
		ours: [inUse()],
		peer: [tenth],
	});
}

/** MiB */
function inUse(): number {
	globalThis.gc?.();
	const { heapUsed, external } = process.memoryUsage();
	return (heapUsed + external) / MEBIBYTE;
}
