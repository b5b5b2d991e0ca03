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
	forgetHash(key: string): Promise<number>;
	eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
	get(key: string): Promise<string | null>;
	set(
		key: string,
		value: string,
		options?: { expiration: { type: 'PX'; value: number } },
	): Promise<unknown>;
}

/** Where a search for keys is: at which of the servers, and at which place of it. */
export interface KeyCursor {
	server: number;
	cursor: string;
}

/** Some of the keys that match a pattern; `next` is absent at the end. */
export interface KeyPortion {
	keys: string[];
	next?: KeyCursor;
}

/** SCAN, which the kinds of client offer in ways of their own. */
export interface KeySearch {
	searchKeys(pattern: string, from: KeyCursor): Promise<KeyPortion>;
}

/** A client and its life cycle. `connect` may be called once. */
export interface RedisClient extends RedisCommands, KeySearch {
	readonly isReady: boolean;
	connect(): Promise<unknown>;
	destroy(): void | Promise<void>;
	on(event: 'error' | 'ready' | 'connect', listener: (error?: Error) => void): unknown;
}

const CONNECT_TIMEOUT_MS = 5_000;
const FIRST_RECONNECT_MS = 50;
const LAST_RECONNECT_MS = 2_000;

/**
 * How long to wait before the next attempt to connect: 50 ms, doubled each time, up to 2 s, less up to a half
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
		const cluster = createCluster({
			...shared,
			rootNodes: nodes.map((node) => ({ socket: { ...options.socket, ...node } })),
			defaults: options,
		});
		return searchable(cluster, {
			servers: () => cluster.masters.length,
			async server(index) {
				const master = cluster.masters[index];
				if (!master) throw new Error('The cluster has changed while its keys were searched');
				return await cluster.nodeClient(master);
			},
		});
	}
	if (mode === 'sentinel') {
		const sentinel = createSentinel({
			...shared,
			name: masterName ?? '',
			sentinelRootNodes: nodes,
			nodeClientOptions: { ...options, database },
			// User and password are those of the Redis servers; sentinels have their own, by default none.
			sentinelClientOptions: { socket: options.socket },
		});
		return searchable(sentinel, { servers: () => 1, server: async () => sentinel });
	}
	const [node] = nodes;
	const client = createClient({
		...shared,
		...options,
		database,
		socket: { ...options.socket, ...node },
	});
	return searchable(client, { servers: () => 1, server: async () => client });
}

interface Scanner {
	scan(
		cursor: string,
		options: { MATCH: string; COUNT: number },
	): Promise<{ cursor: string; keys: string[] }>;
}

/** How many keys Redis looks at for one portion. */
const KEYS_A_PORTION = 1_000;

function searchable<Client extends object>(
	client: Client,
	{ servers, server }: { servers(): number; server(index: number): Promise<Scanner> },
): Client & KeySearch {
	return Object.assign(client, {
		async searchKeys(pattern: string, from: KeyCursor): Promise<KeyPortion> {
			const scanner = await server(from.server);
			const options = { MATCH: pattern, COUNT: KEYS_A_PORTION };
			const { cursor, keys } = await scanner.scan(from.cursor, options);
			if (cursor !== '0') return { keys, next: { server: from.server, cursor } };
			const isLast = from.server + 1 >= servers();
			return { keys, ...(!isLast && { next: { server: from.server + 1, cursor: '0' } }) };
		},
	});
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
