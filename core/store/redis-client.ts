/** Opens `@redis/client` for one server, a cluster or sentinels, behind the few commands that we use. */
import { createClient, createCluster, createSentinel } from '@redis/client';
import { scripts } from './redis-scripts';
import type { RedisSettings } from './redis-settings';

/** The commands that all three kinds of client share. */
export interface RedisCommands {
	takeHash(
		key: string,
		token: string,
		times: { windowMs: number; leaseMs: number },
	): Promise<number>;
	extendHash(key: string, token: string, leaseMs: number): Promise<number>;
	confirmHash(key: string, token: string, windowMs: number): Promise<number>;
	releaseHash(key: string, token: string): Promise<number>;
	eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
	get(key: string): Promise<string | null>;
	set(
		key: string,
		value: string,
		options?: { expiration: { type: 'PX'; value: number } },
	): Promise<unknown>;
}

/** A client and its life cycle. `connect` may be called once. */
export interface RedisClient extends RedisCommands {
	readonly isReady: boolean;
	connect(): Promise<unknown>;
	destroy(): void | Promise<void>;
	on(event: 'error' | 'ready' | 'connect', listener: (error?: Error) => void): unknown;
}

const CONNECT_TIMEOUT_MS = 5_000;
const FIRST_RECONNECT_MS = 50;
const LAST_RECONNECT_MS = 2_000;

/**
 * How long to wait before the next attempt to connect: 50 ms, doubled each time, at most 2 s, less up to a half
 * so that processes which lost Redis together do not come back together.
 * @param random a number from 0 to 1
 */
export function reconnectDelayMs(attempt: number, random = Math.random()): number {
	const delay = Math.min(FIRST_RECONNECT_MS * 2 ** Math.min(attempt, 10), LAST_RECONNECT_MS);
	return Math.round(delay * (1 - random / 2));
}

/** A client that is not connected yet. It never queues commands while it is offline. */
export function createRedisClient(settings: RedisSettings): RedisClient {
	const { mode, database, masterName } = settings;
	const nodes = settings.nodes.map(({ host, port }) => ({ host, port }));
	const options = connectionOptions(settings);
	// RESP 2 is understood by every Redis that n8n's queue runs on.
	const shared = { RESP: 2, scripts, commandOptions: { timeout: 0 } } as const;
	if (mode === 'cluster') {
		return createCluster({
			...shared,
			rootNodes: nodes.map((node) => ({ socket: { ...options.socket, ...node } })),
			defaults: options,
		});
	}
	if (mode === 'sentinel') {
		return createSentinel({
			...shared,
			name: masterName ?? '',
			sentinelRootNodes: nodes,
			nodeClientOptions: { ...options, database },
			// User and password are those of the Redis servers; sentinels have their own, by default none.
			sentinelClientOptions: { socket: options.socket },
		});
	}
	const [node] = nodes;
	return createClient({ ...shared, ...options, database, socket: { ...options.socket, ...node } });
}

function connectionOptions({ username, password, tls }: RedisSettings) {
	const timing = {
		connectTimeout: CONNECT_TIMEOUT_MS,
		reconnectStrategy: (attempt: number) => reconnectDelayMs(attempt),
	};
	const socket = tls
		? {
				...timing,
				tls: true as const,
				rejectUnauthorized: tls.rejectUnauthorized,
				...(tls.serverName && { servername: tls.serverName }),
			}
		: timing;
	return {
		socket,
		...(username !== undefined && { username }),
		...(password !== undefined && { password }),
		disableOfflineQueue: true,
		disableClientInfo: true,
		maintNotifications: 'disabled' as const,
	};
}
