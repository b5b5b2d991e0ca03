/** The last run of each benchmark: kept in `results.json`, shown as a table and a plot. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { dependencies } from '../../host/package.json';
import type { BenchRow } from '../measure/bench';
import { machine } from './machine';
import { plot } from './plot';
import { table } from './table';

export interface BenchRun {
	/** ISO 8601. */
	measuredAt: string;
	/** Of the checkout. */
	commit: string;
	rounds: number;
	rows: BenchRow[];
}

export interface Results extends ReturnType<typeof machine> {
	n8n: string;
	/** By the name of the benchmark, in the order of the report. */
	runs: Record<string, BenchRun>;
}

export interface Report {
	/** Where `results.json` and `results.svg` are. */
	folder: string;
	/** The names of all benchmarks, in the order of the report. */
	order: string[];
	/** A Markdown file that shows the table between two marks. */
	page?: string | undefined;
}

/** What stands between the marks is written by each run. */
const SHOWN = /(<!-- results -->\n)[^]*(<!-- end of results -->)/;

/** Prints the rows of this run; puts them in the place of those of earlier runs in file, plot and page. */
export function report(runs: Record<string, BenchRun>, { folder, order, page }: Report): void {
	mkdirSync(folder, { recursive: true });
	const file = path.join(folder, 'results.json');
	const all = { ...earlierRuns(file), ...runs };
	const sorted = Object.fromEntries(
		order.flatMap((name) => (all[name] ? [[name, all[name]]] : [])),
	);
	const results: Results = { ...machine(), n8n: dependencies.n8n, runs: sorted };
	writeFileSync(file, `${JSON.stringify(results, null, '\t')}\n`);
	writeFileSync(path.join(folder, 'results.svg'), plot(rowsOf(sorted)));
	if (page) show(page, `${caption(results)}\n\n${table(rowsOf(sorted))}`);
	console.log(table(rowsOf(runs)));
}

const rowsOf = (runs: Record<string, BenchRun>): BenchRow[] =>
	Object.values(runs).flatMap(({ rows }) => rows);

const earlierRuns = (file: string): Record<string, BenchRun> =>
	existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Results).runs : {};

function caption({ runs, processor, cores, memoryGiB, system, node, n8n }: Results): string {
	const measured = Object.values(runs);
	const commits = [...new Set(measured.map(({ commit }) => commit))].join(', ');
	const rounds = [...new Set(measured.map((run) => run.rounds))].join(' or ');
	const day = measured
		.map(({ measuredAt }) => measuredAt.slice(0, 10))
		.sort()
		.at(-1);
	return `\`npm run bench\` on ${day}, commit ${commits}, ${rounds} rounds: ${processor}, ${cores} cores, ${memoryGiB} GiB, ${system}, Node.js ${node}, n8n ${n8n}.`;
}

function show(page: string, text: string): void {
	const before = readFileSync(page, 'utf8');
	if (!SHOWN.test(before)) throw new Error(`${page} has no place for the results`);
	writeFileSync(
		page,
		before.replace(SHOWN, (_all, start: string, end: string) => `${start}\n${text}\n\n${end}`),
	);
}
