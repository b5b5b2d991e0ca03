import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monotonicClock } from '../../core/clock';
import { createRedisStore } from '../../core/store/redis';
import { reconnectDelayMs } from '../../core/store/redis-client';
import { defaultRedisLimits } from '../../core/store/redis-connection';
import type { RedisSettings } from '../../core/store/redis-settings';
import { createCertificateAuthority } from '../../host/certificates';
import { type RedisServer, startRedis, startRedisCluster } from '../../host/redis';

jest.setTimeout(60_000);

const times = { windowMs: 60_000, leaseMs: 30_000 };
const hashes = Array.from({ length: 40 }, (_, index) => String(index).padStart(64, '0'));

/** This is about ways to connect, not about time: a busy machine may take its own. */
const patient = { ...defaultRedisLimits, commandTimeoutMs: 30_000 };

const sample = { requests: 0, parameters: [] };

/** Claims and confirms every hash, then claims each again. */
async function exercise(settings: RedisSettings, limits = patient) {
	const store = createRedisStore(settings, monotonicClock, limits);
	try {
		await store.check();
		for (const hash of hashes) {
			const claim = await store.claim('endpoint', hash, times);
			if (claim.outcome !== 'claimed') throw new Error(claim.outcome);
			await store.confirm('endpoint', hash, claim.token, times);
		}
		await store.save('node', sample);
		expect(await store.load('node')).toEqual(sample);
		expect(await store.consume('endpoint', 1)).toEqual({ retryAfterMs: 0 });
		return await Promise.all(hashes.map((hash) => store.claim('endpoint', hash, times)));
	} finally {
		await store.close();
	}
}

const allDuplicates = hashes.map(() => ({ outcome: 'duplicate' }));

const servers: RedisServer[] = [];
afterAll(() => Promise.all(servers.map((server) => server.dispose())));

it('talks to one server by user, password and database number', async () => {
	const server = await startRedis({ user: 'n8n on >secret ~bull:* +@all' });
	servers.push(server);
	const replies = await exercise({
		mode: 'single',
		nodes: [server],
		username: 'n8n',
		password: 'secret',
		database: 3,
		prefix: 'bull',
	});
	expect(replies).toEqual(allDuplicates);
	expect(server.cli('info', 'keyspace')).toContain('db3:');
});

describe('TLS', () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'redis-tls-'));
	const key = path.join(folder, 'key.pem');
	const cert = path.join(folder, 'cert.pem');
	const ca = path.join(folder, 'ca.pem');
	let settings: RedisSettings;
	beforeAll(async () => {
		const authority = await createCertificateAuthority();
		const issued = await authority.issue('127.0.0.1');
		writeFileSync(key, issued.key);
		writeFileSync(cert, issued.cert);
		writeFileSync(ca, authority.cert);
		const server = await startRedis(
			{
				'tls-cert-file': cert,
				'tls-key-file': key,
				'tls-ca-cert-file': ca,
				'tls-auth-clients': 'no',
			},
			{ tls: true },
		);
		servers.push(server);
		settings = { mode: 'single', nodes: [server], database: 0, prefix: 'bull' };
	});
	afterAll(() => rmSync(folder, { recursive: true }));

	it('encrypts', async () => {
		const tls = { rejectUnauthorized: false };
		expect(await exercise({ ...settings, tls })).toEqual(allDuplicates);
	});

	it('refuses a certificate that nobody vouches for', async () => {
		await expect(
			exercise({ ...settings, tls: { rejectUnauthorized: true } }, defaultRedisLimits),
		).rejects.toMatchObject({
			code: 'STORE_UNAVAILABLE',
			hint: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
		});
	});
});

it('spreads the hashes of one endpoint over a cluster', async () => {
	const nodes = await startRedisCluster();
	servers.push(...nodes);
	const replies = await exercise({ mode: 'cluster', nodes, database: 0, prefix: 'bull' });
	expect(replies).toEqual(allDuplicates);
	for (const node of nodes) expect(Number(node.cli('dbsize'))).toBeGreaterThan(0);
});

it('asks sentinels for the master', async () => {
	const master = await startRedis();
	const sentinel = await startRedis(
		{ 'sentinel monitor main': `127.0.0.1 ${master.port} 1` },
		{ sentinel: true },
	);
	servers.push(master, sentinel);
	const replies = await exercise({
		mode: 'sentinel',
		nodes: [sentinel],
		masterName: 'main',
		database: 0,
		prefix: 'bull',
	});
	expect(replies).toEqual(allDuplicates);
	expect(Number(master.cli('dbsize'))).toBeGreaterThanOrEqual(hashes.length);
});

it('waits longer before each attempt to reconnect, up to two seconds', () => {
	const delays = [0, 1, 2, 3, 4, 5, 6, 100].map((attempt) => reconnectDelayMs(attempt, 0));
	expect(delays).toEqual([50, 100, 200, 400, 800, 1_600, 2_000, 2_000]);
	expect(reconnectDelayMs(0, 1)).toBe(25);
});
