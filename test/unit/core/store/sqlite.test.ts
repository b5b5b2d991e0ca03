import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';

import { SqliteStore } from '../../../../core/store/sqlite';
import type { StoreError, Sample } from '../../../../core/store/store';
import { ManualTime } from '../../../fixtures/manual-time';

const DAY_MS = 24 * 60 * 60 * 1000;
const times = { windowMs: 7 * DAY_MS, leaseMs: 30_000 };
const [endpoint, other] = ['endpoint-1', 'endpoint-2'];
const hash = 'ab'.repeat(32);

let folder: string;
let file: string;
let time: ManualTime;
let store: SqliteStore;
/** How far the clocks were set, apart from the time that passes. */
let wall: number;
let uptime: number;
let damages: string[];
const limiter = { consume: () => ({ retryAfterMs: 7 }), giveBack: () => undefined };
const openStore = () =>
	new SqliteStore(file, {
		clock: { now: () => time.now() + wall },
		monotonic: { now: () => time.now() + uptime },
		timers: time,
		limiter,
		onDamage: (message) => damages.push(message),
	});

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'sqlite-store-'));
	file = path.join(folder, 'store.sqlite');
	time = new ManualTime();
	wall = 0;
	uptime = 0;
	damages = [];
	store = openStore();
});

afterEach(() => {
	store.close();
	rmSync(folder, { recursive: true, force: true });
});

async function claimed(value = hash, from = store): Promise<string> {
	const claim = await from.claim(endpoint, value, times);
	if (claim.outcome !== 'claimed') throw new Error(`The claim ended as ${claim.outcome}`);
	return claim.token;
}

const accept = async (value = hash) =>
	await store.confirm(endpoint, value, await claimed(value), times);

describe('claim', () => {
	it('gives a hash to one request and tells the next how long the lease is', async () => {
		await claimed();
		expect(await store.claim(endpoint, hash, times)).toEqual({
			outcome: 'inFlight',
			leaseMs: 30_000,
		});
	});

	it('keeps endpoints apart', async () => {
		await accept();
		expect((await store.claim(other, hash, times)).outcome).toBe('claimed');
	});

	it('gives a hash to the next one when the lease is over', async () => {
		const token = await claimed();
		await time.advance(times.leaseMs);
		const later = await claimed();
		expect(later).not.toBe(token);
		expect(await store.confirm(endpoint, hash, token, times)).toBe(false);
		expect(await store.confirm(endpoint, hash, later, times)).toBe(true);
	});

	it('gives a released hash to the next one', async () => {
		await store.release(endpoint, hash, await claimed());
		expect((await store.claim(endpoint, hash, times)).outcome).toBe('claimed');
	});

	it('slides the window with every duplicate', async () => {
		await accept();
		for (let repeat = 0; repeat < 3; repeat++) {
			await time.advance(times.windowMs - 1);
			expect(await store.claim(endpoint, hash, times)).toEqual({ outcome: 'duplicate' });
		}
		await time.advance(times.windowMs);
		expect((await store.claim(endpoint, hash, times)).outcome).toBe('claimed');
	});

	it('applies a changed window at once', async () => {
		await accept();
		await time.advance(2 * DAY_MS);
		expect((await store.claim(endpoint, hash, { ...times, windowMs: DAY_MS })).outcome).toBe(
			'claimed',
		);
	});
});

describe('a claim that is held', () => {
	it('is extended while its request waits', async () => {
		const token = await claimed();
		await time.advance(20_000);
		expect(await store.extend(endpoint, hash, token, times)).toBe(true);
		await time.advance(20_000);
		expect(await store.claim(endpoint, hash, times)).toEqual({
			outcome: 'inFlight',
			leaseMs: 10_000,
		});
	});

	it('is neither extended nor released by another or after its accept', async () => {
		const token = await claimed();
		expect(await store.extend(endpoint, hash, 'other', times)).toBe(false);
		await store.release(endpoint, hash, 'other');
		expect((await store.claim(endpoint, hash, times)).outcome).toBe('inFlight');
		await store.confirm(endpoint, hash, token, times);
		expect(await store.extend(endpoint, hash, token, times)).toBe(false);
		await store.release(endpoint, hash, token);
		expect((await store.claim(endpoint, hash, times)).outcome).toBe('duplicate');
	});
});

describe('the file', () => {
	it('keeps accepts, leases and samples over a restart', async () => {
		const sample: Sample = {
			requests: 1,
			parameters: [{ address: 'a', type: 'string', requests: 1 }],
		};
		await accept();
		await claimed('cd'.repeat(32));
		await store.save(endpoint, sample);
		store.close();
		store = openStore();
		expect((await store.claim(endpoint, hash, times)).outcome).toBe('duplicate');
		expect((await store.claim(endpoint, 'cd'.repeat(32), times)).outcome).toBe('inFlight');
		expect(await store.load(endpoint)).toEqual(sample);
		expect(await store.load(other)).toBeUndefined();
	});

	it('is shared by several connections', async () => {
		const second = openStore();
		await accept();
		expect((await second.claim(endpoint, hash, times)).outcome).toBe('duplicate');
		second.close();
	});

	it('gives each hash to one of several processes', async () => {
		const script = path.join(__dirname, '../../../fixtures/claim-all.ts');
		const run = () =>
			promisify(execFile)(process.execPath, ['--import', 'tsx', script, file, '300']);
		const results = await Promise.all([run(), run(), run()]);
		const got = results.flatMap(({ stdout }) => JSON.parse(stdout) as number[]);
		expect(got.sort((a, b) => a - b)).toEqual(Array.from({ length: 300 }, (_, i) => i));
	}, 60_000);

	it('is swept of what expired, whatever lies between, and shrinks', async () => {
		const spread = (i: number) => (i * 7919).toString(16).padStart(8, '0').repeat(8);
		for (let i = 0; i < 3_500; i++) await accept(spread(i));
		await time.advance(1_000);
		const database = new DatabaseSync(file);
		database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
		const before = statSync(file).size;
		await time.advance(times.windowMs);
		const fresh = Array.from({ length: 40 }, (_, i) => spread(i * 90));
		for (const value of fresh) await accept(value);
		await time.advance(11 * 60_000);
		database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
		const kept = database.prepare('SELECT lower(hex(hash)) AS hash FROM claims').all();
		expect(kept.map((row) => row['hash']).sort()).toEqual([...fresh].sort());
		expect(statSync(file).size).toBeLessThan(before / 2);
		database.close();
	});

	it('is swept also when no request comes any more', async () => {
		await accept();
		await time.advance(times.windowMs + 11 * 60_000);
		const database = new DatabaseSync(file);
		expect(database.prepare('SELECT count(*) AS count FROM claims').get()).toEqual({ count: 0 });
		database.close();
		expect(time.plans).toBe(1);
	});
});

describe('the clock', () => {
	it('ends no lease when it is set forward', async () => {
		const token = await claimed();
		wall = 31_000;
		expect(await store.claim(endpoint, hash, times)).toMatchObject({ outcome: 'inFlight' });
		expect(await store.confirm(endpoint, hash, token, times)).toBe(true);
	});

	it('keeps no lease longer when it is set back', async () => {
		wall = DAY_MS;
		await claimed();
		wall = 0;
		await time.advance(times.leaseMs);
		expect(await store.claim(endpoint, hash, times)).toMatchObject({ outcome: 'claimed' });
	});

	it('may start again with the machine: a lease from before is over', async () => {
		await claimed();
		uptime = -DAY_MS;
		expect(await store.claim(endpoint, hash, times)).toMatchObject({ outcome: 'claimed' });
	});
});

describe('a file in trouble', () => {
	it('starts anew when the file was deleted, and keeps the claim that is held', async () => {
		await accept();
		const held = await claimed('cd'.repeat(32));
		rmSync(file);
		expect((await store.claim(endpoint, hash, times)).outcome).toBe('claimed');
		expect(await store.confirm(endpoint, 'cd'.repeat(32), held, times)).toBe(true);
		expect((await store.claim(endpoint, 'cd'.repeat(32), times)).outcome).toBe('duplicate');
	});

	it('goes on with a file that was put in its place', async () => {
		await accept();
		rmSync(file);
		writeFileSync(file, '');
		expect((await store.claim(endpoint, hash, times)).outcome).toBe('claimed');
	});

	it.each([
		['truncated', () => truncateSync(file, 0)],
		['overwritten', () => writeFileSync(file, 'no database '.repeat(1_000))],
	])('sets a %s file aside or empties it, and goes on', async (_name, harm) => {
		await accept();
		store.close();
		harm();
		expect((await store.claim(endpoint, hash, times)).outcome).toBe('claimed');
		expect((await store.claim(endpoint, hash, times)).outcome).toBe('inFlight');
	});

	it('writes back what was cut off while it is still in the journal', async () => {
		await accept();
		truncateSync(file, 0);
		expect((await store.claim(endpoint, hash, times)).outcome).toBe('duplicate');
		expect(statSync(file).size).toBeGreaterThan(0);
		store.close();
		store = openStore();
		expect((await store.claim(endpoint, hash, times)).outcome).toBe('duplicate');
	});

	it.each([0, 100, 4096, 5000])(
		'never takes a new request for a duplicate after the file was cut to %d bytes in use',
		async (size) => {
			for (let i = 0; i < 500; i++) await accept(i.toString(16).padStart(64, '0'));
			const database = new DatabaseSync(file);
			database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
			database.close();
			truncateSync(file, size);
			for (let i = 500; i < 1_000; i++) {
				expect((await store.claim(endpoint, i.toString(16).padStart(64, '0'), times)).outcome).toBe(
					'claimed',
				);
			}
		},
	);

	it('waits for a lock without standing still, and says so when it waits in vain', async () => {
		await claimed();
		const database = new DatabaseSync(file);
		database.exec('BEGIN EXCLUSIVE');
		const claims = Array.from({ length: 20 }, () =>
			Promise.resolve(store.claim(endpoint, hash, times)),
		);
		const codes = Promise.all(
			claims.map((claim) => claim.catch((error: StoreError) => error.code)),
		);
		await time.advance(2_000);
		expect(await codes).toEqual(Array.from({ length: 20 }, () => 'STORE_LOCKED'));
		expect(time.plans).toBe(1);
		database.exec('ROLLBACK');
		database.close();
		expect(await store.claim(endpoint, hash, times)).toMatchObject({ outcome: 'inFlight' });
	});

	it('does all that waited once the lock is gone, in its order', async () => {
		const token = await claimed();
		const database = new DatabaseSync(file);
		database.exec('BEGIN EXCLUSIVE');
		const confirmed = store.confirm(endpoint, hash, token, times);
		const repeated = store.claim(endpoint, hash, times);
		await time.advance(100);
		database.exec('ROLLBACK');
		database.close();
		await time.advance(100);
		expect(await confirmed).toBe(true);
		expect(await repeated).toEqual({ outcome: 'duplicate' });
	});

	it('is not locked for longer when the clock is set back', async () => {
		const token = await claimed();
		const database = new DatabaseSync(file);
		database.exec('BEGIN EXCLUSIVE');
		const late = Promise.resolve(store.confirm(endpoint, hash, token, times)).catch(
			(error: StoreError) => error.code,
		);
		wall = -3_600_000;
		await time.advance(1_100);
		expect(await late).toBe('STORE_LOCKED');
		database.exec('ROLLBACK');
		database.close();
		expect(await store.confirm(endpoint, hash, token, times)).toBe(true);
	});

	it('goes on with a new journal when that was deleted, and loses no claim', async () => {
		await accept();
		rmSync(`${file}-wal`);
		await accept('cd'.repeat(32));
		await time.advance(1_000);
		expect(await store.claim(endpoint, hash, times)).toEqual({ outcome: 'duplicate' });
		await accept('ef'.repeat(32));
		const second = openStore();
		for (const value of [hash, 'cd'.repeat(32), 'ef'.repeat(32)]) {
			expect(await second.claim(endpoint, value, times)).toEqual({ outcome: 'duplicate' });
		}
		second.close();
	});

	it('says that it begins again when the file is damaged', async () => {
		await accept();
		store.close();
		writeFileSync(file, 'no database '.repeat(1_000));
		expect(await store.claim(endpoint, hash, times)).toMatchObject({ outcome: 'claimed' });
		expect(damages).toEqual([expect.stringContaining(`${file}.damaged`)]);
		await nextTurn();
		expect(await store.damagedAt()).toBe(time.now());
		store.close();
		store = openStore();
		expect(await store.damagedAt()).toBe(time.now());
	});

	it('has never begun again while the file is whole', async () => {
		await accept();
		expect(await store.damagedAt()).toBeUndefined();
	});

	it('names the file and what to do when it cannot be opened', async () => {
		mkdirSync(file);
		await expect(store.check()).rejects.toThrow(
			expect.objectContaining({
				code: 'STORE_UNUSABLE',
				message: expect.stringContaining(file) as string,
				hint: expect.stringContaining('folder') as string,
			}),
		);
	});

	it('names a folder that is missing', async () => {
		rmSync(folder, { recursive: true });
		expect(() => store.claim(endpoint, hash, times)).toThrow(/cannot be opened or created/);
	});
});

describe('check', () => {
	it('creates the file and proves that it can be written', async () => {
		await store.check();
		expect(statSync(file).isFile()).toBe(true);
	});
});

describe('consume', () => {
	it('leaves counting to the limiter it was given', () => {
		expect(store.consume(endpoint, 1)).toEqual({ retryAfterMs: 7 });
	});
});
