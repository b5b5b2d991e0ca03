import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { monotonicClock } from '../../core/clock';
import { RedisConnection } from '../../core/store/redis-connection';
import { createRedisStore } from '../../core/store/redis';
import type { RedisSettings } from '../../core/store/redis-settings';
import { StoreError } from '../../core/store/store';
import { freePort } from '../../host/ports';
import { type RedisServer, startRedis } from '../../host/redis';

const limits = { commandTimeoutMs: 2_000, maxPending: 1_000, stallMs: 5_000 };
const times = { windowMs: 60_000, leaseMs: 30_000 };
const HASH = 'a'.repeat(64);

const settingsFor = (port: number): RedisSettings => ({
	mode: 'single',
	nodes: [{ host: '127.0.0.1', port }],
	password: 'open sesame',
	database: 0,
	prefix: 'bull',
});

const disposables: Array<() => unknown> = [];
const later = <T>(value: T, dispose: () => unknown): T => {
	disposables.push(dispose);
	return value;
};
afterEach(async () => {
	for (const dispose of disposables.splice(0).reverse()) await dispose();
});

async function withServer(): Promise<RedisServer> {
	const server = await startRedis(
		{ requirepass: '"open sesame"' },
		{ cliArgs: ['--no-auth-warning', '-a', 'open sesame'] },
	);
	return later(server, () => server.dispose());
}

function connect(port: number, changes: Partial<typeof limits> = {}): RedisConnection {
	const connection = new RedisConnection(settingsFor(port), monotonicClock, {
		...limits,
		...changes,
	});
	return later(connection, () => connection.close());
}

const get = (connection: RedisConnection) => connection.run((redis) => redis.get('key'));

/** The error of a command that must fail. */
async function failure(work: Promise<unknown>): Promise<StoreError> {
	const error = await work.then(
		() => undefined,
		(thrown: unknown) => thrown,
	);
	expect(error).toBeInstanceOf(StoreError);
	return error as StoreError;
}

/** Repeats a command until it succeeds. */
async function recovery<T>(work: () => Promise<T>): Promise<T> {
	for (;;) {
		try {
			return await work();
		} catch {
			await new Promise((resolve) => setTimeout(resolve, 10));
		}
	}
}

it('names the server that cannot be reached, not its password', async () => {
	const port = await freePort();
	const error = await failure(get(connect(port)));
	expect(error.code).toBe('STORE_UNAVAILABLE');
	expect(error.message).toContain(`Redis at 127.0.0.1:${port} cannot be reached`);
	expect(JSON.stringify([error.message, error.hint])).not.toContain('sesame');
});

it('refuses at once while it is known to be offline', async () => {
	let now = 0;
	const connection = new RedisConnection(settingsFor(await freePort()), { now: () => now }, limits);
	later(connection, () => connection.close());
	await failure(get(connection));
	now += limits.commandTimeoutMs + 1;
	let sent = false;
	const error = await failure(connection.run(async () => (sent = true)));
	expect(error.code).toBe('STORE_UNAVAILABLE');
	expect(sent).toBe(false);
});

it('recovers when the server comes back', async () => {
	const server = await withServer();
	const connection = connect(server.port);
	expect(await get(connection)).toBeNull();
	await server.stop();
	expect((await failure(get(connection))).code).toBe('STORE_UNAVAILABLE');
	await server.start();
	expect(await recovery(() => get(connection))).toBeNull();
});

it('says that the password is wrong', async () => {
	const server = await withServer();
	server.cli('config', 'set', 'requirepass', 'another');
	const error = await failure(get(connect(server.port)));
	expect(error.hint).toBe('Check user and password of the Redis settings.');
});

it('gives up a command after the time-out and goes on when the server does', async () => {
	const server = await withServer();
	const connection = connect(server.port);
	await get(connection);
	server.signal('SIGSTOP');
	expect((await failure(get(connection))).code).toBe('STORE_TIMEOUT');
	server.signal('SIGCONT');
	expect(await recovery(() => get(connection))).toBeNull();
});

it('takes an answer that came while the process was too busy to read it', async () => {
	const server = await withServer();
	const connection = connect(server.port);
	await get(connection);
	const answer = get(connection);
	await new Promise((resolve) => setImmediate(resolve));
	const busyUntil = Date.now() + 2 * limits.commandTimeoutMs;
	while (Date.now() < busyUntil);
	expect(await answer).toBeNull();
});

it('gives a claim back whose answer came too late', async () => {
	const server = await withServer();
	const store = createRedisStore(settingsFor(server.port), monotonicClock, limits);
	later(store, () => store.close());
	await store.check();
	server.signal('SIGSTOP');
	await failure(Promise.resolve(store.claim('e', HASH, times)));
	server.signal('SIGCONT');
	const claim = await recovery(async () => {
		const again = await store.claim('e', HASH, times);
		if (again.outcome !== 'claimed') throw new Error(again.outcome);
		return again;
	});
	expect(claim.outcome).toBe('claimed');
});

it('refuses more commands than may wait', async () => {
	const server = await withServer();
	const connection = connect(server.port, { maxPending: 3 });
	await get(connection);
	server.signal('SIGSTOP');
	const waiting = Array.from({ length: 3 }, () => failure(get(connection)));
	expect((await failure(get(connection))).code).toBe('STORE_BUSY');
	const codes = (await Promise.all(waiting)).map(({ code }) => code);
	expect(codes).toEqual(['STORE_TIMEOUT', 'STORE_TIMEOUT', 'STORE_TIMEOUT']);
	server.signal('SIGCONT');
	expect(await recovery(() => get(connection))).toBeNull();
});

it('opens a new connection when the old one has gone silent', async () => {
	const sockets: Socket[] = [];
	const silent = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
	await once(silent, 'listening');
	later(silent, () => {
		for (const socket of sockets) socket.destroy();
		silent.close();
	});
	const { port } = silent.address() as AddressInfo;
	const connection = connect(port, { commandTimeoutMs: 20, stallMs: 0 });
	const reconnected = once(silent, 'connection').then(() => once(silent, 'connection'));
	await failure(get(connection));
	await failure(get(connection));
	await reconnected;
	expect(sockets.length).toBeGreaterThanOrEqual(2);
});

it('refuses everything once closed', async () => {
	const server = await withServer();
	const connection = connect(server.port);
	await get(connection);
	await connection.close();
	expect((await failure(get(connection))).code).toBe('STORE_UNAVAILABLE');
});
