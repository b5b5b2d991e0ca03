import { decideRetry, NO_RETRY, type Attempt } from '../../../../core/outgoing/retry';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const policy = { ...NO_RETRY, maxAttempts: 5, baseDelayMs: 1_000, maxDelayMs: 60_000 };

const decide = (
	outcome: Attempt['outcome'],
	extra: Partial<Attempt> = {},
	limits: Partial<typeof policy> = {},
) =>
	decideRetry(
		{
			outcome,
			number: 1,
			method: 'GET',
			hasIdempotencyKey: false,
			elapsedMs: 0,
			now: NOW,
			random: 0.5,
			...extra,
		},
		{ ...policy, ...limits },
	);

const status = (code: number, headers: Record<string, string> = {}) => ({ status: code, headers });

describe('decideRetry', () => {
	it.each([408, 425, 429, 500, 502, 503, 504])('tries again after %d', (code) => {
		expect(decide(status(code))).toMatchObject({ retry: true });
	});
	it.each([200, 204, 301, 400, 401, 403, 404, 409, 501, 505])('takes %d as it is', (code) => {
		expect(decide(status(code))).toEqual({ retry: false });
	});
	it.each(['HTTP_DNS', 'HTTP_TIMEOUT', 'HTTP_CONNECT'])('tries again after %s', (errorCode) => {
		expect(decide({ errorCode })).toMatchObject({
			retry: true,
			reason: expect.stringContaining(errorCode),
		});
	});
	it.each(['HTTP_TLS', 'HTTP_ABORTED', 'HTTP_RESPONSE_TOO_LARGE', 'TARGET_IP_ADDRESS'])(
		'gives up after %s',
		(errorCode) => expect(decide({ errorCode })).toEqual({ retry: false }),
	);

	it.each(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'])('repeats %s', (method) => {
		expect(decide(status(503), { method })).toMatchObject({ retry: true });
	});
	it.each(['POST', 'PATCH'])('repeats %s only with an idempotency key', (method) => {
		expect(decide(status(503), { method })).toEqual({ retry: false });
		expect(decide(status(503), { method, hasIdempotencyKey: true })).toMatchObject({ retry: true });
	});

	it('ends with the last attempt', () => {
		expect(decide(status(503), { number: 4 })).toMatchObject({ retry: true });
		expect(decide(status(503), { number: 5 })).toEqual({ retry: false });
		expect(decide(status(503), {}, { maxAttempts: 1 })).toEqual({ retry: false });
	});

	it.each([
		[1, 0.5, 500],
		[2, 0.5, 1_000],
		[3, 1, 4_000],
		[4, 0, 0],
	])('spreads wait %d over the doubled back-off', (number, random, waitMs) => {
		expect(decide(status(503), { number, random })).toEqual({
			retry: true,
			waitMs,
			reason: 'status 503, exponential back-off',
		});
	});
	it('cuts the back-off to the longest wait', () => {
		expect(decide(status(503), { number: 4, random: 1 }, { maxDelayMs: 2_000 })).toMatchObject({
			waitMs: 2_000,
		});
	});

	it.each([
		[{ 'retry-after': '7' }, 7_000, 'Retry-After'],
		[{ 'retry-after': '0' }, 0, 'Retry-After'],
		[{ 'retry-after': 'Thu, 01 Jan 2026 00:00:05 GMT' }, 5_000, 'Retry-After'],
		[{ 'retry-after': 'Wed, 31 Dec 2025 00:00:00 GMT' }, 0, 'Retry-After'],
		[{ 'ratelimit-reset': '12' }, 12_000, 'RateLimit-Reset'],
		[{ 'x-ratelimit-reset': String(NOW / 1_000 + 9) }, 9_000, 'RateLimit-Reset'],
		[{ ratelimit: 'limit=100, remaining=0, reset=3' }, 3_000, 'RateLimit'],
		[{ ratelimit: '"default";r=0;t=4' }, 4_000, 'RateLimit'],
		[{ 'retry-after': '2', 'ratelimit-reset': '50' }, 2_000, 'Retry-After'],
		[{ 'retry-after': 'soon', 'ratelimit-reset': '5' }, 5_000, 'RateLimit-Reset'],
	])('waits as %j asks', (headers, waitMs, reason) => {
		expect(decide(status(429, headers))).toEqual({
			retry: true,
			waitMs,
			reason: `status 429, ${reason}`,
		});
	});
	it('waits no longer than allowed, and says so', () => {
		expect(decide(status(429, { 'retry-after': '3600' }))).toEqual({
			retry: true,
			waitMs: 60_000,
			reason: 'status 429, Retry-After cut to the longest wait',
		});
	});
	it('backs off when nothing readable is asked', () => {
		expect(decide(status(429, { 'retry-after': 'soon' }))).toMatchObject({ waitMs: 500 });
	});

	it('starts no wait that would pass the total time', () => {
		const asked = status(503, { 'retry-after': '2' });
		expect(decide(asked, { elapsedMs: 7_999 }, { totalTimeoutMs: 10_000 })).toMatchObject({
			retry: true,
		});
		expect(decide(asked, { elapsedMs: 8_000 }, { totalTimeoutMs: 10_000 })).toEqual({
			retry: false,
		});
	});
});
