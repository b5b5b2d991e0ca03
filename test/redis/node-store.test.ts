import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { startRedis } from '../../host/redis';
import { storeFor, warningFor } from '../../nodes/shared/store';

const times = { windowMs: 60_000, leaseMs: 30_000 };
const HASH = 'a'.repeat(64);

/** Settings of this n8n until the test ends. */
function runAs(settings: Record<string, string>): void {
	Object.assign(process.env, settings);
	changed.push(...Object.keys(settings));
}

const changed: string[] = [];
afterEach(() => {
	for (const name of changed.splice(0)) delete process.env[name];
});

it('keeps a file in the folder of n8n on a single instance', async () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'n8n-user-'));
	mkdirSync(path.join(folder, '.n8n'));
	runAs({ N8N_USER_FOLDER: folder });
	const store = storeFor('automatic');
	try {
		expect(await store.claim('e', HASH, times)).toMatchObject({ outcome: 'claimed' });
		expect(existsSync(path.join(folder, '.n8n/synerise-integrations.sqlite'))).toBe(true);
		expect(storeFor('sqlite')).toBe(store);
	} finally {
		await store.close();
		rmSync(folder, { recursive: true });
	}
});

it("keeps claims in the Redis of n8n's queue in queue mode", async () => {
	const redis = await startRedis();
	runAs({
		EXECUTIONS_MODE: 'queue',
		QUEUE_BULL_REDIS_HOST: redis.host,
		QUEUE_BULL_REDIS_PORT: String(redis.port),
		QUEUE_BULL_PREFIX: 'mine',
	});
	const store = storeFor('automatic');
	try {
		await store.claim('e', HASH, times);
		expect(redis.cli('keys', '*')).toBe(`mine:synerise:dedup:e:${HASH}`);
		expect(storeFor('automatic')).toBe(store);
	} finally {
		await store.close();
		await redis.dispose();
	}
});

it('has one store for each credential', () => {
	const credential = (host: string) => ({ nodes: { rows: [{ host, port: 6379 }] } });
	const first = storeFor('redis', credential('a.internal'));
	expect(storeFor('redis', credential('a.internal'))).toBe(first);
	expect(storeFor('redis', credential('b.internal'))).not.toBe(first);
});

it('warns of SQLite in queue mode only', () => {
	expect(warningFor('sqlite')).toBeUndefined();
	runAs({ EXECUTIONS_MODE: 'queue' });
	expect(warningFor('sqlite')).toContain('queue mode');
	expect(warningFor('automatic')).toBeUndefined();
});
