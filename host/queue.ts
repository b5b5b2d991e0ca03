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

/** Everything that was started, in the order of starting; `stop` ends it backwards. */
export class QueueMode {
	private readonly disposals: Array<() => unknown> = [];
	redis!: RedisServer;
	postgres!: PostgresServer;
	main!: N8n;
	processors: QueueMember[] = [];
	workers: QueueMember[] = [];
	balancer!: Balancer;

	async stop(): Promise<void> {
		for (const dispose of this.disposals.splice(0).reverse()) await dispose();
	}

	/** Has `dispose` run by `stop`. */
	keep<T>(value: T, dispose: (value: T) => unknown): T {
		this.disposals.push(() => dispose(value));
		return value;
	}
}

export async function startQueue(options: QueueOptions = {}): Promise<QueueMode> {
	const queue = new QueueMode();
	try {
		await start(queue, options);
		return queue;
	} catch (error) {
		await queue.stop();
		throw error;
	}
}

async function start(queue: QueueMode, options: QueueOptions): Promise<void> {
	const { processors = 2, workers = 2, engine, onOutput } = options;
	queue.redis = queue.keep(await startRedis(), (redis) => redis.dispose());
	queue.postgres = queue.keep(await startPostgres(), (postgres) => postgres.dispose());
	const userFolder = queue.keep(mkdtempSync(path.join(tmpdir(), 'n8n-queue-')), (folder) =>
		rmSync(folder, { recursive: true, force: true }),
	);
	const mainPort = await freePort();
	queue.balancer = queue.keep(
		await startBalancer(options.port ?? 0, {
			main: mainPort,
			processors: () => queue.processors.flatMap(({ port }) => port),
		}),
		(balancer) => balancer.close(),
	);
	const env = {
		...queueEnvironment(queue),
		...(engine && { N8N_EXPRESSION_ENGINE: engine }),
		...options.env,
	};
	queue.main = queue.keep(
		await N8n.start({
			userFolder,
			port: mainPort,
			env,
			...(onOutput && { onOutput: (text) => onOutput('main', text) }),
		}),
		(main) => main.stop(),
	);
	const started = await Promise.allSettled([
		...times(processors, (index) =>
			startMember(queue, 'webhook', index, {
				...options,
				userFolder,
				env: { ...env, ...options.processorEnv?.(index) },
			}),
		),
		...times(workers, (index) =>
			startMember(queue, 'worker', index, { ...options, userFolder, env }),
		),
	]);
	const failed = started.find((outcome) => outcome.status === 'rejected');
	if (failed) throw failed.reason;
}

const times = <T>(count: number, make: (index: number) => T): T[] =>
	Array.from({ length: count }, (_, index) => make(index));

/** The settings that all processes of one queue mode share. */
const queueEnvironment = ({ redis, postgres, balancer }: QueueMode): Record<string, string> => ({
	...postgres.env,
	EXECUTIONS_MODE: 'queue',
	QUEUE_BULL_REDIS_HOST: redis.host,
	QUEUE_BULL_REDIS_PORT: String(redis.port),
	N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
	WEBHOOK_URL: `${balancer.url}/`,
	N8N_PROXY_HOPS: '1',
	N8N_RUNNERS_MODE: 'external',
	N8N_RUNNERS_AUTH_TOKEN: randomBytes(24).toString('hex'),
	OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'false',
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
