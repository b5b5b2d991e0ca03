import type { ConnectionServices, CredentialFields } from '../../../../core/connections/connection';
import { createMask } from '../../../../core/connections/mask';
import { oAuth2ClientCredentials } from '../../../../core/connections/oauth2-client-credentials';
import { loopbackClient, statusOf } from '../../../fixtures/connection-exchange';
import { TestClock } from '../../../fixtures/connection-requests';
import { bearerGuard } from '../../../peers/guards';
import { Issuer } from '../../../peers/issuer';
import { Peer, type Received, type Reply } from '../../../peers/server';
import { expectKeptFor, expectRenewedInTime, itUsesOneToken } from './token-use';

const CLIENT_ID = 'client one';
const CLIENT_SECRET = 'client:secret+value';

let peer: Peer;
let clock: TestClock;
let issuer: Issuer;
let reply: ((token: string) => Reply) | undefined;
const http = loopbackClient();

const form = ({ body }: Received) => Object.fromEntries(new URLSearchParams(body.toString()));

/** RFC 6749, section 2.3.1: Basic with both halves form-encoded, or both as parameters. */
function isKnownClient(request: Received): boolean {
	const basic = /^Basic (.+)$/.exec(request.headers.authorization ?? '')?.[1];
	if (basic === undefined) {
		const { client_id, client_secret } = form(request);
		return client_id === CLIENT_ID && client_secret === CLIENT_SECRET;
	}
	const halves = Buffer.from(basic, 'base64').toString().split(':');
	const [id, secret] = halves.map((half) => decodeURIComponent(half.replaceAll('+', ' ')));
	return id === CLIENT_ID && secret === CLIENT_SECRET;
}

beforeEach(async () => {
	clock = new TestClock();
	issuer = new Issuer(clock, 300);
	reply = undefined;
	peer = await Peer.start({
		'/oauth2/token': (request) => {
			if (form(request).grant_type !== 'client_credentials') {
				return { status: 400, body: { error: 'unsupported_grant_type' } };
			}
			if (!isKnownClient(request)) {
				return {
					status: 401,
					headers: { 'www-authenticate': 'Basic realm="token"' },
					body: { error: 'invalid_client', error_description: 'Client unknown' },
				};
			}
			const access_token = issuer.issue();
			const answer = { access_token, token_type: 'Bearer', expires_in: issuer.lifetimeSeconds };
			return reply?.(access_token) ?? { status: 200, body: answer };
		},
		'/resource': (request) => bearerGuard(issuer)(request),
	});
});
afterEach(() => peer.stop());
afterAll(() => http.close());

const credential = (changes: CredentialFields = {}): CredentialFields => ({
	tokenUrl: `${peer.origin}/oauth2/token`,
	clientId: CLIENT_ID,
	clientSecret: CLIENT_SECRET,
	...changes,
});
const services = (): ConnectionServices => ({ http, clock });
const send = (changes?: CredentialFields) =>
	statusOf(`${peer.origin}/resource`, oAuth2ClientCredentials, credential(changes), {
		http,
		clock,
	});
const tokenRequest = () => peer.requestsTo('/oauth2/token')[0] as Received;

describe('the token request', () => {
	it('proves the client by header unless told otherwise', async () => {
		expect(await send()).toBe(200);
		expect(form(tokenRequest())).toEqual({ grant_type: 'client_credentials' });
		expect(tokenRequest().headers['content-type']).toContain('application/x-www-form-urlencoded');
	});

	it('proves the client in the body', async () => {
		expect(await send({ clientAuthentication: 'body' })).toBe(200);
		expect(tokenRequest().headers).not.toHaveProperty('authorization');
	});

	it('asks for scope, audience and resource when they are filled in', async () => {
		await send({ scope: ' read write ', audience: 'https://api', resource: 'https://r' });
		expect(form(tokenRequest())).toEqual({
			grant_type: 'client_credentials',
			scope: 'read write',
			audience: 'https://api',
			resource: 'https://r',
		});
	});

	it.each([
		[{ tokenUrl: '' }, 'tokenUrl'],
		[{ tokenUrl: 'auth.example.com' }, 'tokenUrl'],
		[{ clientId: '' }, 'clientId'],
		[{ clientSecret: '' }, 'clientSecret'],
		[{ clientAuthentication: 'jwt' }, 'clientAuthentication'],
	])('refuses %p before anything is sent', async (changes, field) => {
		await expect(send(changes)).rejects.toThrow(
			expect.objectContaining({ code: 'CONNECTION_FIELD_INVALID', field }),
		);
		expect(peer.received).toEqual([]);
	});

	it('says what the server answered, without the secret, and keeps nothing of it', async () => {
		const wrong = { clientSecret: 'wrong-client-secret' };
		const failure = (await send(wrong).catch((error: unknown) => error)) as Error;
		expect(failure).toMatchObject({ code: 'CONNECTION_AUTHORISATION_FAILED', field: 'tokenUrl' });
		expect(failure.message).toContain('token request was answered with 401 Unauthorized');
		expect(failure.message).toContain('invalid_client');
		expect(failure.message).not.toContain('wrong-client-secret');
		await expect(send(wrong)).rejects.toThrow('401');
		expect(peer.requestsTo('/oauth2/token')).toHaveLength(2);
	});

	it.each([
		['no token', { token_type: 'Bearer' }],
		['a token of another type', { access_token: 'abcdefgh', token_type: 'mac' }],
		['a page', '<html></html>'],
	])('refuses an answer with %s', async (_what, body) => {
		reply = () => ({ status: 200, body });
		await expect(send()).rejects.toThrow(
			expect.objectContaining({
				code: 'CONNECTION_AUTHORISATION_FAILED',
				message: expect.stringContaining('answer to the token request') as string,
			}),
		);
	});

	it('keeps to the domains that the connection is restricted to', async () => {
		const changes = { allowedHttpRequestDomains: 'domains', allowedDomains: 'api.example.com' };
		await expect(send(changes)).rejects.toThrow('The token request failed');
		expect(peer.received).toEqual([]);
	});
});

describe('the access token', () => {
	itUsesOneToken(() => ({
		method: oAuth2ClientCredentials,
		credential: credential(),
		peer,
		issuer,
		send,
	}));

	it('is renewed before expires_in is over, without a failed item', async () => {
		await expectRenewedInTime({ issuer, clock, send });
	});

	it('is kept for five minutes when the answer names no expires_in', async () => {
		issuer = new Issuer(clock, 3600);
		reply = (access_token) => ({ status: 200, body: { access_token, token_type: 'bearer' } });
		await expectKeptFor(269, { issuer, clock, send });
	});

	it('is a secret, as are the client secret and the encoded pair', async () => {
		await send();
		const mask = createMask(oAuth2ClientCredentials.secrets(credential()));
		const { authorization } = tokenRequest().headers;
		expect(mask.text(`${authorization} ${CLIENT_SECRET} ${issuer.issued[0]}`)).toBe(
			'Basic ***** ***** *****',
		);
	});
});

describe('the test button', () => {
	it('asks for a token and says how long it is kept', async () => {
		expect(await oAuth2ClientCredentials.test(credential(), services())).toEqual({
			ok: true,
			message:
				'The token endpoint issued an access token; header "Authorization" gets "Bearer *****". The result is kept for up to 300 seconds.',
		});
	});

	it('says why not', async () => {
		const { ok, message } = await oAuth2ClientCredentials.test(
			credential({ clientId: 'nobody' }),
			services(),
		);
		expect(ok).toBe(false);
		expect(message).toContain('401 Unauthorized');
	});
});
