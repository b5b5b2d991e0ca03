import type { ConnectionServices, CredentialFields } from '../../../../core/connections/connection';
import { customConnection } from '../../../../core/connections/custom-connection';
import { createMask } from '../../../../core/connections/mask';
import { loopbackClient, statusOf } from '../../../fixtures/connection-exchange';
import {
	headersOf,
	nameValueRows,
	preparedRequest,
	TestClock,
} from '../../../fixtures/connection-requests';
import { bearerGuard } from '../../../peers/guards';
import { Issuer } from '../../../peers/issuer';
import { Peer, type Reply } from '../../../peers/server';
import { expectKeptFor, expectRenewedInTime, itUsesOneToken } from './token-use';

const SECRET = 'custom-connection-secret';

let peer: Peer;
let clock: TestClock;
let issuer: Issuer;
let reply: ((token: string) => Reply) | undefined;
const http = loopbackClient();

beforeEach(async () => {
	clock = new TestClock();
	issuer = new Issuer(clock, 300);
	reply = undefined;
	peer = await Peer.start({
		'/token': ({ headers, body }) => {
			const isKnown =
				headers['x-client'] === 'n8n' &&
				body.toString() === `{ "api-key": "${SECRET}" }` &&
				headers['content-type'] === 'application/json';
			if (!isKnown) return { status: 403, body: { error: 'unknown key', got: body.toString() } };
			const token = issuer.issue();
			return reply?.(token) ?? { status: 200, body: { token } };
		},
		'/resource': (request) => bearerGuard(issuer)(request),
	});
});
afterEach(() => peer.stop());
afterAll(() => http.close());

const credential = (changes: CredentialFields = {}): CredentialFields => ({
	secret: SECRET,
	method: 'POST',
	url: `${peer.origin}/token`,
	headers: nameValueRows({ 'X-Client': 'n8n' }),
	body: '{ "api-key": "{{ secret }}" }',
	tokenHeaders: nameValueRows({
		Authorization: 'Bearer {{ authResponseBody | fromjson | attr("token") }}',
	}),
	ttl: '',
	...changes,
});
const services = (): ConnectionServices => ({ http, clock });
const authorise = (changes?: CredentialFields) =>
	customConnection.authorise(preparedRequest(), credential(changes), services());
const send = (changes?: CredentialFields) =>
	statusOf(`${peer.origin}/resource`, customConnection, credential(changes), { http, clock });

describe('the authorization request', () => {
	it('puts the token where the placement says, without quotes', async () => {
		const { headers } = await authorise();
		expect(headersOf({ ...preparedRequest(), headers }).Authorization).toBe(
			`Bearer ${issuer.issued[0]}`,
		);
	});

	it('fills the secret into URL, headers and body', async () => {
		await authorise({
			url: `${peer.origin}/elsewhere?key={{ secret }}`,
			headers: nameValueRows({ 'X-Key': 'Key {{ secret }}' }),
		}).catch(() => undefined);
		expect(peer.received[0]).toMatchObject({
			method: 'POST',
			target: `/elsewhere?key=${SECRET}`,
			headers: { 'x-key': `Key ${SECRET}` },
		});
		expect(peer.received[0]?.body.toString()).toContain(SECRET);
	});

	it('sends the chosen method, and no body for an empty one', async () => {
		await authorise({ method: 'GET', body: '' }).catch(() => undefined);
		expect(peer.received[0]).toMatchObject({ method: 'GET' });
		expect(peer.received[0]?.headers).not.toHaveProperty('content-type');
	});

	it.each([
		['grant_type=password&key={{ secret }}', 'application/x-www-form-urlencoded'],
		['key=', 'application/x-www-form-urlencoded'],
		['{"a":"b=c&d=e"}', 'application/json'],
		['"a=b"', 'application/json'],
		['[1]', 'application/json'],
	])('sends the body %s as %s', async (body, type) => {
		await authorise({ body }).catch(() => undefined);
		expect(peer.received[0]?.headers['content-type']).toBe(type);
	});

	it('does not follow a redirect with the secret', async () => {
		reply = () => ({ status: 307, headers: { location: `${peer.origin}/stolen` } });
		await expect(authorise()).rejects.toThrow('returned 307');
		expect(peer.requestsTo('/stolen')).toEqual([]);
	});
});

describe('the token placement', () => {
	it('reads status, headers in both spellings, and the body as text', async () => {
		reply = (token) => ({ status: 201, headers: { 'X-Auth-Token': token }, body: 'created' });
		const request = await authorise({
			tokenHeaders: nameValueRows({
				'X-Lower': '{{ authResponseHeaders["x-auth-token"] }}',
				'X-Canonical': '{{ authResponseHeaders["X-Auth-Token"] }}',
				'X-Status': '{{ authResponseStatusCode + 1 }}',
			}),
			tokenUrlParameters: nameValueRows({ note: '{{ authResponseBody }}' }),
		});
		expect(headersOf(request)).toMatchObject({
			'X-Lower': issuer.issued[0],
			'X-Canonical': issuer.issued[0],
			'X-Status': '202',
		});
		expect(request.url.searchParams.get('note')).toBe('created');
	});

	it.each([
		['the answer has no token', () => ({ status: 200, body: { other: 1 } }), 'has no value'],
		['the answer is no JSON', () => ({ status: 200, body: 'Welcome!' }), 'line 1, column 30'],
	])('fails clearly when %s', async (_what, answer: () => Reply, reason) => {
		reply = answer;
		await expect(authorise()).rejects.toThrow(
			expect.objectContaining({
				code: 'CONNECTION_AUTHORISATION_FAILED',
				field: 'tokenHeaders',
				message: expect.stringContaining(reason) as string,
			}),
		);
	});
});

describe('refusals', () => {
	it.each([
		['an insert in the domain', { url: 'https://{{ secret }}.example.com/' }, 'url'],
		['an insert instead of the scheme', { url: '{{ secret }}' }, 'url'],
		['no URL', { url: '' }, 'url'],
		['an unknown method', { method: 'FETCH' }, 'method'],
		['a TTL above a week', { ttl: 604_801 }, 'ttl'],
		['a negative TTL', { ttl: -1 }, 'ttl'],
		['no placement', { tokenHeaders: {} }, 'tokenHeaders'],
		['a template with a mistake', { body: '{{ secret | nope }}' }, 'body'],
		['a name that the request cannot know', { body: '{{ authResponseBody }}' }, 'body'],
		[
			'a name that the placement cannot know',
			{ tokenHeaders: nameValueRows({ Authorization: 'Bearer {{ secret }}' }) },
			'tokenHeaders',
		],
	])('refuses %s before anything is sent', async (_what, changes, field) => {
		await expect(authorise(changes)).rejects.toThrow(expect.objectContaining({ field }));
		expect(peer.received).toEqual([]);
	});

	it('says which step failed with which status, without the secret, and keeps nothing of it', async () => {
		const wrong = { headers: nameValueRows({ 'X-Client': 'other' }) };
		const failure = (await authorise(wrong).catch((error: unknown) => error)) as Error;
		expect(failure).toMatchObject({ code: 'CONNECTION_AUTHORISATION_FAILED', field: 'url' });
		expect(failure.message).toContain('authorization request returned 403 Forbidden');
		expect(failure.message).toContain('unknown key');
		expect(failure.message).not.toContain(SECRET);
		expect(failure.cause).toBeUndefined();
		await expect(authorise(wrong)).rejects.toThrow('403');
		expect(peer.requestsTo('/token')).toHaveLength(2);
	});

	it('says why no answer came', async () => {
		const url = 'https://10.0.0.1/token?key={{ secret }}';
		const failure = (await authorise({ url }).catch((error: unknown) => error)) as Error;
		expect(failure.message).toMatch(/^The authorization request failed: .*10\.0\.0\.1/);
		expect(failure.message).not.toContain(SECRET);
	});

	it('keeps to the domains that the connection is restricted to', async () => {
		const changes = { allowedHttpRequestDomains: 'domains', allowedDomains: 'api.example.com' };
		await expect(authorise(changes)).rejects.toThrow('authorization request failed');
		expect(peer.received).toEqual([]);
	});
});

describe('the cache', () => {
	itUsesOneToken(() => ({
		method: customConnection,
		credential: credential({ ttl: 3600 }),
		peer,
		issuer,
		send: () => send({ ttl: 3600 }),
	}));

	it('keeps the answer for 60 seconds when TTL is empty, less the margin', async () => {
		await expectKeptFor(53, { issuer, clock, send });
	});

	it('fetches for each item when TTL is 0', async () => {
		await send({ ttl: 0 });
		await send({ ttl: 0 });
		expect(issuer.issued).toHaveLength(2);
	});

	it('renews a token that ends while items run, without a failed item', async () => {
		await expectRenewedInTime({ issuer, clock, send: () => send({ ttl: 300 }) });
	});

	it('gives up after one renewal for an item that stays rejected', async () => {
		reply = () => ({ status: 200, body: { token: 'never-valid' } });
		expect(await send()).toBe(401);
		expect(peer.requestsTo('/resource')).toHaveLength(2);
	});

	it('takes an edited connection for a new one', async () => {
		await send();
		await send({ ttl: 61 });
		expect(issuer.issued).toHaveLength(2);
	});
});

describe('secrets', () => {
	it('names the secret, the placed values and the token in them', async () => {
		await authorise();
		const mask = createMask(customConnection.secrets(credential()));
		expect(mask.text(`${SECRET} Bearer ${issuer.issued[0]} "${issuer.issued[0]}"`)).toBe(
			'***** ***** "*****"',
		);
	});
});

describe('the test button', () => {
	it('says what came back and which values were placed, masked', async () => {
		const { ok, message } = await customConnection.test(credential({ ttl: 120 }), services());
		expect(message).toBe(
			'The authorization request returned 200 OK (body: JSON with token (text); headers: content-type, date, connection, keep-alive, transfer-encoding); header "Authorization" gets "Bearer *****". The result is kept for up to 120 seconds.',
		);
		expect(ok).toBe(true);
	});

	it('shows the shape of a response that the placement does not fit, and none of its values', async () => {
		reply = (token) => ({
			status: 200,
			headers: { 'X-Session': token },
			body: { data: { accessToken: token, expires: 60 }, roles: [], ok: true },
		});
		const { ok, message } = await customConnection.test(credential(), services());
		expect(ok).toBe(false);
		expect(message).toContain(
			'body: JSON with data.accessToken (text), data.expires (number), roles (list), ok (true or false); headers: ',
		);
		expect(message).toContain('x-session');
		expect(message).not.toContain(issuer.issued[0]);
	});

	it('asks each time', async () => {
		await customConnection.test(credential(), services());
		await customConnection.test(credential(), services());
		expect(issuer.issued).toHaveLength(2);
	});

	it('says why not', async () => {
		reply = () => ({ status: 500, body: `broken ${SECRET}` });
		expect(await customConnection.test(credential(), services())).toEqual({
			ok: false,
			message: expect.stringContaining('500 Internal Server Error: broken *****') as string,
		});
	});

	it('shows of a refusal 300 characters, with the secret masked where it is cut off, too', async () => {
		for (const filling of [0, 280, 295, 299, 1_000_000]) {
			reply = () => ({ status: 401, body: `${'x'.repeat(filling)} ${SECRET} ${'y'.repeat(500)}` });
			const { message } = await customConnection.test(credential(), services());
			const [, shown = ''] = message.split('401 Unauthorized: ');
			expect(shown.length).toBeLessThanOrEqual(301);
			expect(shown).not.toContain(SECRET.slice(0, 4));
		}
	});
});
