/** What stays flat: a claim while the store fills, memory while requests come and go. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createHash, randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';

import { monotonicClock, systemClock } from '../core/clock';
import { receive } from '../core/incoming/receive';
import type { IncomingRequest } from '../core/incoming/request';
import type { IncomingSettings } from '../core/incoming/settings';
import { perProcessRateLimiter } from '../core/store/rate-limiter';
import { SqliteStore } from '../core/store/sqlite';
import { systemTimers } from '../core/timers';
import { complaint } from './fixtures/complaints';
import { DEDUPLICATION } from './fixtures/workflows';
import { amount, compared, type Bench, type BenchOptions, type BenchRow } from './measure/bench';
import { memoryGrowth } from './measure/memory';
import { interleave, median } from './measure/rounds';

const ENDPOINT = '5f1a4f0e-8f0f-4c9e-9a55-2f1d9a3b7c11';
const DAY_MS = 24 * 60 * 60 * 1000;
const TIMES = { windowMs: 7 * DAY_MS, leaseMs: 30_000 };

const STORED = [10, 1_000, 1_000_000] as const;
const CLAIMS = 1_000;
const REQUESTS = 100_000;
const MEBIBYTE = 1024 ** 2;

const storeAt = (file: string) =>
	new SqliteStore(file, {
		clock: systemClock,
		monotonic: monotonicClock,
		timers: systemTimers,
		limiter: perProcessRateLimiter(),
	});

/** Puts accepted hashes on record, none of which anybody will send. */
async function fill(file: string, count: number): Promise<void> {
	const store = storeAt(file);
	// The first claim of an endpoint gives it its number.
	await store.claim(ENDPOINT, '00'.repeat(32), TIMES);
	store.close();
	const database = new DatabaseSync(file);
	database.exec('PRAGMA cache_size = -200000');
	database
		.prepare(
			`WITH RECURSIVE numbers (number) AS
				(SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < ?)
			INSERT INTO claims SELECT id, randomblob(32) AS hash, 'twelve-chars.1', ?, ? + number
			FROM numbers, endpoints ORDER BY hash`,
		)
		.run(count, Date.now(), Date.now() + DAY_MS);
	database.close();
}

let claimed = 0;

/** Microseconds that a claim takes in the median; each is given back, so that the store does not grow. */
async function claimTime(store: SqliteStore, claims: number): Promise<number> {
	const times: number[] = [];
	for (let run = 0; run < claims; run++) {
		const hash = createHash('sha256').update(String(claimed++)).digest('hex');
		const began = performance.now();
		const claim = await store.claim(ENDPOINT, hash, TIMES);
		times.push((performance.now() - began) * 1000);
		if (claim.outcome === 'claimed') await store.release(ENDPOINT, hash, claim.token);
	}
	return median(times);
}

async function claimGrowth(folder: string, { rounds, scale }: BenchOptions): Promise<BenchRow[]> {
	const stores: SqliteStore[] = [];
	for (const full of STORED) {
		const file = path.join(folder, `claims-${full}.sqlite`);
		await fill(file, full === STORED[0] ? full : amount(full, scale));
		stores.push(storeAt(file));
	}
	const claims = amount(CLAIMS, scale);
	const contenders = Object.fromEntries(
		stores.map((store, index) => [String(STORED[index]), () => claimTime(store, claims)]),
	);
	const samples = await interleave(contenders, rounds);
	for (const store of stores) store.close();
	return STORED.slice(1).map((stored) =>
		compared({
			work: `A claim beside ${stored.toLocaleString('en')} stored hashes, p50`,
			beside: `beside ${STORED[0]}`,
			unit: 'µs',
			goal: 0.67,
			ours: samples[String(stored)] ?? [],
			peer: samples[String(STORED[0])] ?? [],
		}),
	);
}

const SETTINGS: IncomingSettings = {
	endpointId: ENDPOINT,
	sampleKey: `project:bench/${ENDPOINT}`,
	integrationName: 'Complaints',
	authentication: { method: 'none' },
	deduplication: { addresses: DEDUPLICATION, windowMs: TIMES.windowMs },
	rateLimit: 0,
	maxBodyBytes: 16 * MEBIBYTE,
	isAllowedIp: () => true,
	keepSensitiveHeaders: false,
	isTest: false,
};

const requestOf = (number: number): IncomingRequest => ({
	method: 'POST',
	headers: { 'content-type': 'application/json' },
	query: {},
	search: '',
	ip: '127.0.0.1',
	readBody: async () => Buffer.from(JSON.stringify(complaint(number))),
	isGone: () => false,
});

async function requestGrowth(folder: string, { scale }: BenchOptions): Promise<BenchRow[]> {
	const store = storeAt(path.join(folder, 'memory.sqlite'));
	const services = {
		store,
		clock: systemClock,
		monotonic: monotonicClock,
		timers: systemTimers,
		newId: randomUUID,
	};
	try {
		return [
			await memoryGrowth('requests', amount(REQUESTS, scale), async (number) => {
				const outcome = await receive(requestOf(number), SETTINGS, services);
				if (!outcome.accepted) throw new Error(`Request ${number} was refused: ${outcome.reason}`);
				if ('claim' in outcome) await outcome.claim?.confirm();
			}),
		];
	} finally {
		store.close();
	}
}

export const bench: Bench = async (options) => {
	const folder = mkdtempSync(path.join(tmpdir(), 'bench-growth-'));
	try {
		return [...(await claimGrowth(folder, options)), ...(await requestGrowth(folder, options))];
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
};
