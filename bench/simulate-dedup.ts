/**
 * What one Redis carries: measures claims and confirms on a real Redis of this machine, and the memory of a million
 * keys, then models more processors and requests than this machine could send.
 *
 *     node host/run.js bench/simulate-dedup.ts
 */
import { createHash } from 'node:crypto';

import { monotonicClock } from '../core/clock';
import { createRedisStore } from '../core/store/redis';
import { defaultRedisLimits } from '../core/store/redis-connection';
import type { IncomingStore } from '../core/store/store';
import { startRedis, type RedisServer } from '../host/redis';
import { randomNumbers } from '../test/fixtures/random-numbers';
import { capacity, simulate, type Costs } from './dedup-model';

const BATCHES = 40;
const REQUESTS_IN_BATCH = 500;
const SECONDS = 20;
const KEYS = 1_000_000;
const ENDPOINT = '0f4e4c5e-92d5-4d43-9f4b-b3f7c8d0a6e1';
const times = { windowMs: 7 * 86_400_000, leaseMs: 30_000 };

const hashOf = (number: number) => createHash('sha256').update(String(number)).digest('hex');

const median = (values: number[]): number =>
	[...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

async function accept(store: IncomingStore, number: number): Promise<void> {
	const hash = hashOf(number);
	const claim = await store.claim(ENDPOINT, hash, times);
	if (claim.outcome !== 'claimed') throw new Error(`Hash ${number} was ${claim.outcome}`);
	await store.confirm(ENDPOINT, hash, claim.token, times);
}

/** Seconds of processor time that the server has used. */
function cpuSeconds(redis: RedisServer): number {
	const info = redis.cli('info', 'cpu');
	const read = (name: string) => Number(new RegExp(`${name}:([\\d.]+)`).exec(info)?.[1]);
	return read('used_cpu_sys') + read('used_cpu_user');
}

/** What Redis works for one command, batch by batch, and how long one claim takes with nothing else going on. */
async function measure(redis: RedisServer): Promise<{ costs: Costs; claimMs: number }> {
	const store = createRedisStore(
		{ mode: 'single', nodes: [redis], database: 0, prefix: 'bull' },
		monotonicClock,
	);
	try {
		await store.check();
		const serviceMs: number[] = [];
		let number = 0;
		for (let batch = 0; batch < BATCHES; batch++) {
			const before = cpuSeconds(redis);
			const last = number + REQUESTS_IN_BATCH;
			const sender = async () => {
				while (number < last) await accept(store, number++);
			};
			await Promise.all(Array.from({ length: 20 }, sender));
			serviceMs.push(((cpuSeconds(redis) - before) * 1_000) / (2 * REQUESTS_IN_BATCH));
		}
		const alone: number[] = [];
		for (let claim = 0; claim < 1_000; claim++) {
			const began = performance.now();
			await store.claim(ENDPOINT, hashOf(number++), times);
			alone.push(performance.now() - began);
		}
		const networkMs = Math.max(median(alone) - median(serviceMs), 0);
		const timeoutMs = defaultRedisLimits.commandTimeoutMs;
		return { costs: { serviceMs, networkMs, timeoutMs }, claimMs: median(alone) };
	} finally {
		await store.close();
	}
}

/** Keys and values of the shape that the store writes, made inside Redis because a million requests would take minutes. */
const FILL = `
for number = 1, ARGV[2] do
	redis.call('SET', ARGV[1] .. redis.sha1hex(number) .. string.format('%024d', number),
		'1763760000000:AbCdEfGhIjKl', 'PX', ARGV[3])
end
return redis.call('DBSIZE')`;

/** Bytes of memory that Redis uses for each accepted request of the window. */
function bytesPerKey(redis: RedisServer): number {
	const used = () => Number(/used_memory:(\d+)/.exec(redis.cli('info', 'memory'))?.[1]);
	redis.cli('flushall');
	const before = used();
	const prefix = `bull:synerise:dedup:${ENDPOINT}:`;
	redis.cli('eval', FILL, '0', prefix, String(KEYS), String(times.windowMs));
	return (used() - before) / KEYS;
}

async function main(): Promise<void> {
	const redis = await startRedis();
	try {
		const { costs, claimMs } = await measure(redis);
		const bytes = bytesPerKey(redis);
		console.log(`One claim, nothing else going on: ${claimMs.toFixed(2)} ms`);
		console.log(
			`Work of Redis for one command: ${(median(costs.serviceMs) * 1_000).toFixed(0)} µs`,
		);
		console.log(`Memory: ${Math.round(bytes)} bytes a key, ${Math.round(bytes)} MB a million keys`);
		const most = capacity(costs, { duplicates: 0, utilisation: 0.7 });
		console.log(`70 % busy at ${most} accepted requests a second\n`);
		console.log('| processors | requests/s | Redis busy | command p50 | command p99 | given up |');
		console.log('|---|---|---|---|---|---|');
		for (const [processors, requestsPerSecond] of [
			[2, 200],
			[10, 1_000],
			[20, 2_000],
			[50, 5_000],
			[100, 10_000],
			[200, 20_000],
		] as const) {
			const load = { processors, requestsPerSecond, duplicates: 0.1, seconds: SECONDS };
			const { utilisation, p50, p99, timedOut } = simulate(load, costs, randomNumbers(1));
			const percent = (part: number) => `${(part * 100).toFixed(part < 0.1 ? 1 : 0)} %`;
			console.log(
				`| ${processors} | ${requestsPerSecond} | ${percent(utilisation)} | ${p50.toFixed(2)} ms | ${p99.toFixed(2)} ms | ${percent(timedOut)} |`,
			);
		}
	} finally {
		await redis.dispose();
	}
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
