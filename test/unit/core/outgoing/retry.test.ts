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
	it.each([408, 425, 429, 500, 502, 503, 504, 520, 521, 524, 529])(
		'tries again after %d',
		(code) => {
			expect(decide(status(code))).toMatchObject({ retry: true });
		},
	);
	it.each([200, 204, 301, 400, 401, 403, 404, 409, 501, 505, 519, 530])(
		'takes %d as it is',
		(code) => {
			expect(decide(status(code))).toEqual({ retry: false, why: 'final' });
		},
	);
	it.each(['HTTP_DNS', 'HTTP_TIMEOUT', 'HTTP_CONNECT'])('tries again after %s', (errorCode) => {
		expect(decide({ errorCode, unsent: false })).toMatchObject({
			retry: true,
			reason: expect.stringContaining(errorCode),
		});
	});
	it.each(['HTTP_TLS', 'HTTP_ABORTED', 'HTTP_RESPONSE_TOO_LARGE', 'TARGET_IP_ADDRESS'])(
		'gives up after %s',
		(errorCode) =>
			expect(decide({ errorCode, unsent: true })).toEqual({ retry: false, why: 'final' }),
	);
	it('takes a 403 for a limit only when it says when to come back', () => {
		expect(decide(status(403, { 'retry-after': '3' }))).toMatchObject({ waitMs: 3_000 });
		expect(decide(status(403, { 'ratelimit-reset': '3' }))).toMatchObject({ retry: false });
	});

	it.each(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'])('repeats %s', (method) => {
		expect(decide(status(503), { method })).toMatchObject({ retry: true });
	});
	describe.each(['POST', 'PATCH'])('%s', (method) => {
		it('is repeated with an idempotency key, or where the user accepts repeats', () => {
			expect(decide(status(503), { method })).toEqual({ retry: false, why: 'unsafe' });
			expect(decide(status(503), { method, hasIdempotencyKey: true })).toMatchObject({
				retry: true,
			});
			expect(decide(status(503), { method }, { anyMethod: true })).toMatchObject({ retry: true });
		});
		it.each(['HTTP_DNS', 'HTTP_CONNECT', 'HTTP_TIMEOUT'])(
			'is repeated after %s before the request went out',
			(errorCode) => {
				expect(decide({ errorCode, unsent: true }, { method })).toMatchObject({ retry: true });
				expect(decide({ errorCode, unsent: false }, { method })).toEqual({
					retry: false,
					why: 'unsafe',
				});
			},
		);
		it.each([
			[403, 'retry-after', '2', true],
			[429, 'retry-after', '2', true],
			[429, 'retry-after', '-5', true],
			[429, 'x-ratelimit-reset', '2', true],
			[503, 'retry-after', '2', true],
			[429, 'x-other', '2', false],
			[500, 'retry-after', '2', false],
			[502, 'retry-after', '2', false],
		])('with %d and %s: %s is repeated: %p', (code, header, value, retry) => {
			expect(decide(status(code, { [header]: value }), { method })).toMatchObject({ retry });
		});
	});

	it('ends with the last attempt', () => {
		expect(decide(status(503), { number: 4 })).toMatchObject({ retry: true });
		const used = { retry: false, why: 'attempts' };
		expect(decide(status(503), { number: 5 })).toEqual(used);
		expect(decide(status(503), {}, { maxAttempts: 1 })).toEqual(used);
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
		[{ 'retry-after': '1.5' }, 1_500, 'Retry-After'],
		[{ 'retry-after': 'Thu, 01 Jan 2026 00:00:05 GMT' }, 5_000, 'Retry-After'],
		[{ 'retry-after': 'Thursday, 01-Jan-26 00:00:06 GMT' }, 6_000, 'Retry-After'],
		[{ 'retry-after': 'Thu Jan  1 00:00:07 2026' }, 7_000, 'Retry-After'],
		[{ 'retry-after': String(NOW / 1_000 + 8) }, 8_000, 'Retry-After'],
		[{ 'retry-after': String(NOW + 9_000) }, 9_000, 'Retry-After'],
		[{ 'x-ratelimit-reset': String(NOW + 9_000) }, 9_000, 'RateLimit-Reset'],
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
	it.each([
		'-5',
		'0',
		'05-06',
		'soon',
		'1e3',
		'0x10',
		'+5',
		'5, 6',
		'2026-01-01T00:00:09Z',
		'2026-01-01',
		'Thu, 1 Jan 2026 00:00:09 GMT',
		'Thu, 01 Jan 2026 00:00:09 +0000',
		'Thu, 32 Jan 2026 00:00:09 GMT',
		'Thu, 01 Jan 2026 24:00:09 GMT',
		'Wed, 31 Dec 2025 00:00:00 GMT',
		String(NOW - 1),
		String(NOW / 1_000 - 1),
	])('backs off for half of the limit at least when Retry-After is %s', (value) => {
		const asked = status(429, { 'retry-after': value });
		for (const [random, waitMs] of [
			[0, 500],
			[0.5, 750],
			[1, 1_000],
		] as const) {
			expect(decide(asked, { random })).toMatchObject({ retry: true, waitMs });
		}
	});
	it.each(['99999999999999999999999', 'Fri, 31 Dec 9999 23:59:59 GMT', '9'.repeat(400)])(
		'waits a time that timers know when Retry-After is %s',
		(value) => {
			const asked = status(429, { 'retry-after': value });
			expect(decide(asked, {}, { maxDelayMs: 1e15 })).toMatchObject({ waitMs: 2 ** 31 - 1 });
		},
	);

	it('starts no wait that would pass the total time', () => {
		const asked = status(503, { 'retry-after': '2' });
		expect(decide(asked, { elapsedMs: 7_999 }, { totalTimeoutMs: 10_000 })).toMatchObject({
			retry: true,
		});
		expect(decide(asked, { elapsedMs: 8_000 }, { totalTimeoutMs: 10_000 })).toEqual({
			retry: false,
			why: 'time',
		});
	});
});
