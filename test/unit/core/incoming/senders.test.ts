import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { IncomingServices } from '../../../../core/incoming/exchange';
import { receive } from '../../../../core/incoming/receive';
import type { Authentication } from '../../../../core/incoming/settings';
import {
	readBasicSettings,
	readHeaderKeySettings,
} from '../../../../core/incoming/shown-secrets-settings';
import { readSignatureSettings } from '../../../../core/incoming/signature/settings';
import { verifyEndpoint } from '../../../../core/incoming/verification';
import { perProcessRateLimiter } from '../../../../core/store/rate-limiter';
import { SqliteStore } from '../../../../core/store/sqlite';
import { incomingRequest, SETTINGS } from '../../../fixtures/incoming-request';
import { ManualTime } from '../../../fixtures/manual-time';

const SECRET = 'a-signing-secret';

let folder: string;
let time: ManualTime;
let store: SqliteStore;
let services: IncomingServices;

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'senders-'));
	time = new ManualTime();
	const limiter = perProcessRateLimiter();
	const clocks = { clock: time, monotonic: time, timers: time };
	store = new SqliteStore(path.join(folder, 's.sqlite'), { ...clocks, limiter });
	services = { store, clock: time, monotonic: time, timers: time, newId: () => 'request-1' };
});

afterEach(() => {
	void store.close();
	rmSync(folder, { recursive: true });
});

const send = (
	authentication: Authentication,
	request: Parameters<typeof incomingRequest>[0],
	change = {},
) => receive(incomingRequest(request), { ...SETTINGS, authentication, ...change }, services);

const errorOf = async (outcome: Promise<unknown>) => {
	const { reply } = (await outcome) as { reply: { body: string } };
	return (JSON.parse(reply.body) as { error: string }).error;
};

describe('Signed Requests', () => {
	const signature = (scheme: 'stripe' | 'slack' | 'zoom' | 'x' | 'github'): Authentication => ({
		method: 'signature',
		signature: readSignatureSettings({ scheme, secret: SECRET }),
		url: '',
	});
	const hmac = (text: string) => createHmac('sha256', SECRET).update(text).digest('hex');
	const stripe = (text: string, at = Math.floor(time.now() / 1000)) => ({
		text,
		headers: { 'stripe-signature': `t=${at},v1=${hmac(`${at}.${text}`)}` },
	});
	const slack = (text: string) => {
		const at = Math.floor(time.now() / 1000);
		return {
			text,
			headers: {
				'x-slack-request-timestamp': String(at),
				'x-slack-signature': `v0=${hmac(`v0:${at}:${text}`)}`,
			},
		};
	};

	it('lets a signed request in, without its signature', async () => {
		const outcome = await send(signature('stripe'), stripe('{"id":"evt_1"}'));
		expect(outcome).toMatchObject({
			accepted: true,
			item: { body: { id: 'evt_1' }, headers: { 'stripe-signature': '[redacted]' } },
		});
	});

	it('says what is wrong without helping a guesser', async () => {
		const known = signature('stripe');
		expect(await errorOf(send(known, {}))).toBe("Missing 'stripe-signature' header");
		const wrong = { ...stripe('{"id":"evt_1"}'), text: '{"id":"evt_2"}' };
		expect(await errorOf(send(known, wrong))).toBe('Invalid signature');
		const old = stripe('{"id":"evt_1"}', Math.floor(time.now() / 1000) - 301);
		expect(await errorOf(send(known, old))).toBe(
			'The timestamp of the signature is outside the tolerance',
		);
	});

	it('takes the same signed request for a duplicate, without any deduplication', async () => {
		const request = stripe('{"id":"evt_1"}');
		const first = await send(signature('stripe'), request);
		if (!('claim' in first)) throw new Error('The request was refused');
		await first.claim?.confirm();
		expect(await send(signature('stripe'), request)).toMatchObject({
			reason: 'duplicate',
			reply: { status: 204 },
			cause: 'a request with this signature or signed ID was accepted before',
		});
		expect(await send(signature('stripe'), stripe('{"id":"evt_2"}'))).toMatchObject({
			accepted: true,
		});
	});

	it('gives the signature back when the deduplication hash is a duplicate', async () => {
		const deduplication = { addresses: ['id'], windowMs: 60_000 };
		const first = await send(signature('stripe'), stripe('{"id":"evt_1"}'), { deduplication });
		if (!('claim' in first)) throw new Error('The request was refused');
		await first.claim?.confirm();
		const again = stripe('{"id":"evt_1"}', Math.floor(time.now() / 1000) - 1);
		for (let round = 0; round < 2; round++) {
			expect(await send(signature('stripe'), again, { deduplication })).toMatchObject({
				cause: 'a request with this deduplication hash was accepted before',
			});
		}
	});

	it('runs a request again whose execution was not stored', async () => {
		const request = stripe('{"id":"evt_1"}');
		const first = await send(signature('stripe'), request);
		if (!('claim' in first)) throw new Error('The request was refused');
		await first.claim?.release();
		expect(await send(signature('stripe'), request)).toMatchObject({ accepted: true });
	});

	it('answers a question that is signed, and only then', async () => {
		const question = slack('{"type":"url_verification","challenge":"c-1"}');
		expect(await send(signature('slack'), question)).toMatchObject({
			accepted: true,
			reply: { status: 200, body: 'c-1' },
		});
		const forged = { ...question, headers: { 'x-slack-signature': 'v0=00' } };
		expect(await send(signature('slack'), forged)).toMatchObject({ reply: { status: 401 } });
	});

	it('answers X by GET, and nobody else', async () => {
		const ask = (scheme: 'x' | 'github') =>
			verifyEndpoint(
				incomingRequest({ method: 'GET', query: { crc_token: 'c' } }),
				{ ...SETTINGS, authentication: signature(scheme) },
				services,
			);
		expect(await ask('x')).toMatchObject({ accepted: true, reply: { status: 200 } });
		expect(await ask('github')).toMatchObject({ accepted: false, reply: { status: 404 } });
	});
});

describe('Microsoft Graph', () => {
	const graph: Authentication = { method: 'clientState', states: [SECRET] };
	const notify = (...states: Array<string | undefined>) => ({
		text: JSON.stringify({ value: states.map((clientState) => ({ clientState })) }),
	});

	it('gets its validation token back as plain text', async () => {
		const query = { validationToken: 'token <1>' };
		expect(await send(graph, { query, text: '' })).toMatchObject({
			accepted: true,
			reply: { body: 'token <1>', headers: { 'X-Content-Type-Options': 'nosniff' } },
		});
		expect(await send({ method: 'none' }, { query })).toHaveProperty('item');
	});

	it('is known by the clientState of every notification', async () => {
		expect(await send(graph, notify(SECRET, SECRET))).toHaveProperty('item');
		expect(await errorOf(send(graph, notify(SECRET, 'another')))).toBe('Invalid clientState');
		expect(await errorOf(send(graph, notify(SECRET, undefined)))).toBe('Invalid clientState');
		expect(await errorOf(send(graph, notify()))).toBe("Missing 'clientState'");
		expect(await errorOf(send(graph, { text: '{}' }))).toBe("Missing 'clientState'");
	});
});

describe('Basic Authentication', () => {
	const basic: Authentication = {
		method: 'basic',
		...readBasicSettings({ login: 'shop', password: 'pässword:1' }),
	};
	const header = (pair: string) => ({
		headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` },
	});

	it('lets the right pair in, and redacts it', async () => {
		expect(await send(basic, header('shop:pässword:1'))).toMatchObject({
			item: { headers: { authorization: '[redacted]' } },
		});
	});

	it.each(['shop:wrong', 'shop', ':', 'Shop:pässword:1', 'shop:pässword:1 '])(
		'refuses %s and says how to authenticate',
		async (pair) => {
			expect(await send(basic, header(pair))).toMatchObject({
				reply: {
					status: 401,
					headers: { 'WWW-Authenticate': expect.stringMatching(/^Basic realm=/) as string },
				},
			});
		},
	);

	it('refuses a request without it', async () => {
		expect(await errorOf(send(basic, {}))).toBe("Missing 'Authorization' header");
		const bearer = { headers: { authorization: 'Bearer shop:pässword:1' } };
		expect(await errorOf(send(basic, bearer))).toBe('Invalid login or password');
	});

	it.each([
		[{ login: '', password: 'long-enough' }, 'Login is empty'],
		[{ login: 'a:b', password: 'long-enough' }, 'Login must not contain a colon'],
		[{ login: 'a', password: 'short' }, 'Password is shorter than 8 characters'],
	])('does not take %j', (credential, message) => {
		expect(() => readBasicSettings(credential)).toThrow(message);
	});
});

describe('API Key in a Header', () => {
	const rows = [{ key: 'first-key-1' }, { key: ' second-key-2\n' }];
	const keyed: Authentication = {
		method: 'header',
		...readHeaderKeySettings({ header: 'X-Shop-Key', keys: { rows } }),
	};

	it.each(['first-key-1', 'second-key-2'])('lets %s in, and redacts it', async (key) => {
		expect(await send(keyed, { headers: { 'x-shop-key': key } })).toMatchObject({
			item: { headers: { 'x-shop-key': '[redacted]' } },
		});
	});

	it('refuses other keys and none', async () => {
		expect(await errorOf(send(keyed, { headers: { 'x-shop-key': 'first-key-' } }))).toBe(
			'Invalid API key',
		);
		expect(await errorOf(send(keyed, {}))).toBe("Missing 'x-shop-key' header");
	});

	it.each([
		[{ header: 'X Key', keys: { rows } }, 'Header "X Key" is not a valid header name'],
		[{ header: 'X-Key', keys: { rows: [] } }, 'Keys are missing'],
		[{ header: 'X-Key', keys: { rows: [{ key: 'abc' }] } }, 'Key 1 is shorter than 8 characters'],
	])('does not take %j', (credential, message) => {
		expect(() => readHeaderKeySettings(credential)).toThrow(message);
	});
});
