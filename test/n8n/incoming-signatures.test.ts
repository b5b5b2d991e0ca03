/** Each kind of sender that proves itself without a token, at endpoints of a running n8n. */
import { createHmac, randomUUID } from 'node:crypto';

import type { N8nClient, Published } from '../../host/n8n';
import { sharedN8n } from '../../host/testing';
import { envelope, incomingWorkflow, JSON_HEADERS, post } from '../fixtures/incoming';
import { attacksOn, SIGNED_SENDERS, type SignedSender } from '../fixtures/signed-senders';
import vectors from '../fixtures/signatures.json';

jest.setTimeout(180_000);

const SIGNATURE = 'webhookSignatureApi';
const BODY = '{"event":"order.paid","id":820982911946154508}';

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

const signedBy = async ({ scheme, credential }: SignedSender) =>
	await publishWith('signature', SIGNATURE, { scheme, ...credential });

const unauthorized = (error: string) => ({
	status: 401,
	body: expect.stringMatching(envelope(401, error)) as string,
});

const STALE = 'The timestamp of the signature is outside the tolerance';

describe.each(SIGNED_SENDERS)('requests signed by $scheme', (sender) => {
	let workflow: Published;
	const now = () => Math.floor(Date.now() / 1000);
	const send = async (headers: Record<string, string>, body = BODY) =>
		await post(workflow.url, body, { ...JSON_HEADERS, ...headers });

	beforeAll(async () => {
		workflow = await signedBy(sender);
	});

	it('start the workflow, and are duplicates when they come again within the tolerance', async () => {
		const headers = sender.sign(BODY, now());
		expect(await send(headers)).toMatchObject({ status: 200, body: 'OK' });
		// Without a signed timestamp nothing tells a repeat by.
		expect(await send(headers)).toMatchObject({ status: sender.hasTimestamp ? 204 : 200 });
		await n8n.waitForExecutions(workflow.id, sender.hasTimestamp ? 1 : 2);
	});

	it('are refused when anything of them is not as it should be', async () => {
		for (const { name, headers, isStale } of attacksOn(sender, BODY, now())) {
			const error = isStale ? STALE : 'Invalid signature';
			expect({ name, ...(await send(headers)) }).toMatchObject({ name, ...unauthorized(error) });
		}
		expect(await send({})).toMatchObject(unauthorized(`Missing '${sender.header}' header`));
	});
});

it('takes what GitHub’s own library signs', async () => {
	const vector = vectors.xHubSignature256.vectors.find(({ name }) => name === 'octokit plain')!;
	const workflow = await publishWith('signature', SIGNATURE, {
		scheme: 'github',
		secret: vector.secret,
	});
	const headers = { ...JSON_HEADERS, 'x-hub-signature-256': vector.expected };
	expect(await post(workflow.url, vector.body, headers)).toMatchObject({ status: 200 });
});

/** Only a request whose signature is right learns that it is too old. */
it.each(vectors.webhookSignatures.filter(({ timestamp }) => timestamp > 0))(
	'recognises $scheme of $source as signed, and as too old',
	async ({ scheme, secret, headers, body }) => {
		const workflow = await publishWith('signature', SIGNATURE, { scheme, secret });
		const all = { ...JSON_HEADERS, ...(headers as Record<string, string>) };
		expect(await post(workflow.url, body, all)).toMatchObject(unauthorized(STALE));
	},
);

describe('questions of senders', () => {
	const senderOf = (scheme: string) => SIGNED_SENDERS.find((each) => each.scheme === scheme)!;

	it.each([
		['slack', '{"type":"url_verification","challenge":"3eZbrw1aB"}', '3eZbrw1aB'],
		[
			'zoom',
			'{"event":"endpoint.url_validation","payload":{"plainToken":"qgg8vlvZRS"}}',
			JSON.stringify({
				plainToken: 'qgg8vlvZRS',
				encryptedToken: createHmac('sha256', senderOf('zoom').credential.secret as string)
					.update('qgg8vlvZRS')
					.digest('hex'),
			}),
		],
	])('are answered to %s without an execution', async (scheme, question, reply) => {
		const sender = senderOf(scheme);
		const workflow = await signedBy(sender);
		const headers = { ...JSON_HEADERS, ...sender.sign(question, Math.floor(Date.now() / 1000)) };
		expect(await post(workflow.url, question, headers)).toMatchObject({ status: 200, body: reply });
		expect(await post(workflow.url, question, JSON_HEADERS)).toMatchObject({ status: 401 });
		expect(await n8n.executions(workflow.id)).toEqual([]);
	});

	it("are answered to X's challenge-response check", async () => {
		const sender = senderOf('x');
		const workflow = await signedBy(sender);
		const response = await fetch(`${workflow.url}?crc_token=foo`);
		const token = createHmac('sha256', sender.credential.secret as string).update('foo');
		expect(response.status).toBe(200);
		expect(await response.json()).toEqual({ response_token: `sha256=${token.digest('base64')}` });
		expect(await n8n.executions(workflow.id)).toEqual([]);
	});

	it('are answered to Microsoft Graph, whose notifications carry their clientState', async () => {
		const workflow = await publishWith('signature', SIGNATURE, {
			scheme: 'microsoftGraph',
			secret: 'graph-client-state',
		});
		const validation = await post(`${workflow.url}?validationToken=a%20b%3Cc`, '', {
			'content-type': 'text/plain',
		});
		expect(validation).toMatchObject({ status: 200, body: 'a b<c' });
		expect(validation.headers.get('content-type')).toMatch(/^text\/plain/);
		const notification = (...states: string[]) =>
			JSON.stringify({ value: states.map((clientState) => ({ clientState, resource: 'me' })) });
		const good = await post(workflow.url, notification('graph-client-state'));
		expect(good).toMatchObject({ status: 200 });
		const mixed = notification('graph-client-state', 'graph-client-stat');
		expect(await post(workflow.url, mixed)).toMatchObject(unauthorized('Invalid clientState'));
		expect(await post(workflow.url, '{}')).toMatchObject(unauthorized("Missing 'clientState'"));
		await n8n.waitForExecutions(workflow.id, 1);
	});
});

describe('senders that show a secret', () => {
	it('authenticate by a login and password', async () => {
		const credential = { login: 'ada', password: 'öpen:sesame' };
		const workflow = await publishWith('basic', 'loginPasswordApi', credential);
		const send = async (pair?: string) =>
			await post(workflow.url, BODY, {
				...JSON_HEADERS,
				...(pair && { authorization: `Basic ${Buffer.from(pair).toString('base64')}` }),
			});
		expect(await send('ada:öpen:sesame')).toMatchObject({ status: 200 });
		for (const pair of ['ada:open:sesame', 'ada:', 'Ada:öpen:sesame', 'ada:öpen:sesame ']) {
			const refused = await send(pair);
			expect(refused).toMatchObject(unauthorized('Invalid login or password'));
			expect(refused.headers.get('www-authenticate')).toMatch(/^Basic realm="/);
		}
		const missing = await send();
		expect(missing).toMatchObject(unauthorized("Missing 'Authorization' header"));
		expect(missing.headers.get('www-authenticate')).toMatch(/^Basic realm="/);
		await n8n.waitForExecutions(workflow.id, 1);
	});

	it('authenticate by any of the keys in a header of one’s choice', async () => {
		const keys = { rows: [{ key: 'key-of-the-shop' }, { key: 'key-of-the-portal' }] };
		const workflow = await publishWith('header', 'headerKeyApi', { header: 'X-Shop-Key', keys });
		const send = async (headers: Record<string, string>) =>
			await post(workflow.url, BODY, { ...JSON_HEADERS, ...headers });
		expect(await send({ 'x-shop-key': 'key-of-the-shop' })).toMatchObject({ status: 200 });
		expect(await send({ 'X-Shop-Key': 'key-of-the-portal' })).toMatchObject({ status: 200 });
		for (const key of ['key-of-the-sho', 'KEY-OF-THE-SHOP', 'key-of-the-shop, key-of-the-portal']) {
			expect(await send({ 'x-shop-key': key })).toMatchObject(unauthorized('Invalid API key'));
		}
		expect(await send({ authorization: 'key-of-the-shop' })).toMatchObject(
			unauthorized("Missing 'x-shop-key' header"),
		);
		await n8n.waitForExecutions(workflow.id, 2);
	});
});

it('takes no further API keys at the login after ten wrong ones', async () => {
	const workflow = await publishWith('jwt', 'incomingIntegrationJwtApi', {
		keySource: 'secret',
		secrets: { rows: [{ secret: 'x'.repeat(64) }] },
		issueTokens: true,
		apiKeys: { rows: [{ name: 'shop', key: 'key-of-the-shop', permissions: 'SEND' }] },
	});
	const login = workflow.url.replace(/trigger$/, 'uauth/v2/auth/login/profile');
	expect(await post(login, '{"apiKey":"key-of-the-shop"}')).toMatchObject({ status: 200 });
	for (let count = 0; count < 10; count++) {
		expect(await post(login, `{"apiKey":"guess-${count}"}`)).toMatchObject({ status: 401 });
	}
	const refused = await post(login, '{"apiKey":"key-of-the-shop"}');
	expect(refused).toMatchObject({
		status: 429,
		body: expect.stringMatching(envelope(429, 'Too Many Requests')) as string,
	});
	expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
	expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
});
