/** Claims a second on unique hashes, by one process and by four, beside the bare statement or command of the same database. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { startRedis } from '../host/redis';
import type { ClaimJob, ClaimPlace, ClaimSetup } from './claim-process';
import { amount, compared, type Bench, type BenchRow } from './measure/bench';
import { interleave } from './measure/rounds';

const PROCESSES = [1, 4];

const CLAIMS = 5_000;

const LIMITS = {
	sqlite: 'a bare prepared INSERT',
	redis: 'a bare SET NX PX',
};

async function startProcess(setup: ClaimSetup): Promise<ChildProcess> {
	const child = fork(path.join(__dirname, 'claim-process.ts'), { execArgv: process.execArgv });
	child.send(setup);
	await once(child, 'message');
	return child;
}

/** Claims a second of all processes together. */
async function claimAll(children: ChildProcess[], job: ClaimJob): Promise<number> {
	const began = performance.now();
	await Promise.all(
		children.map(async (child) => {
			const done = once(child, 'message');
			child.send(job);
			await done;
		}),
	);
	return (job.count * children.length * 1000) / (performance.now() - began);
}

async function compare(
	place: ClaimPlace,
	processes: number,
	rounds: number,
	scale: number,
): Promise<BenchRow> {
	const setups = Array.from({ length: processes }, (_, number): ClaimSetup => ({ place, number }));
	const children = await Promise.all(setups.map(startProcess));
	const count = amount(CLAIMS / processes, scale);
	const samples = await interleave(
		{
			ours: () => claimAll(children, { contender: 'store', count }),
			bare: () => claimAll(children, { contender: 'bare', count }),
		},
		rounds,
	);
	for (const child of children) child.disconnect();
	return compared({
		work: `Claim a hash, ${place.kind}, ${processes === 1 ? '1 process' : `${processes} processes`}`,
		beside: LIMITS[place.kind],
		unit: 'claims/s',
		goal: 0.7,
		ours: samples.ours,
		peer: samples.bare,
	});
}

export const bench: Bench = async ({ rounds, scale }) => {
	const folder = mkdtempSync(path.join(tmpdir(), 'bench-deduplication-'));
	const redis = await startRedis();
	const rows: BenchRow[] = [];
	try {
		for (const processes of PROCESSES) {
			const place = { kind: 'sqlite' as const, folder: mkdtempSync(path.join(folder, 'store-')) };
			rows.push(await compare(place, processes, rounds, scale));
		}
		for (const processes of PROCESSES) {
			const place = { kind: 'redis' as const, host: redis.host, port: redis.port };
			rows.push(await compare(place, processes, rounds, scale));
		}
	} finally {
		await redis.dispose();
		rmSync(folder, { recursive: true, force: true });
	}
	return rows;
};
