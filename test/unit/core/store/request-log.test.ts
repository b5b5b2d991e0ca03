import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { SqliteStore } from '../../../../core/store/sqlite';
import { logBatch, loggedRequest } from '../../../fixtures/logged-request';
import { ManualTime } from '../../../fixtures/manual-time';

let folder: string;
let file: string;
let time: ManualTime;
let store: SqliteStore;

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'request-log-'));
	file = path.join(folder, 'store.sqlite');
	time = new ManualTime();
	store = new SqliteStore(file, {
		clock: time,
		monotonic: time,
		timers: time,
		limiter: { consume: () => ({ retryAfterMs: 0 }), giveBack: () => undefined },
	});
});
afterEach(() => {
	store.close();
	rmSync(folder, { recursive: true, force: true });
});

const ids = async (scope = 'project:one', endpoint = 'endpoint-1') =>
	(await store.requests(scope, endpoint, time.now())).map(({ requestId }) => requestId);
const numbered = (count: number, more = {}, first = 1) =>
	Array.from({ length: count }, (_, index) =>
		loggedRequest({ at: time.now(), requestId: String(first + index), ...more }),
	);
const refused = { outcome: 'refused', status: 401, cause: 'token expired' } as const;

it('gives back what was added, newest first', async () => {
	const [one, two] = [
		loggedRequest({ at: time.now(), deduplicationHash: 'ab' }),
		loggedRequest({ at: time.now() + 1, ...refused, more: 7 }),
	];
	await store.append(logBatch([one, two]));
	expect(await store.requests('project:one', 'endpoint-1', time.now())).toEqual([two, one]);
});

it('keeps the newest of an endpoint', async () => {
	await store.append(logBatch(numbered(5), { entries: 3 }));
	expect(await ids()).toEqual(['5', '4', '3']);
	await store.append(logBatch(numbered(1, {}, 6), { entries: 3 }));
	expect(await ids()).toEqual(['6', '5', '4']);
});

it('keeps half of the places from refused requests', async () => {
	await store.append(logBatch(numbered(4), { entries: 4 }));
	await store.append(logBatch(numbered(50, refused, 5), { entries: 4 }));
	expect(await ids()).toEqual(['54', '53', '4', '3']);
});

it('drops what is too old, also of endpoints that get no more requests', async () => {
	await store.append(logBatch(numbered(2), { maxAgeMs: 1_000, endpoint: 'quiet' }));
	await time.advance(999);
	expect(await ids('project:one', 'quiet')).toHaveLength(2);
	await time.advance(1);
	expect(await ids('project:one', 'quiet')).toEqual([]);
	await store.append(logBatch(numbered(1)));
	// Seen from before their end, they would be there still.
	expect(await store.requests('project:one', 'quiet', 0)).toEqual([]);
});

it('keeps scopes apart, and tells each its endpoints', async () => {
	await store.append(logBatch(numbered(1)));
	const other = { scope: 'project:two', workflowId: 'workflow-2' };
	await store.append(logBatch(numbered(1, {}, 2), { owner: other }));
	await store.append(logBatch(numbered(1, {}, 3), { owner: other, endpoint: 'another-1' }));
	expect([await ids(), await ids('project:two')]).toEqual([['1'], ['2']]);
	expect(await store.endpoints('project:one')).toEqual(['endpoint-1']);
	expect(await store.endpoints('project:two')).toEqual(['another-1', 'endpoint-1']);
	expect(await store.endpoints('project:three')).toEqual([]);
});

it('leaves an endpoint to the first workflow, which takes it along to another project', async () => {
	const owned = (scope: string, workflowId: string, more = {}) =>
		store.append(logBatch(numbered(1, more), { owner: { scope, workflowId } }));
	await owned('project:zero', 'workflow-0', { isTest: true });
	expect(await store.scopeOf('endpoint-1')).toBeUndefined();
	await owned('project:one', 'workflow-1');
	await owned('project:two', 'workflow-2');
	expect(await store.scopeOf('endpoint-1')).toBe('project:one');
	await owned('project:three', 'workflow-1');
	expect(await store.scopeOf('endpoint-1')).toBe('project:three');
});

it('grows no further once the log is full', async () => {
	for (let turn = 0; turn < 20; turn++)
		await store.append(logBatch(numbered(500), { entries: 500 }));
	store.close();
	const full = statSync(file).size;
	for (let turn = 0; turn < 60; turn++)
		await store.append(logBatch(numbered(500), { entries: 500 }));
	store.close();
	expect(statSync(file).size).toBeLessThanOrEqual(full * 1.1);
});

describe('forget', () => {
	const hash = 'ab'.repeat(32);
	const times = { windowMs: 60_000, leaseMs: 30_000 };
	const claim = async (endpoint = 'endpoint-1', value = hash) => {
		const claimed = await store.claim(endpoint, value, times);
		if (claimed.outcome !== 'claimed') throw new Error(claimed.outcome);
		return claimed.token;
	};
	const accept = async (endpoint = 'endpoint-1', value = hash) =>
		await store.confirm(endpoint, value, await claim(endpoint, value), times);

	it('tells when the last request came, as long as it is on record', async () => {
		expect(await store.lookUp('endpoint-1', hash)).toBeUndefined();
		await accept();
		expect(await store.lookUp('endpoint-1', hash)).toBe(time.now());
		expect(await store.lookUp('endpoint-2', hash)).toBeUndefined();
		await time.advance(times.windowMs);
		expect(await store.lookUp('endpoint-1', hash)).toBeUndefined();
	});

	it('lets a repeat in again', async () => {
		await accept();
		expect(await store.forget('endpoint-2', hash)).toBe(false);
		expect(await store.forget('endpoint-1', hash)).toBe(true);
		expect(await store.claim('endpoint-1', hash, times)).toMatchObject({ outcome: 'claimed' });
	});

	it('leaves a request that is being accepted alone', async () => {
		const token = await claim();
		expect(await store.lookUp('endpoint-1', hash)).toBeUndefined();
		expect(await store.forget('endpoint-1', hash)).toBe(false);
		expect(await store.forgetAll('endpoint-1')).toBe(0);
		expect(await store.confirm('endpoint-1', hash, token, times)).toBe(true);
	});

	it('forgets all of one endpoint, however many there are', async () => {
		const hashes = Array.from({ length: 2_100 }, (_, index) =>
			index.toString(16).padStart(64, '0'),
		);
		for (const each of hashes) await accept('endpoint-1', each);
		await accept('endpoint-2');
		expect(await store.forgetAll('endpoint-1')).toBe(hashes.length);
		expect(await store.lookUp('endpoint-1', hashes[0]!)).toBeUndefined();
		expect(await store.lookUp('endpoint-2', hash)).toBe(time.now());
	});
});
