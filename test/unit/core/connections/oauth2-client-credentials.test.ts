import { basicCredentials } from '../../../../core/connections/basic-credentials';
import type { ConnectionServices, CredentialFields } from '../../../../core/connections/connection';
import { createMask } from '../../../../core/connections/mask';
import { oAuth2ClientCredentials } from '../../../../core/connections/oauth2-client-credentials';
import { createHttpClient } from '../../../../core/http/undici-client';
import { timeoutError, tooLargeError } from '../../../../core/http/wire-error';
import { loopbackClient, statusOf } from '../../../fixtures/connection-exchange';
import { preparedRequest, TestClock } from '../../../fixtures/connection-requests';
import { bearerGuard } from '../../../peers/guards';
import { Issuer } from '../../../peers/issuer';
import { startExpired } from '../../../peers/tls';
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
		expect(failure.message).toContain('token request returned 401 Unauthorized');
		expect(failure.message).toContain('invalid_client');
		expect(failure.message).not.toContain('wrong-client-secret');
		await expect(send(wrong)).rejects.toThrow('401');
		expect(peer.requestsTo('/oauth2/token')).toHaveLength(2);
	});

	it.each([
		['no token', { token_type: 'Bearer' }, 'no text "access_token"'],
		['a token that is no text', { access_token: { value: 'x' } }, 'no text "access_token"'],
		['a token with a line break', { access_token: 'a\r\nb: c' }, 'no text "access_token"'],
		['a MAC token', { access_token: 'abcdefgh', token_type: 'mac' }, '"mac"'],
		['a DPoP token', { access_token: 'abcdefgh', token_type: 'DPoP' }, '"dpop"'],
		['a page', '<html></html>', 'no text "access_token"'],
		['a list', [], 'no text "access_token"'],
		['null', 'null', 'no text "access_token"'],
	])('refuses a response with %s', async (_what, body, reason) => {
		reply = () => ({ status: 200, body });
		await expect(send()).rejects.toThrow(
			expect.objectContaining({
				code: 'CONNECTION_AUTHORISATION_FAILED',
				message: expect.stringMatching(
					new RegExp(`response to the token request is not usable.*${reason}`),
				) as string,
			}),
		);
	});

	it.each([
		['a token type of its own', { token_type: 'BearerToken' }],
		['another type of its own', { token_type: 'Application Access Token' }],
		['a type that is no text', { token_type: null }],
		['no type', { token_type: undefined }],
		['no scope', { scope: null }],
		['a list of scopes', { scope: ['a', 'b'] }],
		['members that are null', { refresh_token: null, id_token: null, expires_in: null }],
		['an expiry as text', { expires_in: '300' }],
		['an expiry that says nothing', { expires_in: 'never' }],
		['a negative expiry', { expires_in: -1 }],
	])('takes a response with %s', async (_what, members) => {
		for (const status of [200, 201]) {
			reply = (access_token) => ({
				status,
				body: { access_token, token_type: 'Bearer', ...members },
			});
			expect(await send({ scope: String(status) })).toBe(200);
		}
	});

	it('takes a token with a byte order mark before it, as text, and as a form', async () => {
		reply = (token) => ({ status: 200, body: `\ufeff{"access_token":"${token}"}` });
		expect(await send()).toBe(200);
		reply = (token) => ({ status: 200, body: `access_token=${token}&token_type=bearer` });
		expect(await send({ scope: 'form' })).toBe(200);
	});

	it('names the other way of authentication when the header is refused', async () => {
		const wrong = { clientSecret: 'wrong-client-secret' };
		await expect(send(wrong)).rejects.toMatchObject({
			hint: expect.stringContaining(
				'"Client Authentication" of the connection to "Body"',
			) as string,
		});
		await expect(send({ ...wrong, clientAuthentication: 'body' })).rejects.toMatchObject({
			hint: expect.not.stringContaining('"Body"') as string,
		});
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

describe('the Basic pair', () => {
	const ID = 'client-1_a.b*~';
	/** All characters that encodings differ in. */
	const SECRET = 'aZ0-_.*~+/= %:é';

	const sentBy = async (clientId: string, clientSecret: string): Promise<string> => {
		await send({ clientId, clientSecret }).catch(() => undefined);
		const basic = tokenRequest().headers.authorization?.replace(/^Basic /, '') ?? '';
		return Buffer.from(basic, 'base64').toString();
	};

	it('is right for servers that decode its halves', async () => {
		const [id = '', secret = ''] = (await sentBy(`${ID}:x`, SECRET)).split(':');
		const decode = (half: string) => decodeURIComponent(half.replaceAll('+', ' '));
		expect([decode(id), decode(secret)]).toEqual([`${ID}:x`, SECRET]);
	});

	it('is right for servers that do not, unless a character has to be encoded', async () => {
		const secret = 'aZ0-_.*~/= !$@&"';
		expect(await sentBy(ID, secret)).toBe(`${ID}:${secret}`);
	});

	it('stays hidden when the server repeats it', async () => {
		await peer.stop();
		peer = await Peer.start({
			'/oauth2/token': ({ headers }) => {
				const basic = headers.authorization?.replace(/^Basic /, '') ?? '';
				const pair = Buffer.from(basic, 'base64').toString();
				return { status: 401, body: { basic, pair, decoded: decodeURIComponent(pair) } };
			},
		});
		const secret = 'hunter-2_hunter.2*hunter~2+hunter/2=%:é';
		const error = (await send({ clientSecret: secret }).catch((each: unknown) => each)) as Error;
		const basic = tokenRequest().headers.authorization?.replace(/^Basic /, '') ?? '';
		for (const part of [secret, basic, 'hunter']) expect(error.message).not.toContain(part);
		expect(error.message).toContain('*****');
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

describe('the hint of a token request that got no response', () => {
	const authorise = async (url: string, client: ConnectionServices['http']) =>
		await oAuth2ClientCredentials.authorise(
			preparedRequest(),
			{ ...credential(), tokenUrl: url },
			{ http: client, clock },
		);

	it('does not advise an option of the node, which would do nothing', async () => {
		const expired = await startExpired();
		const client = createHttpClient({ allowedHosts: 'localhost' });
		try {
			const url = `https://localhost:${expired.port}/`;
			await expect(authorise(url, client)).rejects.toMatchObject({
				message: expect.stringContaining('has an expired certificate') as string,
				hint: 'Let the host renew its certificate.',
			});
		} finally {
			await client.close();
			await expired.close();
		}
	});

	it.each([timeoutError('login.example', 30_000), tooLargeError('login.example', 1_048_576)])(
		'says what helps: $code',
		async (error) => {
			const client = { send: () => Promise.reject(error) };
			const attempt = authorise('https://login.example/', client);
			await expect(attempt).rejects.toMatchObject({
				hint: expect.not.stringMatching(/option/i) as string,
			});
		},
	);
});

it.each(['header', 'body'])('masks every encoding of what it sent in the %s', (place) => {
	const clientSecret = 'a-_.*~+/= %:é&"<b\\c';
	const clientId = 'id-_.*~+/= é';
	const fields = credential({ clientId, clientSecret, clientAuthentication: place });
	const mask = createMask(oAuth2ClientCredentials.secrets(fields));
	const form = new URLSearchParams({ s: clientSecret }).toString().slice(2);
	const sent = basicCredentials(clientId, clientSecret);
	const base64 = (text: string) => Buffer.from(text).toString('base64');
	for (const shown of [
		clientSecret,
		encodeURIComponent(clientSecret),
		encodeURIComponent(encodeURIComponent(clientSecret)),
		form,
		form.replaceAll('+', '%20'),
		form.toLowerCase(),
		JSON.stringify(clientSecret).slice(1, -1),
		clientSecret.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;'),
		base64(clientSecret),
		Buffer.from(clientSecret).toString('base64url'),
		Buffer.from(clientSecret).toString('hex'),
		base64(`${clientId}:${clientSecret}`),
		sent,
		sent.replace(/=+$/, ''),
		Buffer.from(sent, 'base64').toString(),
	]) {
		expect(mask.text(`before ${shown} after`)).toBe('before ***** after');
	}
});
