import { apiKey } from '../../../../core/connections/api-key';
import { none } from '../../../../core/connections/none';
import { createHttpClient } from '../../../../core/http/undici-client';
import { standardWebhooks } from '../../../../core/connections/standard-webhooks';
import { exchange, type Connection, type WireOptions } from '../../../../core/outgoing/exchange';
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
	/** An address where nobody listens. */
	let closed: string;

	beforeAll(async () => {
		const gone = await startPeer(() => undefined);
		closed = gone.origin;
		await gone.close();
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
			// A kept connection that is dropped would be replaced without an attempt of its own.
			void response.writeHead(status, { connection: 'close', ...headers }).end();
	const drop: Handler = ({ socket }) => void socket.destroy();

	const run = async (
		options: Partial<typeof wire> = {},
		method = 'GET',
		signal?: AbortSignal,
		url = peer.origin,
		connection: Connection = { method: none, credential: {} },
	) =>
		await exchange(
			{ method, url: new URL(url), headers: [['Idempotency-Key', 'k']], body: undefined },
			connection,
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

	it('tells what was sent and how each attempt ended when none gave a response', async () => {
		answers = [answer(503, { 'retry-after': '2' }), drop, drop];
		const cut = `The connection to ${new URL(peer.origin).host} failed: the host closed it`;
		await expect(run()).rejects.toMatchObject({
			name: 'ExchangeError',
			message: cut,
			request: { method: 'GET', headers: [['Idempotency-Key', 'k']] },
			attempts: [
				{ attempt: 1, result: 'status 503' },
				{ attempt: 2, result: cut, waitMs: 2_000, reason: 'status 503, Retry-After' },
				{ attempt: 3, result: cut, waitMs: 100, reason: 'HTTP_CONNECT, exponential back-off' },
			],
			hint: expect.stringContaining('All 3 attempts failed.'),
		});
	});

	describe('advises', () => {
		const hintOf = async (options: Partial<typeof wire>, method: string, url?: string) => {
			answers = [drop, drop, drop];
			const error: unknown = await run(options, method, undefined, url).catch(
				(reason: unknown) => reason,
			);
			return (error as { hint: string }).hint;
		};
		const off = { retry: NO_RETRY };

		it('"Retry" where it is off and would repeat the request', async () => {
			expect(await hintOf(off, 'GET')).toContain('Turn on the option "Retry"');
			expect(await hintOf(off, 'POST', closed)).toContain('Turn on the option "Retry"');
		});
		it('an idempotency key where "Retry" alone does nothing', async () => {
			expect(await hintOf(off, 'POST')).toContain(
				'"Retry" and "Idempotency Key" together repeat the request',
			);
			expect(await hintOf({}, 'POST')).toContain('does not repeat this POST request');
		});
		it('nothing of the kind where no attempt would help', async () => {
			const insecure = await hintOf(off, 'GET', peer.origin.replace('localhost', '127.0.0.1'));
			expect(insecure).not.toContain('Retry');
		});
		it('the total time where that ended the attempt', async () => {
			answers = [() => undefined];
			const retry = { ...wire.retry, totalTimeoutMs: 50 };
			await expect(run({ retry }, 'POST')).rejects.toMatchObject({
				code: 'HTTP_TIMEOUT',
				hint: 'Raise "Total Timeout" of the option "Retry", or check why the host is slow.',
			});
		});
	});

	it('repeats an order whose connection was refused', async () => {
		await expect(run({}, 'POST', undefined, closed)).rejects.toMatchObject({
			attempts: [{ attempt: 1 }, { attempt: 2 }, { attempt: 3 }],
		});
	});

	it('repeats an order that a host turned away with a time to come back', async () => {
		answers = [answer(429, { 'retry-after': '2' }), answer(503, { 'retry-after': '1' })];
		answers.push(answer(201));
		expect((await run({}, 'POST')).response.status).toBe(201);
		expect(slept).toEqual([2_000, 1_000]);
	});

	it('repeats no order after a redirect, whose first host may have processed it', async () => {
		answers = [answer(307, { location: closed })];
		await expect(run({ redirect: { follow: true, max: 1 } }, 'POST')).rejects.toMatchObject({
			code: 'HTTP_CONNECT',
			attempts: [{ attempt: 1 }],
		});
	});

	it('signs each attempt with its own time, and keeps the id of the message', async () => {
		answers = [answer(503, { 'retry-after': '400' }), answer(200)];
		const secret = `whsec_${Buffer.alloc(24, 'k').toString('base64')}`;
		const policy = { ...wire.retry, maxDelayMs: 500_000 };
		await run({ retry: policy }, 'GET', undefined, peer.origin, {
			method: standardWebhooks,
			credential: { secret },
		});
		const [first, second] = peer.seen.map(({ headers }) => headers);
		expect([first?.['webhook-timestamp'], second?.['webhook-timestamp']]).toEqual(['0', '400']);
		expect(second?.['webhook-id']).toBe(first?.['webhook-id']);
		expect(second?.['webhook-signature']).not.toBe(first?.['webhook-signature']);
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

	it.each([
		['a header of another name', { headers: [['X-Copy', 'Key open sesame']], body: undefined }],
		['the body', { headers: [], body: Buffer.from('{"key":"open%20sesame"}') }],
	] as const)('sends the secret in %s to no other host', async (_where, { headers, body }) => {
		const other = await startPeer((_request, response) => void response.end());
		answers = [answer(307, { location: other.origin })];
		const sent = exchange(
			{
				method: 'POST',
				url: new URL(peer.origin),
				headers: headers.map(([...pair]) => pair),
				body,
			},
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
		await sent.catch((error: Error) =>
			expect(error.message).toContain('the body contains the connection’s secret'),
		);
		await other.close();
		expect(peer.seen[0]?.headers).toMatchObject({ 'x-door': 'open sesame' });
		expect(other.seen).toHaveLength(body ? 0 : 1);
		expect(JSON.stringify(other.seen.map((seen) => seen.headers))).not.toContain('sesame');
	});
});
