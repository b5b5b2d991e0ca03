import { monotonicClock } from '../../core/clock';
import { createRedisStore } from '../../core/store/redis';
import type { IncomingStore } from '../../core/store/store';
import { type RedisServer, startRedis } from '../../host/redis';
import { logBatch, loggedRequest } from '../fixtures/logged-request';

let server: RedisServer;
let store: IncomingStore;
const now = loggedRequest().at;
const times = { windowMs: 60_000, leaseMs: 30_000 };
const refused = { outcome: 'refused', status: 401 } as const;

beforeAll(async () => {
	server = await startRedis();
});
beforeEach(() => {
	server.cli('flushall');
	const settings = { mode: 'single', nodes: [server], database: 0, prefix: 'bull' } as const;
	store = createRedisStore({ ...settings, nodes: [server] }, monotonicClock);
});
afterEach(() => store.close());
afterAll(() => server.dispose());

const numbered = (count: number, more = {}, first = 1) =>
	Array.from({ length: count }, (_, index) =>
		loggedRequest({ at: now + first + index, requestId: String(first + index), ...more }),
	);
const ids = async (scope = 'project:one', endpoint = 'endpoint-1', at = now) =>
	(await store.requests(scope, endpoint, at)).map(({ requestId }) => requestId);

it('keeps the newest of an endpoint, newest first, and half of the places from refused ones', async () => {
	await store.append(logBatch(numbered(5), { entries: 4 }));
	expect(await ids()).toEqual(['5', '4', '3', '2']);
	await store.append(logBatch(numbered(50, refused, 6), { entries: 4 }));
	expect(await ids()).toEqual(['55', '54', '5', '4']);
	await store.append(logBatch(numbered(1, refused, 56), { entries: 1 }));
	expect(await ids()).toEqual(['56']);
});

it('drops what is too old', async () => {
	await store.append(logBatch(numbered(2), { maxAgeMs: 1_000 }));
	expect(await ids('project:one', 'endpoint-1', now + 1_001)).toEqual(['2']);
	await store.append(logBatch(numbered(1, {}, 1_001), { maxAgeMs: 1_000 }));
	expect(await ids('project:one', 'endpoint-1', 0)).toEqual(['1001', '2']);
	expect(
		Number(server.cli('pttl', 'bull:synerise:log:{project:one:endpoint-1}:other')),
	).toBeGreaterThan(0);
});

it('keeps scopes apart, and leaves an endpoint to the first workflow', async () => {
	const owned = (scope: string, workflowId: string) =>
		store.append(logBatch(numbered(1), { owner: { scope, workflowId } }));
	await store.append(logBatch(numbered(1, { isTest: true })));
	expect(await store.scopeOf('endpoint-1')).toBeUndefined();
	await owned('project:one', 'workflow-1');
	await owned('project:two', 'workflow-2');
	expect(await store.scopeOf('endpoint-1')).toBe('project:one');
	expect(await ids('project:two')).toEqual(['1']);
	expect(await ids('project:three')).toEqual([]);
	expect(await store.endpoints('project:two')).toEqual(['endpoint-1']);
	await owned('project:three', 'workflow-1');
	expect(await store.scopeOf('endpoint-1')).toBe('project:three');
});

it('forgets what is on record, never a request that is being accepted', async () => {
	const hashes = Array.from({ length: 30 }, (_, index) => index.toString(16).padStart(64, '0'));
	const claim = async (endpoint: string, hash: string) => {
		const claimed = await store.claim(endpoint, hash, times);
		if (claimed.outcome !== 'claimed') throw new Error(claimed.outcome);
		return claimed.token;
	};
	for (const hash of hashes) {
		await store.confirm('end*', hash, await claim('end*', hash), times);
	}
	const other = hashes[0]!;
	await store.confirm('endpoint-2', other, await claim('endpoint-2', other), times);
	const open = 'f'.repeat(64);
	const token = await claim('end*', open);
	expect(await store.lookUp('end*', other)).toBeGreaterThan(0);
	expect(await store.forget('end*', other)).toBe(true);
	expect(await store.forget('end*', other)).toBe(false);
	expect(await store.forget('end*', open)).toBe(false);
	expect(await store.forgetAll('end*')).toBe(29);
	expect(await store.lookUp('end*', open)).toBeUndefined();
	expect(await store.confirm('end*', open, token, times)).toBe(true);
	expect(await store.lookUp('endpoint-2', other)).toBeGreaterThan(0);
});
