import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';

import { SqliteStore } from '../../../../core/store/sqlite';
import { StoreError, type Sample } from '../../../../core/store/store';
import { ManualTime } from '../../../fixtures/manual-time';

const DAY_MS = 24 * 60 * 60 * 1000;
const times = { windowMs: 7 * DAY_MS, leaseMs: 30_000 };
const [endpoint, other] = ['endpoint-1', 'endpoint-2'];
const hash = 'ab'.repeat(32);

let folder: string;
let file: string;
let time: ManualTime;
let store: SqliteStore;
const limiter = { consume: () => ({ retryAfterMs: 7 }) };
const openStore = () => new SqliteStore(file, time, time, limiter);

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'sqlite-store-'));
	file = path.join(folder, 'store.sqlite');
	time = new ManualTime();
	store = openStore();
});

afterEach(() => {
	store.close();
	rmSync(folder, { recursive: true, force: true });
});

function claimed(value = hash, from = store): string {
	const claim = from.claim(endpoint, value, times);
	if (claim.outcome !== 'claimed') throw new Error(`The claim ended as ${claim.outcome}`);
	return claim.token;
}

const accept = (value = hash) => store.confirm(endpoint, value, claimed(value), times);

describe('claim', () => {
	it('gives a hash to one request and tells the next how long the lease is', () => {
		claimed();
		expect(store.claim(endpoint, hash, times)).toEqual({ outcome: 'inFlight', leaseMs: 30_000 });
	});

	it('keeps endpoints apart', () => {
		accept();
		expect(store.claim(other, hash, times).outcome).toBe('claimed');
	});

	it('gives a hash to the next one when the lease is over', async () => {
		const token = claimed();
		await time.advance(times.leaseMs);
		const later = claimed();
		expect(later).not.toBe(token);
		expect(store.confirm(endpoint, hash, token, times)).toBe(false);
		expect(store.confirm(endpoint, hash, later, times)).toBe(true);
	});

	it('gives a released hash to the next one', () => {
		store.release(endpoint, hash, claimed());
		expect(store.claim(endpoint, hash, times).outcome).toBe('claimed');
	});

	it('slides the window with every duplicate', async () => {
		accept();
		for (let repeat = 0; repeat < 3; repeat++) {
			await time.advance(times.windowMs - 1);
			expect(store.claim(endpoint, hash, times)).toEqual({ outcome: 'duplicate' });
		}
		await time.advance(times.windowMs);
		expect(store.claim(endpoint, hash, times).outcome).toBe('claimed');
	});

	it('applies a changed window at once', async () => {
		accept();
		await time.advance(2 * DAY_MS);
		expect(store.claim(endpoint, hash, { ...times, windowMs: DAY_MS }).outcome).toBe('claimed');
	});
});

describe('a claim that is held', () => {
	it('is extended while its request waits', async () => {
		const token = claimed();
		await time.advance(20_000);
		expect(store.extend(endpoint, hash, token, times)).toBe(true);
		await time.advance(20_000);
		expect(store.claim(endpoint, hash, times)).toEqual({ outcome: 'inFlight', leaseMs: 10_000 });
	});

	it('is neither extended nor released by another or after its accept', () => {
		const token = claimed();
		expect(store.extend(endpoint, hash, 'other', times)).toBe(false);
		store.release(endpoint, hash, 'other');
		expect(store.claim(endpoint, hash, times).outcome).toBe('inFlight');
		store.confirm(endpoint, hash, token, times);
		expect(store.extend(endpoint, hash, token, times)).toBe(false);
		store.release(endpoint, hash, token);
		expect(store.claim(endpoint, hash, times).outcome).toBe('duplicate');
	});
});

describe('the file', () => {
	it('keeps accepts, leases and samples over a restart', () => {
		const sample: Sample = {
			requests: 1,
			parameters: [{ address: 'a', type: 'string', requests: 1 }],
		};
		accept();
		claimed('cd'.repeat(32));
		store.save(endpoint, sample);
		store.close();
		store = openStore();
		expect(store.claim(endpoint, hash, times).outcome).toBe('duplicate');
		expect(store.claim(endpoint, 'cd'.repeat(32), times).outcome).toBe('inFlight');
		expect(store.load(endpoint)).toEqual(sample);
		expect(store.load(other)).toBeUndefined();
	});

	it('is shared by several connections', () => {
		const second = openStore();
		accept();
		expect(second.claim(endpoint, hash, times).outcome).toBe('duplicate');
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
		for (let i = 0; i < 3_500; i++) accept(spread(i));
		await time.advance(1_000);
		const database = new DatabaseSync(file);
		database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
		const before = statSync(file).size;
		await time.advance(times.windowMs);
		const fresh = Array.from({ length: 40 }, (_, i) => spread(i * 90));
		for (const value of fresh) accept(value);
		store.claim(other, hash, times);
		await time.advance(5_000);
		database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
		const kept = database.prepare('SELECT lower(hex(hash)) AS hash FROM claims').all();
		expect(kept.map((row) => row['hash']).sort()).toEqual([...fresh, hash].sort());
		expect(statSync(file).size).toBeLessThan(before / 2);
		database.close();
	});

	it('sweeps no more often than once in ten minutes', async () => {
		claimed();
		expect(time.plans).toBe(1);
		await time.advance(9 * 60_000 + 59_000);
		expect(store.claim(endpoint, hash, times).outcome).toBe('claimed');
		expect(time.plans).toBe(0);
		await time.advance(1_000);
		store.claim(endpoint, hash, times);
		expect(time.plans).toBe(1);
	});
});

describe('a file in trouble', () => {
	it('starts anew when the file was deleted, and keeps the claim that is held', () => {
		accept();
		const held = claimed('cd'.repeat(32));
		rmSync(file);
		expect(store.claim(endpoint, hash, times).outcome).toBe('claimed');
		expect(store.confirm(endpoint, 'cd'.repeat(32), held, times)).toBe(true);
		expect(store.claim(endpoint, 'cd'.repeat(32), times).outcome).toBe('duplicate');
	});

	it('goes on with a file that was put in its place', () => {
		accept();
		rmSync(file);
		writeFileSync(file, '');
		expect(store.claim(endpoint, hash, times).outcome).toBe('claimed');
	});

	it.each([
		['truncated', () => truncateSync(file, 0)],
		['overwritten', () => writeFileSync(file, 'no database '.repeat(1_000))],
	])('sets a %s file aside or empties it, and goes on', (_name, harm) => {
		accept();
		store.close();
		harm();
		expect(store.claim(endpoint, hash, times).outcome).toBe('claimed');
		expect(store.claim(endpoint, hash, times).outcome).toBe('inFlight');
	});

	it('writes back what was cut off while it is still in the journal', () => {
		accept();
		truncateSync(file, 0);
		expect(store.claim(endpoint, hash, times).outcome).toBe('duplicate');
		expect(statSync(file).size).toBeGreaterThan(0);
		store.close();
		store = openStore();
		expect(store.claim(endpoint, hash, times).outcome).toBe('duplicate');
	});

	it.each([0, 100, 4096, 5000])(
		'never takes a new request for a duplicate after the file was cut to %d bytes in use',
		(size) => {
			for (let i = 0; i < 500; i++) accept(i.toString(16).padStart(64, '0'));
			const database = new DatabaseSync(file);
			database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
			database.close();
			truncateSync(file, size);
			for (let i = 500; i < 1_000; i++) {
				expect(store.claim(endpoint, i.toString(16).padStart(64, '0'), times).outcome).toBe(
					'claimed',
				);
			}
		},
	);

	it('says so when another program locks it, and waits only once', () => {
		claimed();
		const database = new DatabaseSync(file);
		database.exec('BEGIN EXCLUSIVE');
		const started = performance.now();
		for (let i = 0; i < 20; i++) {
			expect(() => store.claim(endpoint, hash, times)).toThrow(
				expect.objectContaining({ code: 'STORE_LOCKED' }),
			);
		}
		// Twenty waits would take twenty seconds.
		expect(performance.now() - started).toBeLessThan(10_000);
		database.exec('ROLLBACK');
		database.close();
	});

	it('goes on when the lock is gone', async () => {
		const token = claimed();
		const database = new DatabaseSync(file);
		database.exec('BEGIN EXCLUSIVE');
		expect(() => store.confirm(endpoint, hash, token, times)).toThrow(StoreError);
		database.exec('ROLLBACK');
		database.close();
		expect(store.confirm(endpoint, hash, token, times)).toBe(true);
		await time.advance(2_000);
		expect(store.claim(endpoint, hash, times).outcome).toBe('duplicate');
	});

	it('names the file and what to do when it cannot be opened', () => {
		mkdirSync(file);
		expect(() => store.check()).toThrow(
			expect.objectContaining({
				code: 'STORE_UNUSABLE',
				message: expect.stringContaining(file) as string,
				hint: expect.stringContaining('folder') as string,
			}),
		);
	});

	it('names a folder that is missing', () => {
		rmSync(folder, { recursive: true });
		expect(() => store.claim(endpoint, hash, times)).toThrow(/cannot be opened or created/);
	});
});

describe('check', () => {
	it('creates the file and proves that it can be written', () => {
		store.check();
		expect(statSync(file).isFile()).toBe(true);
	});
});

describe('consume', () => {
	it('leaves counting to the limiter it was given', () => {
		expect(store.consume(endpoint, 1)).toEqual({ retryAfterMs: 7 });
	});
});
