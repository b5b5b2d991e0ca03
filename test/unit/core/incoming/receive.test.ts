import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { readAcceptReply } from '../../../../core/incoming/accept-reply';
import type { IncomingServices } from '../../../../core/incoming/exchange';
import { readJwtSettings } from '../../../../core/incoming/jwt/settings';
import { logIn } from '../../../../core/incoming/login';
import { receive } from '../../../../core/incoming/receive';
import { BodyError } from '../../../../core/incoming/request';
import type { IncomingSettings } from '../../../../core/incoming/settings';
import { perProcessRateLimiter } from '../../../../core/store/rate-limiter';
import { SqliteStore } from '../../../../core/store/sqlite';
import { envelope } from '../../../fixtures/incoming';
import { incomingRequest, SETTINGS } from '../../../fixtures/incoming-request';
import { ManualTime } from '../../../fixtures/manual-time';

let folder: string;
let services: IncomingServices & { store: SqliteStore };

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'receive-'));
	const time = new ManualTime();
	const store = new SqliteStore(path.join(folder, 'store.sqlite'), {
		clock: time,
		monotonic: time,
		timers: time,
		limiter: perProcessRateLimiter(),
	});
	services = { store, clock: time, monotonic: time, timers: time, newId: () => 'request-1' };
});

afterEach(() => {
	void services.store.close();
	rmSync(folder, { recursive: true });
});

const settings = (change: Partial<IncomingSettings> = {}): IncomingSettings => ({
	...SETTINGS,
	...change,
});

const verifier = {
	verify: async () => ({ claims: { sub: 'x' } }),
	missingPermission: () => undefined,
};
const jwtSettings = () =>
	readJwtSettings({
		keySource: 'secret',
		secrets: { rows: [{ secret: 'x'.repeat(64) }] },
		issueTokens: true,
		apiKeys: { rows: [{ name: 'shop', key: 'workspace-key-01', permissions: 'SEND' }] },
	});
const UNMET = { address: 'a', operator: 'Number: Is Greater Than', remark: undefined };
const deduplication = { addresses: ['a'], windowMs: 60_000 };

const send = (
	change?: Partial<IncomingSettings>,
	request?: Parameters<typeof incomingRequest>[0],
) => receive(incomingRequest(request), settings(change), services);

describe('receive', () => {
	it('makes an item of a request that passes', async () => {
		expect(await send()).toEqual({
			accepted: true,
			claim: undefined,
			item: {
				headers: { 'content-type': 'application/json' },
				query: {},
				body: { a: 1 },
				parameters: { a: 1 },
				integration: {
					name: 'Complaints',
					endpointId: 'endpoint-1',
					requestId: 'request-1',
					receivedAt: '2025-09-17T10:25:32.000Z',
					deduplicationHash: '',
					claims: {},
				},
			},
		});
	});

	/** Each breaks one rule more than the one before, so the order of the checks shows. */
	it('checks in the order of the contract', async () => {
		await services.store.consume('endpoint-1', 1);
		const jwt = { method: 'jwt' as const, settings: jwtSettings(), verifier };
		const all = {
			isAllowedIp: () => false,
			rateLimit: 1,
			authentication: jwt,
			conditions: () => [UNMET],
		};
		const broken = {
			text: 'no json',
			headers: { 'content-length': '2000', 'content-type': 'text/plain' },
		};
		const reasons = [];
		const steps: Array<[Partial<IncomingSettings>, object]> = [
			[all, broken],
			[{ ...all, isAllowedIp: () => true }, broken],
			[{ ...all, isAllowedIp: () => true, rateLimit: 0 }, broken],
			[
				{ ...all, isAllowedIp: () => true, rateLimit: 0 },
				{ ...broken, headers: { 'content-type': 'text/plain' } },
			],
			[{ conditions: all.conditions }, { ...broken, headers: { 'content-type': 'text/plain' } }],
			[{ conditions: all.conditions }, { text: 'no json' }],
			[{ conditions: all.conditions }, {}],
		];
		for (const [change, request] of steps) {
			const outcome = await send(change, request);
			reasons.push(outcome.accepted ? 'accepted' : `${outcome.reason} ${outcome.reply.status}`);
		}
		expect(reasons).toEqual([
			'address 403',
			'rateLimit 429',
			'tooLarge 413',
			'unauthorized 401',
			'unsupportedMediaType 415',
			'malformed 400',
			'filtered 200',
		]);
	});

	it('does not read the body of a sender it does not know', async () => {
		const readBody = () => Promise.reject(new Error('The body was read'));
		const jwt = { method: 'jwt' as const, settings: jwtSettings(), verifier };
		expect(await send({ authentication: jwt }, { readBody })).toMatchObject({
			reply: { status: 401 },
		});
		expect(await send({}, { readBody, headers: { 'content-type': 'text/xml' } })).toMatchObject({
			reply: { status: 415 },
		});
	});

	it.each([
		['tooLarge', 413],
		['unreadable', 400],
	] as const)('answers for a body that is %s', async (failure, status) => {
		const readBody = () => Promise.reject(new BodyError(failure));
		expect(await send({}, { readBody })).toMatchObject({ reply: { status } });
	});

	it('measures a body that declared no length', async () => {
		const text = `{}${' '.repeat(999)}`;
		expect(await send({}, { text })).toMatchObject({ reply: { status: 413 } });
	});

	it('hands the claim of a new request on and refuses its repeat', async () => {
		const first = await send({ deduplication });
		if (!first.accepted || !('item' in first)) throw new Error('The request was refused');
		expect(first.item.integration.deduplicationHash).toMatch(/^[0-9a-f]{64}$/);
		await first.claim?.confirm();
		expect(await send({ deduplication })).toMatchObject({
			reason: 'duplicate',
			reply: { status: 204, body: '' },
		});
		expect(await send({ deduplication }, { text: '{"a":2}' })).toMatchObject({ accepted: true });
	});

	describe('with a reply of its own', () => {
		const reply = (body: string, status = 202) =>
			readAcceptReply({ status, contentType: 'application/json', body });

		it('renders it from the parameters', async () => {
			const acceptReply = reply(
				'{"id":"{{ event.params[\'order.id\'] }}","{{ json.body.order.id }}":1}',
			);
			expect(await send({ acceptReply }, { text: '{"order":{"id":"o-1"}}' })).toMatchObject({
				reply: {
					status: 202,
					headers: { 'Content-Type': 'application/json' },
					body: '{"id":"o-1","o-1":1}',
				},
			});
		});

		it('sends no content with 204', async () => {
			expect(await send({ acceptReply: reply('OK', 204) })).toMatchObject({
				reply: { status: 204, headers: {}, body: '' },
			});
		});

		it('refuses the request and gives its hash back when it cannot be rendered', async () => {
			const acceptReply = reply('{{ event.params.a + event.params.b }}');
			expect(await send({ deduplication, acceptReply })).toMatchObject({ reply: { status: 503 } });
			expect(await send({ deduplication })).toMatchObject({ accepted: true });
		});

		it.each([
			[{ status: 302 }, 'Response: "302" is not a valid Status Code'],
			[{ contentType: 'json' }, 'Response: "json" is not a valid Content Type'],
			[{ body: '{{ order.id }}' }, 'Response Body'],
		])('does not take %j', (fields, message) => {
			expect(() => readAcceptReply(fields)).toThrow(message);
		});
	});

	it('reads more types, and keeps the digits of large numbers, where it is told to', async () => {
		const cloud = { headers: { 'content-type': 'application/cloudevents+json; charset=utf-8' } };
		expect(await send({}, cloud)).toMatchObject({
			reply: { status: 415, headers: { Accept: 'application/json' } },
		});
		expect(await send({ acceptJsonSuffixes: true }, cloud)).toMatchObject({ accepted: true });
		const twice = { headers: { 'content-type': 'application/json, application/json' } };
		expect(await send({ acceptJsonSuffixes: true }, twice)).toMatchObject({ accepted: true });
		const text = '{"id":9007199254740993}';
		expect(await send({ largeNumbersAsText: true }, { text })).toMatchObject({
			item: { body: { id: '9007199254740993' }, parameters: { id: '9007199254740993' } },
		});
	});

	it('tells numbers apart that JavaScript rounds', async () => {
		for (const text of ['{"a":12345678901234567891}', '{"a":12345678901234567892}']) {
			const outcome = await send({ deduplication }, { text });
			expect(outcome).toMatchObject({ accepted: true });
			if ('claim' in outcome) await outcome.claim?.confirm();
		}
	});

	it('takes whole objects and lists as parameters', async () => {
		const whole = { deduplication: { ...deduplication, addresses: ['a'] } };
		for (const text of ['{"a":{"b":[1]}}', '{"a":{"b":[2]}}']) {
			const outcome = await send(whole, { text });
			if ('claim' in outcome) await outcome.claim?.confirm();
			expect(outcome.accepted).toBe(true);
		}
		expect(await send(whole, { text: '{"x":1,"a":{"b":[2]}}' })).toMatchObject({
			reason: 'duplicate',
		});
	});

	it('claims nothing for a sender that hung up', async () => {
		let asked = 0;
		const isGone = () => ++asked > 1;
		expect(await send({ deduplication }, { isGone })).toMatchObject({ reason: 'senderGone' });
		expect(await send({ deduplication })).toMatchObject({ accepted: true });
	});

	it('keeps a test request as the sample, and out of deduplication', async () => {
		for (let i = 0; i < 2; i++) {
			const headers = { 'x-source': 'portal' };
			const text = '{"a":"secret value","b":[],"c":{"d":null}}';
			const outcome = await send({ deduplication, isTest: true }, { headers, text });
			expect(outcome).toMatchObject({ accepted: true, claim: undefined });
		}
		expect(await services.store.load('project:one/endpoint-1')).toEqual({
			requests: 2,
			parameters: [
				{ address: 'a', type: 'string', requests: 2 },
				{ address: 'b', type: 'array', requests: 2 },
				{ address: 'c.d', type: 'null', requests: 2 },
				{ address: 'header:content-type', type: 'string', requests: 2 },
				{ address: 'header:x-source', type: 'string', requests: 2 },
			],
		});
	});

	it('keeps the parameters of a test request that is refused after its sender is known', async () => {
		const test = { isTest: true };
		expect(await send({ ...test, conditions: () => [UNMET] }, { text: '{"a":1}' })).toMatchObject({
			reason: 'filtered',
			reply: {
				status: 200,
				body: expect.stringContaining('- a: Number: Is Greater Than') as string,
			},
		});
		const asText = { headers: { 'content-type': 'text/plain' }, text: '{"b":1}' };
		expect(await send(test, asText)).toMatchObject({ reply: { status: 415 } });
		const jwt = { method: 'jwt' as const, settings: jwtSettings(), verifier };
		const bearer = { 'content-type': 'application/json', authorization: 'Bearer x' };
		const withoutPermission = {
			...jwt,
			verifier: { ...verifier, missingPermission: () => 'none' },
		};
		expect(
			await send(
				{ ...test, authentication: withoutPermission },
				{ headers: bearer, text: '{"c":1}' },
			),
		).toMatchObject({ reply: { status: 403 } });
		expect(await send({ ...test, authentication: jwt }, { text: '{"d":1}' })).toMatchObject({
			reply: { status: 401 },
		});
		expect(await send({ ...test, isAllowedIp: () => false }, { text: '{"e":1}' })).toMatchObject({
			reply: {
				status: 403,
				body: expect.stringContaining('"message":"This request came from 192.0.2.1, ') as string,
			},
		});
		const forged = { ip: '<b>\n"x"' };
		expect(await send({ ...test, isAllowedIp: () => false }, forged)).toMatchObject({
			reply: { body: expect.stringContaining('came from ?b???x?, ') as string },
		});
		expect(await send({ isAllowedIp: () => false })).toMatchObject({
			reply: { body: expect.stringMatching(envelope(403, 'Forbidden')) as string },
		});
		const sample = await services.store.load('project:one/endpoint-1');
		const addresses = sample?.parameters.map(({ address }) => address);
		expect(addresses?.filter((address) => !address.startsWith('header:'))).toEqual(['c', 'b', 'a']);
	});

	it('tells a sender in production nothing of the conditions, and keeps no sample of it', async () => {
		expect(await send({ conditions: () => [UNMET] })).toMatchObject({ reply: { body: 'OK' } });
		expect(await services.store.load('project:one/endpoint-1')).toBeUndefined();
	});

	it('takes the first accepted production request as the sample of an endpoint without one', async () => {
		await send({}, { text: '{"a":1}' });
		await send({}, { text: '{"b":1}' });
		expect(await services.store.load('project:one/endpoint-1')).toMatchObject({
			requests: 1,
			parameters: [{ address: 'a' }, { address: 'header:content-type' }],
		});
	});

	it('answers 503 when the store is down, and says why to the operator alone', async () => {
		mkdirSync(path.join(folder, 'store.sqlite'));
		const outcome = await send({ deduplication });
		expect(outcome).toMatchObject({
			reason: 'unavailable',
			reply: { status: 503, headers: { 'Retry-After': '5' } },
			cause: expect.stringContaining('cannot be opened or created') as string,
		});
		expect(JSON.stringify(outcome.accepted || outcome.reply)).not.toContain(folder);
		expect(await send()).toMatchObject({ accepted: true });
	});
});

describe('logIn', () => {
	const logInWith = (text: string, change: Partial<IncomingSettings> = {}) =>
		logIn(
			incomingRequest({ text }),
			settings({
				authentication: { method: 'jwt', settings: jwtSettings(), verifier },
				...change,
			}),
			services,
		);

	const logInFrom = (ip: string, text: string) =>
		logIn(
			incomingRequest({ text, ip }),
			settings({ authentication: { method: 'jwt', settings: jwtSettings(), verifier } }),
			services,
		);

	it('gives a token for an API key', async () => {
		const outcome = await logInWith('{"apiKey":"workspace-key-01"}');
		expect(outcome).toMatchObject({
			accepted: true,
			reply: {
				status: 200,
				headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
				body: expect.stringMatching(/^\{"token":"[\w-]+\.[\w-]+\.[\w-]+"\}$/) as string,
			},
		});
	});

	it.each([
		'{"apiKey":"workspace-key-02"}',
		'{}',
		'{"apiKey":null}',
		'{"apiKey":["workspace-key-01"]}',
		'["workspace-key-01"]',
		'{"__proto__":{"apiKey":"workspace-key-01"}}',
	])('answers 401 to %s', async (text) => {
		expect(await logInWith(text)).toMatchObject({ reply: { status: 401 } });
	});

	it('answers as the endpoint does to what is no log-in', async () => {
		expect(await logInWith('{')).toMatchObject({ reply: { status: 400 } });
		expect(await logInWith('{}', { isAllowedIp: () => false })).toMatchObject({
			reply: { status: 403 },
		});
		expect(await logInWith(`{}${' '.repeat(2_000)}`)).toMatchObject({ reply: { status: 413 } });
	});

	it('is not there when no tokens are issued', async () => {
		const withoutIssuing = { ...jwtSettings(), issuing: undefined };
		const authentication = { method: 'jwt' as const, settings: withoutIssuing, verifier };
		expect(await logInWith('{"apiKey":"workspace-key-01"}', { authentication })).toMatchObject({
			reply: { status: 404 },
		});
		expect(await logInWith('{}', { authentication: { method: 'none' } })).toMatchObject({
			reply: { status: 404 },
		});
	});

	it('takes ten wrong keys a minute of an address, and then looks at no key of it', async () => {
		const wrong = '{"apiKey":"workspace-key-02"}';
		const right = '{"apiKey":"workspace-key-01"}';
		// Right keys do not count.
		for (let count = 0; count < 12; count++) await logInWith(right);
		const guesses = await Promise.all(Array.from({ length: 30 }, () => logInWith(wrong)));
		const reasons = guesses.map((outcome) => !outcome.accepted && outcome.reason);
		expect(reasons.filter((reason) => reason === 'unauthorized')).toHaveLength(10);
		expect(reasons.filter((reason) => reason === 'rateLimit')).toHaveLength(20);
		expect(await logInWith(right)).toMatchObject({
			reason: 'rateLimit',
			cause: 'more than 10 wrong API keys in 60 s from one address',
			reply: {
				status: 429,
				headers: { 'Retry-After': expect.stringMatching(/^([1-9]|[1-5]\d|60)$/) as string },
				body: expect.stringMatching(envelope(429, 'Too Many Requests')) as string,
			},
		});
		expect(await logInWith(right, { endpointId: 'endpoint-2' })).toMatchObject({ accepted: true });
		expect(await logInFrom('198.51.100.9', right)).toMatchObject({ accepted: true });
	});

	it('counts an IPv6 network as one address', async () => {
		const wrong = '{"apiKey":"workspace-key-02"}';
		for (let count = 0; count < 10; count++) await logInFrom(`2001:db8::${count}`, wrong);
		expect(await logInFrom('2001:db8::ffff:1', wrong)).toMatchObject({ reason: 'rateLimit' });
		expect(await logInFrom('2001:db8:0:1::1', wrong)).toMatchObject({ reason: 'unauthorized' });
	});

	it('counts guesses as requests, and names what was wrong in the log alone', async () => {
		const limited = { rateLimit: 2 };
		const outcomes = [];
		for (let guess = 0; guess < 3; guess++) {
			outcomes.push(await logInWith(`{"apiKey":"guess-number-${guess}"}`, limited));
		}
		expect(outcomes).toMatchObject([
			{ reason: 'unauthorized', cause: 'the API key is none of the credential' },
			{ reason: 'unauthorized' },
			{ reason: 'rateLimit', reply: { status: 429 } },
		]);
	});
});
