import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

import { startQueue, type QueueMode } from '../../host/queue';
import type { Published } from '../../host/n8n';
import { testManualRuns } from './manual-runs';
import { publishOrders, sendCopies, sendOrder, sendUntilAnswered, urlAt } from './orders';

jest.setTimeout(600_000);

const FIVE_MINUTES_MS = 300_000;

let queue: QueueMode;
let orders: Published;
/** The endpoint at both processors. */
let urls: string[];

const addressesOf = (workflow: Published) =>
	queue.processors.map((processor) => urlAt(processor, workflow));

beforeAll(async () => {
	queue = await startQueue({
		engine: 'legacy',
		env: {
			SYNERISE_INTEGRATIONS_ALLOWED_HOSTS: 'localhost',
			// Workers then name the executions that they run.
			N8N_LOG_LEVEL: 'info',
			// n8n ends itself when Redis is away for longer than this (10 s by default).
			QUEUE_BULL_REDIS_TIMEOUT_THRESHOLD: '120000',
			QUEUE_WORKER_LOCK_DURATION: '5000',
			QUEUE_WORKER_LOCK_RENEW_TIME: '1000',
			QUEUE_WORKER_STALLED_INTERVAL: '2000',
		},
		processorEnv: (index) =>
			index === 1
				? {
						NODE_OPTIONS: `--require ${path.join(__dirname, 'clock-offset.cjs')}`,
						CLOCK_OFFSET_MS: String(FIVE_MINUTES_MS),
					}
				: {},
	});
	orders = await publishOrders(queue, 'Orders');
	urls = addressesOf(orders);
});

afterAll(() => queue?.stop());

const executions = async (workflow = orders) => (await queue.main.executions(workflow.id)).length;

it('runs once for each order, however many processes get it at the same moment', async () => {
	const before = await executions();
	const ids = Array.from({ length: 50 }, () => randomUUID());
	const statuses = await sendCopies(urls, ids, { copies: 4, atOnce: 40 });
	for (const of of statuses.values()) expect(of.sort()).toEqual([200, 204, 204, 204]);
	await queue.main.waitForExecutions(orders.id, before + 50);
	expect(await executions()).toBe(before + 50);
});

it('keeps the window by the clock of Redis, not of a process', async () => {
	const oneMinute = { deduplicationWindow: 1 / 1440 };
	const [first = '', ahead = ''] = addressesOf(
		await publishOrders(queue, 'One minute', { settings: oneMinute }),
	);
	expect((await sendOrder(first, 'a')).status).toBe(200);
	expect((await sendOrder(ahead, 'a')).status).toBe(204);
	expect((await sendOrder(ahead, 'b')).status).toBe(200);
	expect((await sendOrder(first, 'b')).status).toBe(204);
});

it('limits the rate exactly over both processors', async () => {
	const workflow = await publishOrders(queue, 'Limited', {
		settings: { rateLimit: 20 },
		deduplication: false,
	});
	const endpoint = workflow.nodes[0]?.id ?? '';
	// A window of one minute in place of the one second that it lasts: all requests fall into it.
	queue.redis.cli('set', `bull:synerise:rate:${endpoint}`, '0', 'px', '60000');
	const ids = Array.from({ length: 60 }, () => randomUUID());
	const statuses = await sendCopies(addressesOf(workflow), ids, { copies: 1, atOnce: 20 });
	const all = [...statuses.values()].flat();
	expect(all.filter((status) => status === 200)).toHaveLength(20);
	expect(all.filter((status) => status === 429)).toHaveLength(40);
});

it('warns of SQLite when the workflow is published', async () => {
	await publishOrders(queue, 'On SQLite', { settings: { deduplicationStore: 'sqlite' } });
	expect(queue.main.log).toContain(
		'The deduplication store is SQLite, but this n8n runs in queue mode',
	);
});

describe('run by hand', () => testManualRuns(() => queue));

describe('a webhook processor killed between claim and accept', () => {
	it('lets the retry in once the lease is over, and it runs once', async () => {
		const [victim] = queue.processors;
		const [url = '', other = ''] = urls;
		const before = await executions();
		const lock = await lockExecutions();
		const cut = sendOrder(url, 'killed').then(
			(answer) => `answered ${answer.status}`,
			() => 'cut',
		);
		await claimOf(orders);
		await victim?.kill();
		expect(await cut).toBe('cut');
		await lock.release();
		expect((await sendOrder(other, 'killed')).status).toBe(503);
		expect((await sendUntilAnswered(other, 'killed')).status).toBe(200);
		expect((await sendOrder(other, 'killed')).status).toBe(204);
		await victim?.start();
		await queue.main.waitForEndpoint(url);
		expect((await sendUntilAnswered(url, 'killed')).status).toBe(204);
		await queue.main.waitForExecutions(orders.id, before + 1);
		expect(await executions()).toBe(before + 1);
	});
});

it('keeps the accept when the worker that runs it is killed', async () => {
	const slow = await publishOrders(queue, 'Slow', { runSeconds: 20 });
	const [first = '', second = ''] = addressesOf(slow);
	expect((await sendOrder(first, 'worker')).status).toBe(200);
	await statusOf(slow, 'running');
	await Promise.all(queue.workers.map((worker) => worker.kill()));
	await Promise.all(queue.workers.map((worker) => worker.start()));
	expect((await sendOrder(second, 'worker')).status).toBe(204);
	const [execution, ...more] = await queue.main.waitForExecutions(slow.id, 1, 120);
	expect(more).toEqual([]);
	expect(['crashed', 'error', 'success']).toContain(execution?.status);
});

describe('Redis', () => {
	const [known, fresh] = [randomUUID(), randomUUID()];

	it('stopped for ten seconds: 503 and Retry-After, then as before', async () => {
		expect((await sendOrder(urls[0] ?? '', known)).status).toBe(200);
		queue.redis.cli('save');
		await queue.redis.stop();
		const until = Date.now() + 10_000;
		while (Date.now() < until) {
			for (const [index, url] of urls.entries()) {
				const answer = await sendOrder(url, index === 0 ? known : fresh);
				expect(answer).toMatchObject({ status: 503, retryAfter: expect.any(Number) });
			}
		}
		await queue.redis.start();
		expect((await sendUntilAnswered(urls[0] ?? '', known)).status).toBe(204);
		expect((await sendUntilAnswered(urls[1] ?? '', fresh)).status).toBe(200);
	});

	it('slow: 503 in place of waiting, then as before', async () => {
		queue.redis.signal('SIGSTOP');
		try {
			for (const url of urls) expect((await sendOrder(url, known)).status).toBe(503);
		} finally {
			queue.redis.signal('SIGCONT');
		}
		for (const url of urls) expect((await sendUntilAnswered(url, known)).status).toBe(204);
	});

	it('restarted empty: the window is lost, and begins anew', async () => {
		await queue.redis.stop();
		rmSync(path.join(queue.redis.folder, 'dump.rdb'));
		await queue.redis.start();
		expect((await sendUntilAnswered(urls[0] ?? '', known)).status).toBe(200);
		expect((await sendUntilAnswered(urls[1] ?? '', known)).status).toBe(204);
	});
});

it('tells the operator which Redis was away, and names no order', () => {
	const logs = queue.processors.map(({ process }) => process.log).join('');
	expect(logs).toContain('synerise.incoming.refused');
	expect(logs).toContain(`Redis at 127.0.0.1:${queue.redis.port}`);
	expect(logs).not.toContain('killed');
});

/** Waits until a request of this workflow has claimed its hash and nothing more. */
async function claimOf({ nodes }: Published): Promise<void> {
	const pattern = `bull:synerise:dedup:${nodes[0]?.id}:*`;
	const isLease = (key: string) => key !== '' && !/^\d+:/.test(queue.redis.cli('get', key));
	while (!queue.redis.cli('--scan', '--pattern', pattern).split('\n').some(isLease)) {
		await new Promise((resolve) => setImmediate(resolve));
	}
}

async function statusOf(workflow: Published, wanted: string): Promise<void> {
	for (;;) {
		const [execution] = await queue.main.executions(workflow.id);
		if (execution?.status === wanted) return;
	}
}

/** Keeps n8n from storing executions, so that a request stays between its claim and its accept. */
async function lockExecutions(): Promise<{ release(): Promise<void> }> {
	const session: ChildProcess = spawn('psql', connection(), { stdio: ['pipe', 'pipe', 'inherit'] });
	session.stdin?.write('BEGIN; LOCK TABLE execution_entity IN ACCESS EXCLUSIVE MODE; SELECT 1;\n');
	if (session.stdout) await once(session.stdout, 'data');
	return {
		async release() {
			const ended = once(session, 'exit');
			session.stdin?.end('ROLLBACK;\n');
			await ended;
			await promisify(execFile)('psql', [...connection(), '-c', 'SELECT 1']);
		},
	};
}

const connection = () => [
	'-h',
	'127.0.0.1',
	'-p',
	String(queue.postgres.port),
	'-U',
	'n8n',
	'postgres',
];
