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
	store = new SqliteStore(file, time, time, { consume: () => ({ retryAfterMs: 0 }) });
});
afterEach(() => {
	store.close();
	rmSync(folder, { recursive: true, force: true });
});

const ids = (scope = 'project:one', endpoint = 'endpoint-1') =>
	store.requests(scope, endpoint, time.now()).map(({ requestId }) => requestId);
const numbered = (count: number, more = {}, first = 1) =>
	Array.from({ length: count }, (_, index) =>
		loggedRequest({ at: time.now(), requestId: String(first + index), ...more }),
	);
const refused = { outcome: 'refused', status: 401, cause: 'token expired' } as const;

it('gives back what was added, newest first', () => {
	const [one, two] = [
		loggedRequest({ at: time.now(), deduplicationHash: 'ab' }),
		loggedRequest({ at: time.now() + 1, ...refused, more: 7 }),
	];
	store.append(logBatch([one, two]));
	expect(store.requests('project:one', 'endpoint-1', time.now())).toEqual([two, one]);
});

it('keeps the newest of an endpoint', () => {
	store.append(logBatch(numbered(5), { entries: 3 }));
	expect(ids()).toEqual(['5', '4', '3']);
	store.append(logBatch(numbered(1, {}, 6), { entries: 3 }));
	expect(ids()).toEqual(['6', '5', '4']);
});

it('keeps half of the places from refused requests', () => {
	store.append(logBatch(numbered(4), { entries: 4 }));
	store.append(logBatch(numbered(50, refused, 5), { entries: 4 }));
	expect(ids()).toEqual(['54', '53', '4', '3']);
});

it('drops what is too old, also of endpoints that get no more requests', async () => {
	store.append(logBatch(numbered(2), { maxAgeMs: 1_000, endpoint: 'quiet' }));
	await time.advance(999);
	expect(ids('project:one', 'quiet')).toHaveLength(2);
	await time.advance(1);
	expect(ids('project:one', 'quiet')).toEqual([]);
	store.append(logBatch(numbered(1)));
	// Seen from before their end, they would be there still.
	expect(store.requests('project:one', 'quiet', 0)).toEqual([]);
});

it('keeps scopes apart, and tells each its endpoints', () => {
	store.append(logBatch(numbered(1)));
	const other = { scope: 'project:two', workflowId: 'workflow-2' };
	store.append(logBatch(numbered(1, {}, 2), { owner: other }));
	store.append(logBatch(numbered(1, {}, 3), { owner: other, endpoint: 'another-1' }));
	expect([ids(), ids('project:two')]).toEqual([['1'], ['2']]);
	expect(store.endpoints('project:one')).toEqual(['endpoint-1']);
	expect(store.endpoints('project:two')).toEqual(['another-1', 'endpoint-1']);
	expect(store.endpoints('project:three')).toEqual([]);
});

it('leaves an endpoint to the first workflow, which takes it along to another project', () => {
	const owned = (scope: string, workflowId: string, more = {}) =>
		store.append(logBatch(numbered(1, more), { owner: { scope, workflowId } }));
	owned('project:zero', 'workflow-0', { isTest: true });
	expect(store.scopeOf('endpoint-1')).toBeUndefined();
	owned('project:one', 'workflow-1');
	owned('project:two', 'workflow-2');
	expect(store.scopeOf('endpoint-1')).toBe('project:one');
	owned('project:three', 'workflow-1');
	expect(store.scopeOf('endpoint-1')).toBe('project:three');
});

it('grows no further once the log is full', () => {
	for (let turn = 0; turn < 20; turn++) store.append(logBatch(numbered(500), { entries: 500 }));
	store.close();
	const full = statSync(file).size;
	for (let turn = 0; turn < 60; turn++) store.append(logBatch(numbered(500), { entries: 500 }));
	store.close();
	expect(statSync(file).size).toBeLessThanOrEqual(full * 1.1);
});

describe('forget', () => {
	const hash = 'ab'.repeat(32);
	const times = { windowMs: 60_000, leaseMs: 30_000 };
	const claim = (endpoint = 'endpoint-1', value = hash) => {
		const claimed = store.claim(endpoint, value, times);
		if (claimed.outcome !== 'claimed') throw new Error(claimed.outcome);
		return claimed.token;
	};
	const accept = (endpoint = 'endpoint-1', value = hash) =>
		store.confirm(endpoint, value, claim(endpoint, value), times);

	it('tells when the last request came, as long as it is on record', async () => {
		expect(store.lookUp('endpoint-1', hash)).toBeUndefined();
		accept();
		expect(store.lookUp('endpoint-1', hash)).toBe(time.now());
		expect(store.lookUp('endpoint-2', hash)).toBeUndefined();
		await time.advance(times.windowMs);
		expect(store.lookUp('endpoint-1', hash)).toBeUndefined();
	});

	it('lets a repeat in again', () => {
		accept();
		expect(store.forget('endpoint-2', hash)).toBe(false);
		expect(store.forget('endpoint-1', hash)).toBe(true);
		expect(store.claim('endpoint-1', hash, times).outcome).toBe('claimed');
	});

	it('leaves a request that is being accepted alone', async () => {
		const token = claim();
		expect(store.lookUp('endpoint-1', hash)).toBeUndefined();
		expect(store.forget('endpoint-1', hash)).toBe(false);
		expect(await store.forgetAll('endpoint-1')).toBe(0);
		expect(store.confirm('endpoint-1', hash, token, times)).toBe(true);
	});

	it('forgets all of one endpoint, however many there are', async () => {
		const hashes = Array.from({ length: 2_100 }, (_, index) =>
			index.toString(16).padStart(64, '0'),
		);
		for (const each of hashes) accept('endpoint-1', each);
		accept('endpoint-2');
		expect(await store.forgetAll('endpoint-1')).toBe(hashes.length);
		expect(store.lookUp('endpoint-1', hashes[0]!)).toBeUndefined();
		expect(store.lookUp('endpoint-2', hash)).toBe(time.now());
	});
});
