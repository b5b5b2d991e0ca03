/** The use cases that Synerise's own documentation describes, each against a stand-in of the service that it is for. */
import { createHash } from 'node:crypto';

import type { WorkflowNode } from '../../host/api';
import { example, type N8nClient } from '../../host/n8n';
import { sharedN8n } from '../../host/testing';
import { startPeer, type Handler, type Peer } from '../fixtures/https-peer';
import { JSON_HEADERS, post } from '../fixtures/incoming';

jest.setTimeout(180_000);

let n8n: N8nClient;
let peer: Peer;

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

const DOMAINS = { allowedHttpRequestDomains: 'domains', allowedDomains: '127.0.0.1' };

const services: Handler = ({ url }, response) => {
	const token = url === '/token' && { access_token: 'adform-token', expires_in: 3_600 };
	response.writeHead(200, { 'content-type': 'application/json' });
	response.end(JSON.stringify(token || { events_received: 1 }));
};

beforeAll(async () => {
	n8n = await sharedN8n();
	peer = await startPeer(services, { plain: true });
	const origin = peer.origin.replace('localhost', '127.0.0.1');
	await n8n.createCredential('apiKeyConnectionApi', 'Facebook access token', {
		secret: 'facebook-token-1234',
		urlParameters: { rows: [{ name: 'access_token', value: '{{ secret }}' }] },
		...DOMAINS,
	});
	await n8n.createCredential('clientCredentialsOAuth2Api', 'Adform', {
		tokenUrl: `${origin}/token`,
		clientId: 'client',
		clientSecret: 'client-secret-1234',
		scope: 'https://api.adform.com/scope/dmp.segments',
		...DOMAINS,
	});
	await n8n.createCredential('headerKeyApi', 'Power Automate', {
		header: 'X-Api-Key',
		keys: { rows: [{ key: 'a key for Power Automate' }] },
	});
});

beforeEach(() => peer.seen.splice(0));

afterAll(() => peer.close());

function redirected(parameters: WorkflowNode['parameters'] = {}, origin: string) {
	const { url } = parameters;
	if (typeof url !== 'string') return parameters;
	return { ...parameters, url: url.replace(/^https:\/\/[^/]+/, origin) };
}

/** Publishes an example with the peer in place of its service. */
async function publish(name: string) {
	const origin = peer.origin.replace('localhost', '127.0.0.1');
	const { nodes, ...workflow } = example(name);
	return await n8n.publish({
		...workflow,
		nodes: nodes.map((node) => ({ ...node, parameters: redirected(node.parameters, origin) })),
	});
}

it('sends a purchase in a shop to Facebook, once, with the e-mail address as a hash', async () => {
	const { id, url } = await publish('outgoing-facebook-offline-events');
	const purchase = JSON.stringify({
		transaction: { id: 't-"1"', time: '2026-03-01T12:00:00+01:00', total: 99.9, currency: 'PLN' },
		customer: { email: ' Jane.Smith@Example.com ' },
	});
	expect((await post(url, purchase)).status).toBe(200);
	expect((await post(url, purchase)).status).toBe(204);
	await n8n.waitForExecutions(id, 1);
	const [sent, ...others] = peer.seen;
	expect(others).toEqual([]);
	expect(sent?.url).toBe('/v23.0/1234567890/events?access_token=facebook-token-1234');
	expect(JSON.parse(sent?.body.toString() ?? '')).toEqual({
		data: [
			{
				event_name: 'Purchase',
				event_id: 't-"1"',
				event_time: Date.parse('2026-03-01T11:00:00Z') / 1_000,
				action_source: 'physical_store',
				user_data: { em: [sha256('jane.smith@example.com')] },
				custom_data: { order_id: 't-"1"', currency: 'PLN', value: 99.9 },
			},
		],
	});
});

it('adds members to a Custom Audience as SHA-256 hashes', async () => {
	const { id, url } = await publish('outgoing-custom-audience');
	const emails = ['Ada@Example.com', ' grace@example.com'];
	await post(url, JSON.stringify({ members: emails.map((email) => ({ email })) }));
	await n8n.waitForExecutions(id, 1);
	expect(peer.seen.map((request) => request.url)).toEqual([
		'/v23.0/9876543210/users?access_token=facebook-token-1234',
	]);
	expect(JSON.parse(peer.seen[0]?.body.toString() ?? '')).toEqual({
		payload: {
			schema: ['EMAIL_SHA256'],
			data: [[sha256('ada@example.com')], [sha256('grace@example.com')]],
		},
	});
});

it('sends the members of a segment to Adform as a list, with a token of its own', async () => {
	const { id, url } = await publish('outgoing-adform-list');
	await post(url, JSON.stringify({ segment: 'loyal', members: [{ id: 'c-1' }, { id: 'c-2' }] }));
	await n8n.waitForExecutions(id, 1);
	const [token, list] = peer.seen;
	expect(token?.body.toString()).toContain(
		'scope=https%3A%2F%2Fapi.adform.com%2Fscope%2Fdmp.segments',
	);
	expect(list).toMatchObject({
		url: '/v1/dmp/dataproviders/12345/cookies',
		headers: { authorization: 'Bearer adform-token', 'content-type': 'text/csv' },
	});
	expect(list?.body.toString()).toBe('c-1\tloyal\nc-2\tloyal\n');
});

it('takes a response of Microsoft Forms from Power Automate, with its key and once', async () => {
	const { id, url } = await publish('incoming-microsoft-forms');
	const form = JSON.stringify({
		responseId: '12',
		responder: 'jane@contoso.com',
		answers: { 'How satisfied are you?': '4', Comment: 'Say "more"' },
	});
	const headers = { ...JSON_HEADERS, 'x-api-key': 'a key for Power Automate' };
	const statuses = [
		(await post(url, form)).status,
		(await post(url, form, headers)).status,
		(await post(url, form, headers)).status,
	];
	expect(statuses).toEqual([401, 200, 204]);
	await n8n.waitForExecutions(id, 1);
	expect(peer.seen.map(({ body }) => JSON.parse(body.toString()) as unknown)).toEqual([
		{ from: 'jane@contoso.com', rating: 4, comment: 'Say "more"' },
	]);
});
