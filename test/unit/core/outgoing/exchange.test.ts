import { apiKey } from '../../../../core/connections/api-key';
import { none } from '../../../../core/connections/none';
import { createHttpClient } from '../../../../core/http/undici-client';
import { exchange, type WireOptions } from '../../../../core/outgoing/exchange';
import { NO_RETRY } from '../../../../core/outgoing/retry';
import { startPeer, type Handler, type Peer } from '../../../fixtures/https-peer';

const wire: WireOptions & { hasIdempotencyKey: boolean } = {
	timeoutMs: 5_000,
	maxResponseBytes: 1_000,
	redirect: { follow: false, max: 0 },
	proxy: undefined,
	allowUnauthorizedCerts: false,
	retry: { ...NO_RETRY, maxAttempts: 3, baseDelayMs: 100 },
	hasIdempotencyKey: false,
};

describe('exchange', () => {
	const http = createHttpClient({ allowedHosts: 'localhost' });
	let peer: Peer;
	let answers: Handler[];
	let slept: number[];
	let now: number;

	beforeAll(async () => {
		peer = await startPeer((request, response) => answers.shift()?.(request, response));
	});
	afterAll(async () => {
		await peer.close();
		await http.close();
	});
	beforeEach(() => {
		peer.seen.length = 0;
		slept = [];
		now = 0;
	});

	const answer =
		(status: number, headers = {}): Handler =>
		(_request, response) =>
			void response.writeHead(status, headers).end();
	const drop: Handler = ({ socket }) => void socket.destroy();

	const run = async (options: Partial<typeof wire> = {}, method = 'GET', signal?: AbortSignal) =>
		await exchange(
			{ method, url: new URL(peer.origin), headers: [['Idempotency-Key', 'k']], body: undefined },
			{ method: none, credential: {} },
			{ ...wire, ...options },
			{
				http,
				clock: { now: () => now },
				random: () => 0.5,
				sleep: async (ms) => {
					slept.push(ms);
					now += ms;
				},
				signal,
			},
		);

	it('tries again until there is a better answer, and tells why it waited', async () => {
		answers = [answer(503), answer(429, { 'retry-after': '2' }), answer(200)];
		const { response, waits } = await run();
		expect(response.status).toBe(200);
		expect(waits).toEqual([
			{ attempt: 2, waitMs: 50, reason: 'status 503, exponential back-off' },
			{ attempt: 3, waitMs: 2_000, reason: 'status 429, Retry-After' },
		]);
		expect(slept).toEqual([50, 2_000]);
		expect(peer.seen.map(({ headers }) => headers['idempotency-key'])).toEqual(['k', 'k', 'k']);
	});

	it('gives the last answer when the attempts are used up', async () => {
		answers = [answer(503), answer(503), answer(503)];
		expect((await run()).response.status).toBe(503);
		expect(peer.seen).toHaveLength(3);
	});

	it('tries again after a cut connection, and fails with its error in the end', async () => {
		answers = [drop, answer(200)];
		expect((await run()).waits).toMatchObject([
			{ attempt: 2, reason: 'HTTP_CONNECT, exponential back-off' },
		]);
		answers = [drop, drop, drop];
		await expect(run()).rejects.toMatchObject({ code: 'HTTP_CONNECT' });
	});

	it('repeats no order without an idempotency key', async () => {
		answers = [answer(503)];
		expect((await run({}, 'POST')).response.status).toBe(503);
		answers = [answer(503), answer(201)];
		expect((await run({ hasIdempotencyKey: true }, 'POST')).response.status).toBe(201);
	});

	it('waits no longer than the total time-out', async () => {
		answers = [answer(503, { 'retry-after': '9' }), answer(503, { 'retry-after': '9' })];
		const retry = { ...wire.retry, totalTimeoutMs: 15_000 };
		expect((await run({ retry })).response.status).toBe(503);
		expect(slept).toEqual([9_000]);
	});

	it('does not renew a connection that has nothing to renew', async () => {
		answers = [answer(401)];
		expect((await run()).response.status).toBe(401);
		expect(peer.seen).toHaveLength(1);
	});

	it('takes what a connection adds for a credential on redirects', async () => {
		const other = await startPeer((_request, response) => void response.end());
		answers = [answer(307, { location: other.origin })];
		await exchange(
			{ method: 'GET', url: new URL(peer.origin), headers: [['X-Plain', 'p']], body: undefined },
			{
				method: apiKey,
				credential: {
					secret: 'open sesame',
					headers: { rows: [{ name: 'X-Door', value: '{{ secret }}' }] },
					urlParameters: {},
				},
			},
			{ ...wire, redirect: { follow: true, max: 1 } },
			{ http, clock: { now: () => 0 }, random: () => 0, sleep: async () => undefined },
		);
		expect(peer.seen[0]?.headers).toMatchObject({ 'x-door': 'open sesame', 'x-plain': 'p' });
		expect(other.seen[0]?.headers).toMatchObject({ 'x-plain': 'p' });
		expect(other.seen[0]?.headers).not.toHaveProperty('x-door');
		await other.close();
	});
});
