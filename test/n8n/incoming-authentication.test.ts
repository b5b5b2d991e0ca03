import { createHmac, generateKeyPairSync, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';

import type { N8nClient, Published } from '../../host/n8n';
import { sharedN8n } from '../../host/testing';
import { envelope, incomingWorkflow, JSON_HEADERS, post } from '../fixtures/incoming';

const JWT = 'incomingIntegrationJwtApi';
const META = 'metaWebhookApi';

jest.setTimeout(120_000);

let n8n: N8nClient;

beforeAll(async () => {
	n8n = await sharedN8n();
});

async function publishWith(
	authentication: string,
	type: string,
	credential: Record<string, unknown>,
): Promise<Published> {
	const name = `credential ${randomUUID()}`;
	await n8n.createCredential(type, name, credential);
	return await n8n.publish(incomingWorkflow({ authentication }, { [type]: name }));
}

const unauthorized = (error: string) => ({
	status: 401,
	body: expect.stringMatching(envelope(401, error)) as string,
});

describe('JWT Authentication', () => {
	const secret = randomUUID() + randomUUID();
	const claims = { permissions: ['INCOMING_WEBHOOK_EXECUTE'] };
	let workflow: Published;

	const token = (payload: Record<string, unknown> = claims, expires = '1h', key = secret) =>
		new SignJWT(payload)
			.setProtectedHeader({ alg: 'HS256' })
			.setIssuedAt()
			.setExpirationTime(expires)
			.sign(Buffer.from(key));
	const send = (jwt: string) =>
		post(workflow.url, '{"a":1}', { ...JSON_HEADERS, authorization: `Bearer ${jwt}` });

	beforeAll(async () => {
		const secrets = { rows: [{ secret: randomUUID() + randomUUID() }, { secret }] };
		workflow = await publishWith('jwt', JWT, { keySource: 'secret', secrets });
	});

	it('lets a good token in, from the header or the cookie', async () => {
		const jwt = await token();
		expect(await send(jwt)).toMatchObject({ status: 200, body: 'OK' });
		const cookie = { ...JSON_HEADERS, cookie: `theme=dark; access_token=${jwt}` };
		expect(await post(workflow.url, '{}', cookie)).toMatchObject({ status: 200 });
		const [execution] = await n8n.waitForExecutions(workflow.id, 2);
		const { items } = await n8n.execution(execution?.id ?? '');
		expect(items['Incoming']?.[0]?.json).toMatchObject({
			headers: { cookie: '[redacted]' },
			integration: { claims },
		});
	});

	it('asks for a token before it looks at anything else', async () => {
		const answer = await post(workflow.url, 'no json', { 'content-type': 'text/plain' });
		expect(answer).toMatchObject(
			unauthorized("Missing 'Authorization' header or 'access_token' cookie"),
		);
		expect(answer.headers.get('www-authenticate')).toBe('Bearer');
	});

	it('says no more than needed about a bad token', async () => {
		expect(await send('a.b.c')).toMatchObject(unauthorized('Invalid token'));
		expect(await send(await token(claims, '1h', 'x'.repeat(40)))).toMatchObject(
			unauthorized('Invalid token'),
		);
		expect(await send(await token(claims, '-1h'))).toMatchObject(unauthorized('Expired token'));
	});

	it('refuses a token without the permission', async () => {
		expect(await send(await token({ permissions: ['OTHER'] }))).toMatchObject({
			status: 403,
			body: expect.stringMatching(envelope(403, 'Forbidden')) as string,
		});
	});

	it('has no log-in unless tokens are issued', async () => {
		const login = workflow.url.replace(/trigger$/, 'uauth/v2/auth/login/profile');
		expect(await post(login, '{"apiKey":"any"}')).toMatchObject({ status: 404 });
	});

	it('is not published with a secret that is too short', async () => {
		const credential = { keySource: 'secret', secrets: { rows: [{ secret: 'short' }] } };
		await expect(publishWith('jwt', JWT, credential)).rejects.toThrow('Secret 1 is too short');
	});

	it('tells at its test button what is wrong', async () => {
		const name = `credential ${randomUUID()}`;
		const credential = {
			keySource: 'secret',
			secrets: { rows: [{ secret: 'x'.repeat(40) }] },
			algorithms: ['HS512'],
		};
		await n8n.createCredential(JWT, name, credential);
		expect(await n8n.testCredential(JWT, name, credential)).toMatchObject({
			status: 'Error',
			message: expect.stringContaining('at least 64 bytes') as string,
		});
		const good = { ...credential, algorithms: ['HS256'] };
		expect(await n8n.testCredential(JWT, name, good)).toMatchObject({ status: 'OK' });
	});
});

describe('issued tokens', () => {
	it('are given out for an API key and let their holder in', async () => {
		const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
		const workflow = await publishWith('jwt', JWT, {
			keySource: 'publicKey',
			publicKeys: { rows: [{ publicKey: unrelatedPublicKey() }] },
			issueTokens: true,
			privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }),
			apiKeys: {
				rows: [{ name: 'shop', key: 'shop-key', permissions: 'INCOMING_WEBHOOK_EXECUTE' }],
			},
		});
		const login = workflow.url.replace(/trigger$/, 'uauth/v2/auth/login/profile');
		const answer = await post(login, '{"apiKey":"shop-key"}');
		expect(answer.status).toBe(200);
		expect(answer.headers.get('content-type')).toBe('application/json');
		const { token } = JSON.parse(answer.body) as { token: string };
		const [header, payload] = token
			.split('.', 2)
			.map(
				(part) =>
					JSON.parse(Buffer.from(part, 'base64url').toString()) as { exp: number; iat: number },
			);
		expect(header).toMatchObject({ alg: 'RS512' });
		expect((payload?.exp ?? 0) - (payload?.iat ?? 0)).toBe(3600);
		const headers = { ...JSON_HEADERS, authorization: `Bearer ${token}` };
		expect(await post(workflow.url, '{}', headers)).toMatchObject({ status: 200 });
		expect(await post(login, '{"apiKey":"wrong"}')).toMatchObject(unauthorized('Invalid API key'));
		expect(await post(login, '{"apiKey":')).toMatchObject({ status: 400 });
	});

	const unrelatedPublicKey = () =>
		generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({
			type: 'spki',
			format: 'pem',
		});
});

describe('Webhook From Meta', () => {
	const appSecret = 'meta-app-secret';
	const body = '{"object":"page","entry":[{"id":"1","text":"\\u00e4\\u00f6\\u00e5"}]}';
	let workflow: Published;

	const sign = (text: string, key = appSecret) =>
		`sha256=${createHmac('sha256', key).update(text).digest('hex')}`;
	const send = (signature?: string, text = body) =>
		post(workflow.url, text, {
			...JSON_HEADERS,
			...(signature && { 'X-Hub-Signature-256': signature }),
		});
	const verify = (query: string) => fetch(`${workflow.url}?${query}`);

	beforeAll(async () => {
		const appSecrets = { rows: [{ secret: 'being-replaced' }, { secret: appSecret }] };
		workflow = await publishWith('meta', META, { verifyToken: 'meatyhamhock', appSecrets });
	});

	it('answers the challenge, without asking for a signature', async () => {
		const answer = await verify(
			'hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=meatyhamhock',
		);
		expect(answer.status).toBe(200);
		expect(await answer.text()).toBe('1158201444');
		expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
	});

	it.each([
		'hub.mode=subscribe&hub.challenge=1&hub.verify_token=wrong',
		'hub.mode=unsubscribe&hub.challenge=1&hub.verify_token=meatyhamhock',
		'hub.mode=subscribe&hub.verify_token=meatyhamhock',
		'hub.mode=subscribe&hub.challenge=1&hub.verify_token=meatyhamhock&hub.verify_token=x',
		'',
	])('refuses to verify by %j', async (query) => {
		expect((await verify(query)).status).toBe(403);
	});

	it('takes bodies signed with any of its secrets, as received', async () => {
		expect(await send(sign(body))).toMatchObject({ status: 200 });
		expect(await send(sign(body, 'being-replaced'))).toMatchObject({ status: 200 });
	});

	it('refuses what is not signed, or signed in another spelling', async () => {
		expect(await send()).toMatchObject(unauthorized("Missing 'X-Hub-Signature-256' header"));
		const respelt = JSON.stringify(JSON.parse(body));
		expect(await send(sign(respelt))).toMatchObject(unauthorized('Invalid signature'));
		expect(await send('sha256=00')).toMatchObject(unauthorized('Invalid signature'));
		expect(await send(sign(body, 'other'))).toMatchObject(unauthorized('Invalid signature'));
	});

	it('checks the signature before the body', async () => {
		expect(await send(sign('no json'), 'no json')).toMatchObject({ status: 400 });
		expect(await send(undefined, 'no json')).toMatchObject({ status: 401 });
	});
});
