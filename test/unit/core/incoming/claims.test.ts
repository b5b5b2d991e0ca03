import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { claimHash, type ClaimOutcome, type HeldClaim } from '../../../../core/incoming/claims';
import { SqliteStore } from '../../../../core/store/sqlite';
import { StoreError } from '../../../../core/store/store';
import { ManualTime } from '../../../fixtures/manual-time';

const key = { endpoint: 'endpoint', hash: 'ab'.repeat(32), windowMs: 60 * 60 * 1_000 };

let folder: string;
let time: ManualTime;
let store: SqliteStore;

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'claims-'));
	time = new ManualTime();
	store = new SqliteStore(path.join(folder, 'store.sqlite'), {
		clock: time,
		monotonic: time,
		timers: time,
		limiter: { consume: () => ({ retryAfterMs: 0 }), giveBack: () => undefined },
	});
});

afterEach(() => {
	store.close();
	rmSync(folder, { recursive: true });
});

const claim = (isGone = () => false) =>
	claimHash({ store, monotonic: time, timers: time }, key, isGone);

async function held(): Promise<HeldClaim> {
	const outcome = await claim();
	if (outcome.outcome !== 'claimed') throw new Error(`The claim ended as ${outcome.outcome}`);
	return outcome.claim;
}

/** A claim that has to wait, and how it ended so far. */
function waiting(isGone?: () => boolean) {
	const state: { outcome?: ClaimOutcome['outcome'] } = {};
	const done = claim(isGone).then(({ outcome }) => {
		state.outcome = outcome;
	});
	return { state, done };
}

describe('claimHash', () => {
	it('waits for the outcome of the request it repeats: accepted', async () => {
		const first = await held();
		const second = waiting();
		await time.advance(1_000);
		expect(second.state.outcome).toBeUndefined();
		expect(await first.confirm()).toBe(true);
		await time.advance(100);
		expect(second.state.outcome).toBe('duplicate');
	});

	it('waits for the outcome of the request it repeats: not accepted', async () => {
		const first = await held();
		const second = waiting();
		await time.advance(1_000);
		await first.release();
		await time.advance(100);
		expect(second.state.outcome).toBe('claimed');
	});

	it('gives up after a while', async () => {
		await held();
		const second = waiting();
		await time.advance(7_900);
		expect(second.state.outcome).toBeUndefined();
		await time.advance(200);
		expect(second.state.outcome).toBe('inFlight');
	});

	it('does not wait for a sender that hung up', async () => {
		await held();
		const second = waiting(() => true);
		await second.done;
		expect(second.state.outcome).toBe('inFlight');
	});
});

describe('a held claim', () => {
	it('outlives its lease while it waits for n8n', async () => {
		const first = await held();
		await time.advance(5 * 60 * 1_000);
		expect(await store.claim(key.endpoint, key.hash, { ...key, leaseMs: 1 })).toMatchObject({
			outcome: 'inFlight',
		});
		expect(await first.confirm()).toBe(true);
	});

	it('is taken for lost after a quarter of an hour', async () => {
		const first = await held();
		await time.advance(16 * 60 * 1_000);
		const second = await held();
		expect(await first.confirm()).toBe(false);
		expect(await second.confirm()).toBe(true);
	});

	it('plans nothing any more once it is settled', async () => {
		const first = await held();
		await time.advance(1_000);
		await first.confirm();
		const plans = time.plans;
		const second = await claimHash(
			{ store, monotonic: time, timers: time },
			{ ...key, hash: 'cd'.repeat(32) },
			() => false,
		);
		if (second.outcome === 'claimed') await second.claim.release();
		expect(time.plans).toBe(plans);
	});

	it('is confirmed at another try when the store was locked for a moment', async () => {
		const first = await held();
		const lock = new DatabaseSync(path.join(folder, 'store.sqlite'));
		lock.exec('BEGIN EXCLUSIVE');
		const confirmed = first.confirm();
		lock.exec('ROLLBACK');
		lock.close();
		await time.advance(1_000);
		expect(await confirmed).toBe(true);
	});

	it('tells when it cannot be put on record', async () => {
		const first = await held();
		const lock = new DatabaseSync(path.join(folder, 'store.sqlite'));
		lock.exec('BEGIN EXCLUSIVE');
		const refused = expect(first.confirm()).rejects.toBeInstanceOf(StoreError);
		await time.advance(5_000);
		await refused;
		const released = first.release();
		await time.advance(2_000);
		await released;
		lock.exec('ROLLBACK');
		lock.close();
	});
});
