import { monotonicClock } from '../../core/clock';
import { createRedisStore } from '../../core/store/redis';
import { MAX_LEASE_MS } from '../../core/store/lease';
import type { RedisSettings } from '../../core/store/redis-settings';
import type { IncomingStore } from '../../core/store/store';
import { type RedisServer, startRedis } from '../../host/redis';
import type { Sample } from '../../core/store/store';

const HASH = 'a'.repeat(64);
const DAY = 86_400_000;
const times = { windowMs: 7 * DAY, leaseMs: 30_000 };

let server: RedisServer;
let store: IncomingStore;
const others: IncomingStore[] = [];

const settings = (): RedisSettings => ({
	mode: 'single',
	nodes: [server],
	database: 0,
	prefix: 'bull',
});

/** A second process, as far as Redis can tell; its clock may be wrong. */
function otherProcess(offsetMs = 0): IncomingStore {
	const other = createRedisStore(settings(), { now: () => Date.now() + offsetMs });
	others.push(other);
	return other;
}

async function accept(by: IncomingStore, endpoint: string, hash: string): Promise<string> {
	const claim = await by.claim(endpoint, hash, times);
	if (claim.outcome !== 'claimed') throw new Error(`not claimed but ${claim.outcome}`);
	expect(await by.confirm(endpoint, hash, claim.token, times)).toBe(true);
	return claim.token;
}

beforeAll(async () => {
	server = await startRedis();
});
beforeEach(() => {
	server.cli('flushall');
	store = createRedisStore(settings(), monotonicClock);
});
afterEach(async () => {
	for (const each of [store, ...others.splice(0)]) await each.close();
});
afterAll(() => server.dispose());

describe('claim', () => {
	it('gives a new hash to one of many who ask at once', async () => {
		const processes = [store, otherProcess(), otherProcess()];
		const claims = await Promise.all(
			Array.from({ length: 60 }, (_, index) => processes[index % 3]!.claim('e', HASH, times)),
		);
		expect(claims.filter(({ outcome }) => outcome === 'claimed')).toHaveLength(1);
		expect(claims.filter(({ outcome }) => outcome === 'inFlight')).toHaveLength(59);
	});

	it('says how long the lease of another claim still lasts', async () => {
		await store.claim('e', HASH, times);
		const second = await store.claim('e', HASH, times);
		expect(second).toEqual({ outcome: 'inFlight', leaseMs: expect.any(Number) });
		const { leaseMs } = second as { leaseMs: number };
		expect(leaseMs).toBeGreaterThan(0);
		expect(leaseMs).toBeLessThanOrEqual(times.leaseMs);
	});

	it('cuts a lease that a clock which was ahead made too long, and leaves its claim time to extend it', async () => {
		const { token } = (await store.claim('e', HASH, times)) as { token: string };
		const key = `bull:synerise:dedup:e:${HASH}`;
		expect(server.cli('pexpire', key, String(DAY))).toMatch(/1/);
		expect(await store.claim('e', HASH, times)).toEqual({
			outcome: 'inFlight',
			leaseMs: times.leaseMs,
		});
		expect(Number(server.cli('pttl', key))).toBeLessThanOrEqual(times.leaseMs);
		expect(await store.extend('e', HASH, token, times)).toBe(true);
	});

	it('takes a hash whose lease is over', async () => {
		await store.claim('e', HASH, { ...times, leaseMs: 1 });
		while (server.cli('dbsize') !== '0');
		expect(await store.claim('e', HASH, times)).toMatchObject({ outcome: 'claimed' });
	});

	it('calls a repeat of an accepted request a duplicate and renews its window', async () => {
		await accept(store, 'e', HASH);
		server.cli('pexpire', `bull:synerise:dedup:e:${HASH}`, '60000');
		expect(await otherProcess().claim('e', HASH, times)).toEqual({ outcome: 'duplicate' });
		const left = Number(server.cli('pttl', `bull:synerise:dedup:e:${HASH}`));
		expect(left).toBeGreaterThan(times.windowMs - 60_000);
	});

	it('keeps endpoints and hashes apart', async () => {
		await accept(store, 'e', HASH);
		expect(await store.claim('f', HASH, times)).toMatchObject({ outcome: 'claimed' });
		expect(await store.claim('e', 'b'.repeat(64), times)).toMatchObject({ outcome: 'claimed' });
	});

	it('applies a shorter window to what was accepted before', async () => {
		await accept(store, 'e', HASH);
		const hourAgo = Date.now() - 3_600_000;
		server.cli('set', `bull:synerise:dedup:e:${HASH}`, `${hourAgo}:token`, 'px', '600000');
		const shorter = { ...times, windowMs: 60_000 };
		expect(await store.claim('e', HASH, shorter)).toMatchObject({ outcome: 'claimed' });
	});

	it.each([-300_000, 300_000])('ignores a process clock that is %d ms off', async (offsetMs) => {
		const wrong = otherProcess(offsetMs);
		await accept(wrong, 'e', HASH);
		expect(await store.claim('e', HASH, { ...times, windowMs: 60_000 })).toEqual({
			outcome: 'duplicate',
		});
		expect(await wrong.claim('e', HASH, { ...times, windowMs: 60_000 })).toEqual({
			outcome: 'duplicate',
		});
	});
});

describe('extend', () => {
	it('gives the lease more time', async () => {
		const { token } = (await store.claim('e', HASH, times)) as { token: string };
		expect(await store.extend('e', HASH, token, { leaseMs: MAX_LEASE_MS })).toBe(true);
		const again = (await store.claim('e', HASH, times)) as { leaseMs: number };
		expect(again.leaseMs).toBeGreaterThan(times.leaseMs);
	});

	it('says that a claim was lost to another one', async () => {
		const { token } = (await store.claim('e', HASH, times)) as { token: string };
		await store.release('e', HASH, token);
		await store.claim('e', HASH, times);
		expect(await store.extend('e', HASH, token, { leaseMs: 1_000 })).toBe(false);
	});

	it('puts back a lease that Redis lost', async () => {
		const { token } = (await store.claim('e', HASH, times)) as { token: string };
		server.cli('flushall');
		expect(await store.extend('e', HASH, token, { leaseMs: 1_000 })).toBe(true);
		expect(await store.claim('e', HASH, times)).toMatchObject({ outcome: 'inFlight' });
	});
});

describe('confirm', () => {
	it('can be repeated by its own claim', async () => {
		const token = await accept(store, 'e', HASH);
		expect(await store.confirm('e', HASH, token, times)).toBe(true);
	});

	it('says that a claim was lost to another one', async () => {
		const first = await store.claim('e', HASH, { ...times, leaseMs: 1 });
		while (server.cli('dbsize') !== '0');
		await accept(store, 'e', HASH);
		const { token } = first as { token: string };
		expect(await store.confirm('e', HASH, token, times)).toBe(false);
	});

	it('puts the accept on record after Redis lost the claim', async () => {
		const { token } = (await store.claim('e', HASH, times)) as { token: string };
		server.cli('flushall');
		expect(await store.confirm('e', HASH, token, times)).toBe(true);
		expect(await store.claim('e', HASH, times)).toEqual({ outcome: 'duplicate' });
	});
});

describe('release', () => {
	it('lets the next request in', async () => {
		const { token } = (await store.claim('e', HASH, times)) as { token: string };
		await store.release('e', HASH, token);
		expect(await store.claim('e', HASH, times)).toMatchObject({ outcome: 'claimed' });
	});

	it('leaves a claim of another and an accepted request alone', async () => {
		const token = await accept(store, 'e', HASH);
		await store.release('e', HASH, token);
		await store.release('e', HASH, 'stranger');
		expect(await store.claim('e', HASH, times)).toEqual({ outcome: 'duplicate' });
	});
});

it('needs one round trip for a claim', async () => {
	await store.claim('e', HASH, times);
	server.cli('config', 'resetstat');
	await store.claim('e', 'b'.repeat(64), times);
	const sent = server.cli('info', 'commandstats').match(/cmdstat_eval\w*:calls=\d+/g);
	expect(sent).toEqual(['cmdstat_evalsha:calls=1']);
});

it('sends its scripts again to a Redis that lost them', async () => {
	await accept(store, 'e', HASH);
	server.cli('script', 'flush');
	expect(await store.claim('e', HASH, times)).toEqual({ outcome: 'duplicate' });
});

describe('samples', () => {
	const sample: Sample = {
		requests: 1,
		parameters: [{ address: 'complaint.id', type: 'string', requests: 1 }],
	};

	it('are shared by all processes', async () => {
		await store.save('node', sample);
		expect(await otherProcess().load('node')).toEqual(sample);
	});

	it('are missing until one was saved', async () => {
		expect(await store.load('node')).toBeUndefined();
	});

	it('that cannot be read count as none', async () => {
		server.cli('set', 'bull:synerise:sample:node', '{');
		expect(await store.load('node')).toBeUndefined();
	});
});

it('counts the rate limit over all processes', async () => {
	const processes = [store, otherProcess(), otherProcess()];
	await Promise.all(processes.map((each) => each.check()));
	const replies = await Promise.all(
		Array.from({ length: 30 }, (_, index) => processes[index % 3]!.consume('e', 10)),
	);
	expect(replies.filter(({ retryAfterMs }) => retryAfterMs === 0)).toHaveLength(10);
});

it('counts logins of a minute over all processes, and takes back those that were right', async () => {
	const [one, other] = [store, otherProcess()];
	for (let count = 0; count < 10; count++) {
		await one.consume('login', 10, 60);
		await other.giveBack('login', 10, 60);
	}
	const guesses = await Promise.all(
		Array.from({ length: 12 }, (_, index) => [one, other][index % 2]!.consume('login', 10, 60)),
	);
	const refused = guesses.filter(({ retryAfterMs }) => retryAfterMs > 0);
	expect(refused).toHaveLength(2);
	expect(refused[0]!.retryAfterMs).toBeGreaterThan(1_000);
});

describe('check', () => {
	it('passes on a server that can be written to', async () => {
		await expect(store.check()).resolves.toBeUndefined();
	});

	it('names a replica', async () => {
		server.cli('replicaof', '127.0.0.1', '1');
		try {
			await expect(store.check()).rejects.toMatchObject({
				code: 'STORE_REFUSED',
				hint: 'This server is a replica: point n8n to the master.',
			});
		} finally {
			server.cli('replicaof', 'no', 'one');
		}
		await expect(store.check()).resolves.toBeUndefined();
	});

	it('names a full server', async () => {
		server.cli('config', 'set', 'maxmemory', '1');
		try {
			await expect(store.check()).rejects.toMatchObject({
				hint: expect.stringContaining('maxmemory'),
			});
		} finally {
			server.cli('config', 'set', 'maxmemory', '0');
		}
	});
});
