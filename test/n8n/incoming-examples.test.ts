import { createHmac } from 'node:crypto';

import { example, type N8nClient, type Published } from '../../host/n8n';
import { sharedN8n } from '../../host/testing';
import { JSON_HEADERS, post } from '../fixtures/incoming';

jest.setTimeout(120_000);

let n8n: N8nClient;

beforeAll(async () => {
	n8n = await sharedN8n();
});

/** What the named node put out in the latest execution. */
async function output(workflow: Published, count: number, node: string) {
	const [latest] = await n8n.waitForExecutions(workflow.id, count);
	const { items } = await n8n.execution(latest?.id ?? '');
	return items[node]?.map(({ json }) => json);
}

it('orders with issued tokens: log in, then send', async () => {
	await n8n.createCredential('incomingIntegrationJwtApi', 'Shop tokens', {
		keySource: 'secret',
		secrets: {
			rows: [{ secret: 'a secret of sixty-four bytes, as HS512 would have it '.padEnd(64, '.') }],
		},
		issueTokens: true,
		apiKeys: {
			rows: [{ name: 'shop', key: 'shop-key', permissions: 'INCOMING_WEBHOOK_EXECUTE' }],
		},
	});
	const workflow = await n8n.publish(example('incoming-jwt-issued-tokens'));
	const login = workflow.url.replace(/trigger$/, 'uauth/v2/auth/login/profile');
	const { token } = JSON.parse((await post(login, '{"apiKey":"shop-key"}')).body) as {
		token: string;
	};
	const headers = { ...JSON_HEADERS, authorization: `Bearer ${token}` };
	expect(await post(workflow.url, '{"order":{"id":"o-1"}}', headers)).toMatchObject({
		status: 200,
	});
	expect(await output(workflow, 1, 'Note who sent it')).toEqual([{ sender: 'shop', order: 'o-1' }]);
});

it('leads from Meta: verified, signed, each once', async () => {
	const secret = 'app-secret';
	await n8n.createCredential('metaWebhookApi', 'Meta app', {
		verifyToken: 'our-token',
		appSecrets: { rows: [{ secret }] },
	});
	const workflow = await n8n.publish(example('incoming-meta-leads'));
	const question = 'hub.mode=subscribe&hub.verify_token=our-token&hub.challenge=42';
	expect(await (await fetch(`${workflow.url}?${question}`)).text()).toBe('42');
	const send = (body: object) => {
		const text = JSON.stringify(body);
		const signature = createHmac('sha256', secret).update(text).digest('hex');
		return post(workflow.url, text, {
			...JSON_HEADERS,
			'X-Hub-Signature-256': `sha256=${signature}`,
		});
	};
	const lead = (id: string) => ({ field: 'leadgen', value: { leadgen_id: id } });
	const batch = (...changes: object[]) => ({
		object: 'page',
		entry: [{ id: 'page-1', time: 1, changes }],
	});
	const post1 = { field: 'feed', value: {} };
	expect(await send(batch(post1, lead('lead-1')))).toMatchObject({ status: 200 });
	expect(await output(workflow, 1, 'Lead')).toEqual([{ lead: 'lead-1' }]);
	expect(await send(batch(lead('lead-2')))).toMatchObject({ status: 200 });
	expect(await send(batch(lead('lead-2')))).toMatchObject({ status: 204 });
	expect(await send(batch(lead('lead-3'), lead('lead-4')))).toMatchObject({ status: 200 });
	expect(await output(workflow, 3, 'Lead')).toEqual([{ lead: 'lead-3' }, { lead: 'lead-4' }]);
});

const sign = (secret: string, text: string) =>
	createHmac('sha256', secret).update(text).digest('hex');

it('pushes from GitHub: signed, each delivery once', async () => {
	const secret = 'a-secret-of-the-webhook';
	await n8n.createCredential('webhookSignatureApi', 'GitHub webhook', { scheme: 'github', secret });
	const workflow = await n8n.publish(example('incoming-github-pushes'));
	const send = (event: string, delivery: string, key = secret) => {
		const text = JSON.stringify({
			ref: 'refs/heads/main',
			repository: { full_name: 'ada/engine' },
			commits: [{}, {}],
		});
		return post(workflow.url, text, {
			...JSON_HEADERS,
			'X-GitHub-Event': event,
			'X-GitHub-Delivery': delivery,
			'X-Hub-Signature-256': `sha256=${sign(key, text)}`,
		});
	};
	expect(await send('push', 'd-1', 'another-secret-of-it')).toMatchObject({ status: 401 });
	expect(await send('ping', 'd-0')).toMatchObject({ status: 200 });
	expect(await send('push', 'd-1')).toMatchObject({ status: 200 });
	expect(await send('push', 'd-1')).toMatchObject({ status: 204 });
	expect(await output(workflow, 1, 'What was pushed')).toEqual([
		{ repository: 'ada/engine', branch: 'main', commits: 2 },
	]);
});

it('payments from Stripe: signed, in time, each event once', async () => {
	const secret = 'whsec_of-the-endpoint';
	await n8n.createCredential('webhookSignatureApi', 'Stripe endpoint', {
		scheme: 'stripe',
		secret,
	});
	const workflow = await n8n.publish(example('incoming-stripe-payments'));
	const send = (id: string, secondsAgo = 0) => {
		const object = { id: 'pi_1', amount: 1999, currency: 'eur' };
		const text = JSON.stringify({ id, type: 'payment_intent.succeeded', data: { object } });
		const time = Math.floor(Date.now() / 1000) - secondsAgo;
		return post(workflow.url, text, {
			...JSON_HEADERS,
			'Stripe-Signature': `t=${time},v1=${sign(secret, `${time}.${text}`)}`,
		});
	};
	expect(await send('evt_1', 900)).toMatchObject({ status: 401 });
	expect(await send('evt_1')).toMatchObject({ status: 200 });
	expect(await send('evt_1', 60)).toMatchObject({ status: 204 });
	expect(await output(workflow, 1, 'Payment')).toEqual([
		{ payment: 'pi_1', amount: 1999, currency: 'eur' },
	]);
});

it('each complaint once: by two parameters and a header', async () => {
	const workflow = await n8n.publish(example('incoming-deduplication'));
	const send = (status: string, source: string) =>
		post(workflow.url, JSON.stringify({ complaint: { id: 'cmp-1', status } }), {
			...JSON_HEADERS,
			'X-Source': source,
		});
	expect(await send('new', 'web')).toMatchObject({ status: 200 });
	expect(await send('new', 'web')).toMatchObject({ status: 204 });
	expect(await send('closed', 'web')).toMatchObject({ status: 200 });
	expect(await send('new', 'app')).toMatchObject({ status: 200 });
	expect(await output(workflow, 3, 'Keep the hash')).toEqual([
		{ hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
	]);
});
