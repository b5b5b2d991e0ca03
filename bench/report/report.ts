import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import type { BenchRow } from '../measure/bench';
import { machine } from './machine';
import { plot } from './plot';
import { table } from './table';

export interface Run {
	/** Where `results.json` and `results.svg` go. */
	folder: string;
	rounds: number;
	/** The benchmarks that were asked for; empty = all. */
	benches: string[];
}

/** Prints the table; writes the figures and the plot. */
export function report(rows: BenchRow[], { folder, rounds, benches }: Run): void {
	const command = ['npm run bench', ...(benches.length > 0 ? ['--', ...benches] : [])].join(' ');
	const results = { command, measuredAt: new Date().toISOString(), rounds, ...machine(), rows };
	mkdirSync(folder, { recursive: true });
	writeFileSync(path.join(folder, 'results.json'), `${JSON.stringify(results, null, '\t')}\n`);
	writeFileSync(path.join(folder, 'results.svg'), plot(rows));
	console.log(table(rows));
}
