/** A process of bench/deduplication.ts: claims as many new hashes as each message asks for, and says when it is done. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { createClient } from '@redis/client';

import { monotonicClock, systemClock } from '../core/clock';
import { perProcessRateLimiter } from '../core/store/rate-limiter';
import { createRedisStore } from '../core/store/redis';
import type { RedisSettings } from '../core/store/redis-settings';
import { SqliteStore } from '../core/store/sqlite';
import type { DeduplicationStore } from '../core/store/store';
import { systemTimers } from '../core/timers';

export type ClaimPlace =
	{ kind: 'sqlite'; folder: string } | { kind: 'redis'; host: string; port: number };

export interface ClaimSetup {
	place: ClaimPlace;
	/** Tells the hashes of this process from those of the others. */
	number: number;
}

export interface ClaimJob {
	contender: 'store' | 'bare';
	count: number;
}

type ClaimOne = (hash: string) => unknown;

/** As many requests as a busy endpoint has under way. */
const CONCURRENCY = 10;

const ENDPOINT = '5f1a4f0e-8f0f-4c9e-9a55-2f1d9a3b7c11';
const TIMES = { windowMs: 7 * 24 * 60 * 60 * 1000, leaseMs: 30_000 };

const claimIn =
	(store: DeduplicationStore): ClaimOne =>
	(hash) =>
		store.claim(ENDPOINT, hash, TIMES);

function sqliteContenders(folder: string): Record<ClaimJob['contender'], ClaimOne> {
	const store = new SqliteStore(path.join(folder, 'store.sqlite'), {
		clock: systemClock,
		monotonic: monotonicClock,
		timers: systemTimers,
		limiter: perProcessRateLimiter(),
	});
	const bare = new DatabaseSync(path.join(folder, 'bare.sqlite'), { timeout: 10_000 });
	bare.exec(`
		PRAGMA journal_mode = WAL;
		PRAGMA synchronous = NORMAL;
		CREATE TABLE IF NOT EXISTS claims (hash BLOB PRIMARY KEY, expires_at INTEGER) WITHOUT ROWID;`);
	const insert = bare.prepare('INSERT INTO claims VALUES (?, ?) ON CONFLICT DO NOTHING');
	return {
		store: claimIn(store),
		bare: (hash) => insert.run(Buffer.from(hash, 'hex'), Date.now() + TIMES.leaseMs),
	};
}

async function redisContenders(
	host: string,
	port: number,
): Promise<Record<ClaimJob['contender'], ClaimOne>> {
	const nodes = [{ host, port }];
	const settings: RedisSettings = { mode: 'single', nodes, database: 0, prefix: 'bench' };
	const bare = createClient({ socket: { host, port } });
	await bare.connect();
	return {
		store: claimIn(createRedisStore(settings, systemClock)),
		bare: (hash) =>
			bare.set(`bench:bare:${hash}`, 'token', {
				condition: 'NX',
				expiration: { type: 'PX', value: TIMES.leaseMs },
			}),
	};
}

let claimed = 0;

async function claimAll(claim: ClaimOne, number: number, count: number): Promise<void> {
	const last = claimed + count;
	const claimer = async () => {
		while (claimed < last) {
			await claim(createHash('sha256').update(`${number}/${claimed++}`).digest('hex'));
		}
	};
	await Promise.all(Array.from({ length: CONCURRENCY }, claimer));
}

async function serve({ place, number }: ClaimSetup): Promise<void> {
	const contenders =
		place.kind === 'sqlite'
			? sqliteContenders(place.folder)
			: await redisContenders(place.host, place.port);
	const work = async ({ contender, count }: ClaimJob) => {
		await claimAll(contenders[contender], number, count);
		process.send?.('done');
	};
	process.on('message', (job: ClaimJob) => void work(job));
	process.send?.('ready');
}

process.once('message', (setup: ClaimSetup) => void serve(setup));
process.once('disconnect', () => process.exit(0));
