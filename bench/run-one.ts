/** The process of one benchmark: gets its options as a message, answers with its rows. */
import { BENCHES, type BenchName } from './benches';
import type { BenchOptions } from './measure/bench';

async function run(options: BenchOptions): Promise<void> {
	const { bench } = await BENCHES[process.argv[2] as BenchName]();
	const rows = await bench(options);
	process.send?.(rows, () => process.disconnect());
}

process.once('message', (options: BenchOptions) => void run(options));
