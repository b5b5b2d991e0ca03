/**
 * One connection to Redis as a web request needs it: a response within a second or a `StoreError` at once, never
 * a queue that grows while Redis is away, and recovery without a restart.
 */
import { ErrorReply } from '@redis/client';
import type { Clock } from '../clock';
import {
	createRedisClient,
	reconnectDelayMs,
	type KeySearch,
	type RedisClient,
	type RedisCommands,
} from './redis-client';
import { describeRedis, type RedisSettings } from './redis-settings';
import { systemReason } from '../system-errors';
import { StoreError } from './store';

export interface RedisLimits {
	/** How long one command may take, the wait for a connection included. */
	commandTimeoutMs: number;
	/** How many commands may wait for Redis at a time; one more is refused at once. */
	maxPending: number;
	/** After so long without any response the connection is given up and opened again (dead peer, lost route). */
	stallMs: number;
}

export const defaultRedisLimits: RedisLimits = {
	commandTimeoutMs: 1_000,
	maxPending: 1_000,
	stallMs: 5_000,
};

export class RedisConnection {
	#client: RedisClient | undefined;
	#opening: Promise<RedisClient> | undefined;
	#failedAttempts = 0;
	#nextAttemptAt = 0;
	#offlineSince: number | undefined;
	#silentSince: number | undefined;
	#lastError: unknown;
	#pending = 0;
	#closed = false;

	constructor(
		private readonly settings: RedisSettings,
		private readonly clock: Clock,
		private readonly limits: RedisLimits = defaultRedisLimits,
	) {}

	/**
	 * Sends one command.
	 * @param onLateReply gets a response that comes after this call has failed with a timeout, to undo its effect
	 * @throws {StoreError} `STORE_UNAVAILABLE`, `STORE_TIMEOUT`, `STORE_BUSY` or `STORE_REFUSED`
	 */
	async run<T>(
		send: (commands: RedisCommands & KeySearch) => Promise<T>,
		onLateReply?: (reply: T, commands: RedisCommands) => Promise<unknown>,
	): Promise<T> {
		if (this.#closed || this.#isKnownToBeOffline()) throw this.#unavailable();
		if (this.#pending >= this.limits.maxPending) throw this.#busy();
		let timedOut = false;
		this.#pending++;
		const reply = this.#connected()
			.then(async (commands) => {
				const result = await send(commands);
				this.#silentSince = undefined;
				if (timedOut) await onLateReply?.(result, commands);
				return result;
			})
			.finally(() => this.#pending--);
		try {
			return await within(this.limits.commandTimeoutMs, reply, () => {
				timedOut = true;
				return this.#timeout();
			});
		} catch (error) {
			throw this.#toStoreError(error);
		}
	}

	async close(): Promise<void> {
		this.#closed = true;
		await this.#drop();
	}

	/** Fails fast only once a reconnect has had its chance, so that a short flap costs no request. */
	#isKnownToBeOffline(): boolean {
		const now = this.clock.now();
		if (now < this.#nextAttemptAt) return true;
		const offlineMs = this.#offlineSince === undefined ? 0 : now - this.#offlineSince;
		return offlineMs > this.limits.commandTimeoutMs;
	}

	#connected(): Promise<RedisClient> {
		this.#opening ??= this.#open();
		return this.#opening;
	}

	async #open(): Promise<RedisClient> {
		const client = createRedisClient(this.settings);
		this.#client = client;
		const isOnline = () => {
			if (this.#client === client) this.#offlineSince = undefined;
		};
		client.on('ready', isOnline);
		client.on('connect', isOnline);
		client.on('error', (error) => {
			if (this.#client !== client) return;
			this.#lastError = error;
			if (!client.isReady) this.#offlineSince ??= this.clock.now();
		});
		try {
			await client.connect();
			this.#failedAttempts = 0;
			return client;
		} catch (error) {
			if (this.#client === client) {
				this.#lastError = error;
				this.#nextAttemptAt = this.clock.now() + reconnectDelayMs(this.#failedAttempts++);
				await this.#drop();
			}
			throw error;
		}
	}

	/** Forgets the present client; the next command opens a new one. */
	async #drop(): Promise<void> {
		const client = this.#client;
		this.#client = undefined;
		this.#opening = undefined;
		this.#offlineSince = undefined;
		this.#silentSince = undefined;
		try {
			await client?.destroy();
		} catch (error) {
			this.#lastError = error;
		}
	}

	#timeout(): StoreError {
		const now = this.clock.now();
		this.#silentSince ??= now;
		const isReady = this.#client?.isReady ?? false;
		if (now - this.#silentSince >= this.limits.stallMs) void this.#drop();
		if (!isReady && this.#lastError) return this.#unavailable();
		return new StoreError(
			`${describeRedis(this.settings)} did not respond within ${this.limits.commandTimeoutMs} ms.`,
			{
				code: 'STORE_TIMEOUT',
				hint: 'Check the load of Redis and the network between it and n8n.',
			},
		);
	}

	#busy(): StoreError {
		return new StoreError(
			`${describeRedis(this.settings)} has not yet answered ${this.limits.maxPending} requests of this process.`,
			{ code: 'STORE_BUSY', hint: 'Check the load of Redis and the network between it and n8n.' },
		);
	}

	#unavailable(cause: unknown = this.#lastError): StoreError {
		return new StoreError(`${describeRedis(this.settings)} cannot be reached: ${reason(cause)}`, {
			code: 'STORE_UNAVAILABLE',
			hint: hintFor(reason(cause)),
			cause,
		});
	}

	#toStoreError(error: unknown): StoreError {
		if (error instanceof StoreError) return error;
		if (!(error instanceof ErrorReply)) return this.#unavailable(error);
		// After a failover behind one name the old server responds so; a new connection finds the new master.
		if (error.message.startsWith('READONLY')) void this.#drop();
		return new StoreError(`${describeRedis(this.settings)} refused a command: ${reason(error)}`, {
			code: 'STORE_REFUSED',
			hint: hintFor(error.message),
			cause: error,
		});
	}
}

/** Enough for a process that was busy to write what waits and to read what is there. */
const GRACE_MS = 50;

/**
 * Rejects with `onTimeout()` when the work is not done in time. A process that was busy for longer than that finds
 * the timer due before it has read its sockets: it gets a moment to do so, since the response may be there already.
 */
async function within<T>(ms: number, work: Promise<T>, onTimeout: () => Error): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const timeout = new Promise<never>((_, reject) => {
		timer = setTimeout(() => {
			timer = setTimeout(() => reject(onTimeout()), GRACE_MS);
		}, ms);
	});
	try {
		return await Promise.race([work, timeout]);
	} finally {
		clearTimeout(timer);
	}
}

const reason = (error: unknown): string => {
	const text = systemReason(error, 'no connection yet');
	return text.endsWith('.') ? text : `${text}.`;
};

const HINTS: Array<[RegExp, string]> = [
	[/NOAUTH|WRONGPASS|AUTH/, 'Check user and password of the Redis settings.'],
	[
		/NOPERM/,
		'Let this Redis user run EVALSHA, EVAL, GET, SET, DEL, PTTL, TIME, INCRBY, EXPIRE, PEXPIRE, LPUSH, LTRIM, LLEN, LINDEX, LRANGE, RPOP, SADD, SMEMBERS and SCAN.',
	],
	[/OOM/, 'Redis is full: raise its maxmemory, or shorten the deduplication window.'],
	[/certificate|self-signed|altnames/i, 'Name the CA in NODE_EXTRA_CA_CERTS, or check the host.'],
	[/READONLY/, 'This server is a replica: point n8n to the master.'],
];

const hintFor = (text: string): string =>
	HINTS.find(([pattern]) => pattern.test(text))?.[1] ??
	'Check that Redis runs and that n8n can reach it.';
