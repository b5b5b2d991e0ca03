import type { ConnectionServices, CredentialFields } from '../../../../core/connections/connection';
import { createMask } from '../../../../core/connections/mask';
import { syneriseApiKey } from '../../../../core/connections/synerise-api-key';
import type { HttpRequest } from '../../../../core/http/client';
import { loopbackClient, statusOf } from '../../../fixtures/connection-exchange';
import {
	headersOf,
	offline,
	preparedRequest,
	TestClock,
} from '../../../fixtures/connection-requests';
import { basicGuard, bearerGuard } from '../../../peers/guards';
import { Issuer, jwtEndingAt } from '../../../peers/issuer';
import { Peer, type Reply } from '../../../peers/server';
import { expectKeptFor, itUsesOneToken } from './token-use';

const API_KEY = '8f14e45f-ceea-467f-a0e6-b3f3c9a1b2c3';
const GUID = '4d8a5478-ffc7-4bf2-b01b-8d48779d97a8';
const LOGIN = '/uauth/v2/auth/login/profile';

let peer: Peer;
let clock: TestClock;
let issuer: Issuer;
let reply: ((token: string) => Reply) | undefined;
const http = loopbackClient();

beforeEach(async () => {
	clock = new TestClock();
	issuer = new Issuer(clock, 3600, jwtEndingAt);
	reply = undefined;
	peer = await Peer.start({
		[LOGIN]: ({ method, headers, body }) => {
			const isLogin =
				method === 'POST' &&
				headers['api-version'] === '4.4' &&
				headers.accept === 'application/json' &&
				headers['content-type'] === 'application/json' &&
				body.toString() === JSON.stringify({ apiKey: API_KEY });
			if (!isLogin) return { status: 401, body: { status: 401, error: 'Unauthorized' } };
			const token = issuer.issue();
			return reply?.(token) ?? { status: 200, body: { token } };
		},
		'/v4/events/custom': (request) => bearerGuard(issuer)(request),
		'/basic': basicGuard(GUID, API_KEY),
	});
});
afterEach(() => peer.stop());
afterAll(() => http.close());

const credential = (changes: CredentialFields = {}): CredentialFields => ({
	apiKey: API_KEY,
	environment: 'custom',
	baseUrl: `${peer.origin}/`,
	...changes,
});
const services = (): ConnectionServices => ({ http, clock });
const send = (path = '/v4/events/custom', changes?: CredentialFields) =>
	statusOf(`${peer.origin}${path}`, syneriseApiKey, credential(changes), { http, clock });

describe('the login', () => {
	it.each([
		['azureEu', 'https://api.synerise.com'],
		['azureUs', 'https://api.azu.synerise.com'],
		['gcp', 'https://api.geb.synerise.com'],
		['', 'https://api.synerise.com'],
	])('goes to the address of %p', async (environment, base) => {
		const requests: HttpRequest[] = [];
		const { clock: now } = offline();
		const recording: ConnectionServices = {
			clock: now,
			http: {
				send: async (request) => {
					requests.push(request);
					return { status: 503, statusText: '', headers: {}, body: Buffer.alloc(0), url: '' };
				},
			},
		};
		const { ok } = await syneriseApiKey.test(credential({ environment }), recording);
		expect(ok).toBe(false);
		expect(requests.map(({ url }) => url.href)).toEqual([`${base}${LOGIN}`]);
	});

	it.each([
		['an object', (token: string) => ({ status: 200, body: { token } })],
		['JSON text', (token: string) => ({ status: 200, body: JSON.stringify(token) })],
		['the bare token', (token: string) => ({ status: 200, body: `${token}\n` })],
	])('takes the token from %s', async (_form, answer) => {
		reply = answer;
		expect(await send()).toBe(200);
	});

	it.each([
		['no token', () => ({ status: 200, body: {} })],
		['a page', () => ({ status: 200, body: '<html>Sign in</html>' })],
		['nothing', () => ({ status: 200, body: '' })],
	])('fails clearly when the answer holds %s', async (_what, answer) => {
		reply = answer;
		await expect(send()).rejects.toThrow(
			expect.objectContaining({
				code: 'CONNECTION_AUTHORISATION_FAILED',
				message: expect.stringContaining('contains no token') as string,
			}),
		);
	});

	it('says that the key was refused, without it', async () => {
		await expect(send(undefined, { apiKey: 'wrong-api-key' })).rejects.toThrow(
			expect.objectContaining({
				code: 'CONNECTION_AUTHORISATION_FAILED',
				field: 'apiKey',
				message: expect.stringMatching(
					/^The login with the workspace API key returned 401 Unauthorized(?!.*wrong-api-key)/,
				) as string,
			}),
		);
	});

	it.each([
		[{ apiKey: '' }, 'apiKey'],
		[{ baseUrl: '' }, 'baseUrl'],
		[{ baseUrl: 'api.example.com' }, 'baseUrl'],
		[{ environment: 'aws' }, 'environment'],
	])('refuses %p', async (changes, field) => {
		await expect(send(undefined, changes)).rejects.toThrow(expect.objectContaining({ field }));
		expect(peer.received).toEqual([]);
	});
});

describe('the token', () => {
	itUsesOneToken(() => ({ method: syneriseApiKey, credential: credential(), peer, issuer, send }));

	it('is kept until 30 seconds before its own exp', async () => {
		await expectKeptFor(3600 - 31, { issuer, clock, send });
	});

	it('is kept for five minutes when it does not say when it ends', async () => {
		issuer = new Issuer(clock, 3600);
		await expectKeptFor(269, { issuer, clock, send });
	});

	it('is a secret, as is the key', async () => {
		await send();
		const mask = createMask(syneriseApiKey.secrets(credential()));
		expect(mask.text(`${API_KEY} ${issuer.issued[0]}`)).toBe('***** *****');
	});
});

describe('the Basic form', () => {
	const basic = { loginMethod: 'basic', workspaceGuid: GUID };

	it('sends workspace GUID and key, without a login', async () => {
		expect(await send('/basic', basic)).toBe(200);
		expect(peer.requestsTo(LOGIN)).toEqual([]);
	});

	it('has nothing to renew after a 401', async () => {
		expect(await send('/basic', { ...basic, apiKey: 'other' })).toBe(401);
		expect(peer.requestsTo('/basic')).toHaveLength(1);
	});

	it('hides the encoded pair', () => {
		const pair = Buffer.from(`${GUID}:${API_KEY}`).toString('base64');
		expect(createMask(syneriseApiKey.secrets(credential(basic))).text(pair)).toBe('*****');
	});

	it('previews and tests without a request', async () => {
		const request = syneriseApiKey.preview(preparedRequest(), credential(basic));
		expect(headersOf(request).Authorization).toBe('Basic *****');
		expect(await syneriseApiKey.test(credential(basic), services())).toMatchObject({ ok: true });
		expect(
			await syneriseApiKey.test(credential({ ...basic, workspaceGuid: '' }), services()),
		).toMatchObject({ ok: false });
		expect(peer.received).toEqual([]);
	});
});

describe('the test button', () => {
	it('logs in and says what the token is good for', async () => {
		const { ok, message } = await syneriseApiKey.test(credential(), services());
		expect(ok).toBe(true);
		expect(message).toContain('accepted the workspace API key');
		expect(message).toContain('kept for up to 3600 seconds');
		expect(message).not.toContain(issuer.issued[0]);
	});
});
