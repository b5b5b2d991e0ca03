/**
 * n8n in queue mode on one machine: Redis, PostgreSQL, main, webhook processors and workers behind one port.
 *
 *     const queue = await startQueue();
 *     const workflow = await queue.main.publish(example('complaint-to-partner'));
 *     await queue.processors[0].kill();
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { startBalancer, type Balancer } from './balancer';
import { N8n } from './n8n';
import { freePort } from './ports';
import { startPostgres, type PostgresServer } from './postgres';
import { N8nProcess, type N8nProcessOptions } from './process';
import { startRedis, type RedisServer } from './redis';

export interface QueueOptions {
	/** The port of the balancer; any free one when it is left out. */
	port?: number;
	processors?: number;
	workers?: number;
	/** Environment of every n8n process. */
	env?: Record<string, string>;
	/** Environment of one webhook processor alone, by its position. */
	processorEnv?: (index: number) => Record<string, string>;
	engine?: 'vm' | 'legacy';
	onOutput?: (who: string, text: string) => void;
}

/** A webhook processor or a worker. */
export interface QueueMember {
	port: number;
	readonly process: N8nProcess;
	/** `kill -9`. */
	kill(): Promise<void>;
	/** Starts it again on its port and waits until it is ready. */
	start(): Promise<void>;
}

export class QueueMode {
	private readonly disposals: Array<() => unknown> = [];
	private starting: Promise<void> = Promise.resolve();
	private isEnding = false;
	redis!: RedisServer;
	postgres!: PostgresServer;
	main!: N8n;
	processors: QueueMember[] = [];
	workers: QueueMember[] = [];
	balancer!: Balancer;

	/** Starts everything. After a failure `stop` ends what was started. */
	async start(options: QueueOptions): Promise<void> {
		this.starting = launch(this, options);
		await this.starting;
	}

	/** Ends what was started, the last first. While it still starts: after the step that is under way. */
	async stop(): Promise<void> {
		this.isEnding = true;
		await this.starting.catch(() => undefined);
		for (const dispose of this.disposals.splice(0).reverse()) await dispose();
	}

	/** Has `dispose` run by `stop`. */
	keep<T>(value: T, dispose: (value: T) => unknown): T {
		this.disposals.push(() => dispose(value));
		if (this.isEnding) throw new Error('Ended while it was starting');
		return value;
	}
}

export async function startQueue(options: QueueOptions = {}): Promise<QueueMode> {
	const queue = new QueueMode();
	try {
		await queue.start(options);
		return queue;
	} catch (error) {
		await queue.stop();
		throw error;
	}
}

async function launch(queue: QueueMode, options: QueueOptions): Promise<void> {
	const { processors = 2, workers = 2, engine, onOutput } = options;
	queue.redis = queue.keep(await startRedis(), (redis) => redis.dispose());
	queue.postgres = queue.keep(await startPostgres(), (postgres) => postgres.dispose());
	const userFolder = queue.keep(mkdtempSync(path.join(tmpdir(), 'n8n-queue-')), (folder) =>
		rmSync(folder, { recursive: true, force: true }),
	);
	const mainPort = await freePort();
	const targets = {
		main: mainPort,
		processors: () => queue.processors.flatMap(({ port }) => port),
	};
	queue.balancer = queue.keep(await startBalancer(options.port ?? 0, targets), (balancer) =>
		balancer.close(),
	);
	const env = {
		...queueEnvironment(queue),
		...(engine && { N8N_EXPRESSION_ENGINE: engine }),
		...options.env,
	};
	const output = onOutput && { onOutput: (text: string) => onOutput('main', text) };
	const main = await N8n.start({ userFolder, port: mainPort, env, ...output });
	queue.main = queue.keep(main, () => main.stop());
	const shared = { ...options, userFolder, env };
	const started = await Promise.allSettled([
		...times(processors, (index) => {
			const own = { ...env, ...PROCESSOR_ENVIRONMENT, ...options.processorEnv?.(index) };
			return startMember(queue, 'webhook', index, { ...shared, env: own });
		}),
		...times(workers, (index) => startMember(queue, 'worker', index, shared)),
	]);
	const failed = started.find((outcome) => outcome.status === 'rejected');
	if (failed) throw failed.reason;
}

const times = <T>(count: number, make: (index: number) => T): T[] =>
	Array.from({ length: count }, (_, index) => make(index));

/**
 * n8n looks a webhook up in its cache before a node gets the request, in queue mode in Redis: while Redis is away it
 * would wait there, and our 503 would never be sent.
 */
const PROCESSOR_ENVIRONMENT = { N8N_CACHE_BACKEND: 'memory' };

/** The settings that all processes of one queue mode share. */
const queueEnvironment = ({ redis, postgres, balancer }: QueueMode): Record<string, string> => ({
	...postgres.env,
	EXECUTIONS_MODE: 'queue',
	QUEUE_BULL_REDIS_HOST: redis.host,
	QUEUE_BULL_REDIS_PORT: String(redis.port),
	N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
	N8N_WEBHOOK_URL: `${balancer.url}/`,
	N8N_PROXY_HOPS: '1',
	N8N_RUNNERS_MODE: 'external',
	N8N_RUNNERS_AUTH_TOKEN: randomBytes(24).toString('hex'),
	// What n8n 3 does in any case.
	OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
});

async function startMember(
	queue: QueueMode,
	command: 'webhook' | 'worker',
	index: number,
	{ userFolder, env, onOutput }: QueueOptions & { userFolder: string },
): Promise<void> {
	const port = await freePort();
	const processOptions: N8nProcessOptions = {
		command,
		userFolder,
		port,
		brokerPort: await freePort(),
		env: {
			...env,
			QUEUE_HEALTH_CHECK_ACTIVE: 'true',
			QUEUE_HEALTH_CHECK_PORT: String(port),
			N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
		},
		...(onOutput && { onOutput: (text) => onOutput(`${command} ${index + 1}`, text) }),
	};
	let running = N8nProcess.start(processOptions);
	const isReady = async () => {
		const response = await fetch(`http://127.0.0.1:${port}/healthz/readiness`);
		await response.arrayBuffer();
		return response.ok;
	};
	const member: QueueMember = {
		port,
		get process() {
			return running;
		},
		kill: () => running.kill(),
		async start() {
			running = N8nProcess.start(processOptions);
			await running.waitUntil(`n8n ${command} is ready`, isReady);
		},
	};
	const members = command === 'webhook' ? queue.processors : queue.workers;
	members[index] = queue.keep(member, () => running.stop());
	await running.waitUntil(`n8n ${command} is ready`, isReady);
}
