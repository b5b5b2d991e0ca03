import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { dependencies } from '../../host/package.json';
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
	/** A Markdown file that shows the table between two marks; only for a run of all. */
	page?: string | undefined;
}

/** What stands between the marks in the page is written by each full run. */
const SHOWN = /(<!-- results -->\n)[^]*(\n<!-- end of results -->)/;

/** Prints the table; writes the figures, the plot and the page. */
export function report(rows: BenchRow[], { folder, rounds, benches, page }: Run): void {
	const command = ['npm run bench', ...(benches.length > 0 ? ['--', ...benches] : [])].join(' ');
	const measured = { command, measuredAt: new Date().toISOString(), rounds, ...machine() };
	mkdirSync(folder, { recursive: true });
	const results = JSON.stringify({ ...measured, rows }, null, '\t');
	writeFileSync(path.join(folder, 'results.json'), `${results}\n`);
	writeFileSync(path.join(folder, 'results.svg'), plot(rows));
	const figures = table(rows);
	if (page) show(page, `${caption(measured)}\n\n${figures}`);
	console.log(figures);
}

const caption = ({
	command,
	measuredAt,
	rounds,
	processor,
	cores,
	memoryGiB,
	system,
	node,
	commit,
}: ReturnType<typeof machine> & { command: string; measuredAt: string; rounds: number }): string =>
	`\`${command}\` on ${measuredAt.slice(0, 10)} at ${commit}: ${rounds} rounds on ${processor}, ${cores} cores, ${memoryGiB} GiB, ${system}, Node.js ${node}, n8n ${dependencies.n8n}.`;

function show(page: string, text: string): void {
	const before = readFileSync(page, 'utf8');
	if (!SHOWN.test(before)) throw new Error(`${page} has no place for the results`);
	writeFileSync(
		page,
		before.replace(SHOWN, (_all, start: string, end: string) => `${start}\n${text}\n${end}`),
	);
}
