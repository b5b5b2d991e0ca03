/** Requests that share executions, beside the same endpoint with one for each, and beside n8n's own nodes. */
import type { N8n } from '../host/n8n';
import { accepted, type Target } from './measure/accepted';
import { compared, type BenchRow } from './measure/bench';
import { load, type LoadRequest } from './measure/load';
import { interleave, median } from './measure/rounds';

interface Options {
	/** Of the engine. */
	name: string;
	next: () => LoadRequest;
	rounds: number;
	milliseconds: number;
	/** The ratios to reach, beside an execution for each request and beside n8n's own nodes. */
	alone: number;
	stock: number;
}

type Targets = Record<'ownChecked' | 'ownTogether' | 'ownPatient' | 'stockChecked', Target>;

export async function collectRows(
	n8n: N8n,
	targets: Targets,
	options: Options,
): Promise<BenchRow[]> {
	const rows: BenchRow[] = [];
	for (const connections of [10, 50]) {
		rows.push(...(await throughput(n8n, targets, connections, options)));
	}
	rows.push(await loneLatency(targets, options));
	return rows;
}

async function throughput(
	n8n: N8n,
	{ ownTogether, ownPatient, ownChecked, stockChecked }: Targets,
	connections: number,
	{ name, next, rounds, milliseconds, alone, stock }: Options,
): Promise<BenchRow[]> {
	const run = (target: Target) => () => accepted(n8n, target, next, { connections, milliseconds });
	const samples = await interleave(
		{
			together: run(ownTogether),
			patient: run(ownPatient),
			alone: run(ownChecked),
			stock: run(stockChecked),
		},
		rounds,
	);
	const row = {
		work: `Accept up to 100 requests in one execution, ${connections} connections; ${name}`,
		unit: 'requests/s' as const,
		ours: samples.together,
	};
	return [
		compared({ ...row, beside: 'an execution for each', goal: alone, peer: samples.alone }),
		compared({
			...row,
			beside: 'Webhook + Edit Fields + Remove Duplicates',
			goal: stock,
			peer: samples.stock,
		}),
		compared({
			...row,
			work: `${row.work}, Wait for More 250 ms`,
			beside: 'an execution for each',
			ours: samples.patient,
			peer: samples.alone,
		}),
	];
}

/** What a request waits when no other is there: nothing. */
async function loneLatency(
	{ ownTogether, ownChecked }: Targets,
	{ name, next, rounds, milliseconds }: Options,
): Promise<BenchRow> {
	const run = (target: Target) => async () => {
		const times: number[] = [];
		const until = performance.now() + milliseconds;
		do {
			const began = performance.now();
			await load(target.url, { connections: 1, milliseconds: 0, status: 200, next });
			times.push(performance.now() - began);
		} while (performance.now() < until);
		return median(times);
	};
	const samples = await interleave({ together: run(ownTogether), alone: run(ownChecked) }, rounds);
	return compared({
		work: `A lone request that may share its execution, p50; ${name}`,
		beside: 'an execution for each',
		unit: 'ms',
		goal: 0.95,
		ours: samples.together,
		peer: samples.alone,
	});
}
