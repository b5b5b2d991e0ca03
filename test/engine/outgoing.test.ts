import type { IDataObject } from 'n8n-workflow';

process.env['SYNERISE_INTEGRATIONS_ALLOWED_HOSTS'] = 'localhost';

import { runNode } from '../../host/engine';
import { OutgoingIntegration } from '../../nodes/OutgoingIntegration/OutgoingIntegration.node';
import { startPeer, type Peer } from '../fixtures/https-peer';

const complaint = {
	headers: {},
	parameters: { 'complaint.priority': 'high', 'complaint.customer.email': 'a@b.example' },
	integration: { name: 'Complaints', endpointId: 'e', requestId: 'r' },
};

const run = async (parameters: IDataObject, json: IDataObject[], node: IDataObject = {}) =>
	await runNode(
		new OutgoingIntegration(),
		json.map((item) => ({ json: item })),
		{ parameters: { webhookName: 'Test', ...parameters }, node },
	);

describe('Outgoing Integration in n8n-core', () => {
	let peer: Peer;
	beforeAll(async () => {
		peer = await startPeer(({ url }, response) => {
			if (url === '/missing') {
				response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":"none"}');
			} else {
				response
					.writeHead(200, { 'content-type': 'application/json' })
					.end('{"token":"t-1","list":[{"n":1}],"a.b":null}');
			}
		});
	});
	afterAll(async () => await peer.close());
	beforeEach(() => {
		peer.seen.length = 0;
	});

	it('renders inserts of Fixed fields and gives a response event', async () => {
		const result = await run(
			{
				method: 'POST',
				url: `${peer.origin}/notify/{{ event.params['complaint.priority'] }}`,
				webhookName: 'Notify',
				eventName: 'complaint.notified',
				sendQuery: true,
				queryParameters: {
					parameters: [{ name: 'mail', value: "{{ event.params['complaint.customer.email'] }}" }],
				},
				sendHeaders: true,
				headerParameters: {
					parameters: [{ name: 'X-Name', value: '={{ $json.integration.name }}' }],
				},
				sendBody: true,
				contentType: 'json',
				specifyBody: 'json',
				jsonBody:
					'{"text": "New {{ event.params[\'complaint.priority\'] }} complaint from {{ event.params[\'complaint.customer.email\'] }}"}',
				additionalEventParameters: { parameters: [{ name: 'priority', value: '{{ 1 + 1 }}' }] },
			},
			[complaint],
		);
		expect(result.error).toBeUndefined();
		const [seen] = peer.seen;
		expect(seen).toMatchObject({ method: 'POST', url: '/notify/high?mail=a%40b.example' });
		expect(seen?.headers['x-name']).toBe('Complaints');
		expect(seen?.body.toString()).toBe('{"text": "New high complaint from a@b.example"}');
		expect(result.outputs[0]).toEqual([
			{
				json: {
					event: {
						action: 'complaint.notified',
						eventUUID: expect.stringMatching(/^[0-9a-f-]{36}$/),
						time: expect.any(Number),
						params: {
							name: 'Notify',
							status: 200,
							statusDescription: 'OK',
							'req.url': `${peer.origin}/notify/high?mail=a%40b.example`,
							diagramId: 'engine-workflow',
							diagramName: 'Engine workflow',
							blockId: expect.any(String),
							blockName: 'Outgoing Integration',
							clientId: '',
							uuid: '',
							'body.token': 't-1',
							'body.list[0].n': 1,
							'body["a.b"]': null,
							priority: '2',
						},
					},
					response: {
						statusCode: 200,
						statusMessage: 'OK',
						headers: expect.objectContaining({ 'content-type': 'application/json' }),
						body: { token: 't-1', list: [{ n: 1 }], 'a.b': null },
					},
				},
				pairedItem: { item: 0 },
			},
		]);
	});

	it('never renders the result of an expression again', async () => {
		await run(
			{
				method: 'POST',
				url: `=${peer.origin}/x/{{ $json.id }}`,
				sendBody: true,
				contentType: 'raw',
				rawContentType: 'text/plain',
				body: '={{ $json.text }}',
			},
			[{ id: 7, text: '{{ 1 + 1 }}' }],
		);
		expect(peer.seen[0]).toMatchObject({ url: '/x/7' });
		expect(peer.seen[0]?.body.toString()).toBe('{{ 1 + 1 }}');
	});

	it('gives an event for an error status', async () => {
		const result = await run({ method: 'GET', url: `${peer.origin}/missing` }, [{}]);
		expect(result.outputs[0]?.[0]?.json).toMatchObject({
			event: { action: 'webhook.response', params: { status: 404, 'body.error': 'none' } },
		});
	});

	it('keeps the order of the items and pairs them', async () => {
		const items = Array.from({ length: 100 }, (_, n) => ({ n }));
		const before = peer.connections();
		const result = await run({ method: 'GET', url: `${peer.origin}/{{ json.n }}` }, items);
		expect(result.outputs[0]).toHaveLength(100);
		result.outputs[0]?.forEach(({ json, pairedItem }, index) => {
			expect(pairedItem).toEqual({ item: index });
			expect(json).toMatchObject({ event: { params: { 'req.url': `${peer.origin}/${index}` } } });
		});
		expect(peer.connections() - before).toBeLessThanOrEqual(20);
	});

	it.each([
		['https://127.0.0.1/', 'TARGET', /IP address 127\.0\.0\.1/],
		['http://example.com/', 'TARGET', /must begin with https/],
		['https://{{ json.host }}/', 'TARGET', /insert or expression/],
		['={{ $json.url }}', 'TARGET', /insert or expression/],
		['https://example.com{{ json.x }}', 'TARGET', /insert or expression/],
		['https://user@example.com/', 'TARGET', /user name/],
	])('refuses %s', async (url, _code, message) => {
		const result = await run({ method: 'GET', url }, [
			{ host: 'localhost', url: 'https://a.example' },
		]);
		expect(result.status).toBe('error');
		expect(result.error?.message).toMatch(message);
	});

	it('lets failing items continue in the regular or in the error output', async () => {
		const parameters = {
			method: 'GET',
			url: `${peer.origin}/{{ json.n }}`,
			additionalEventParameters: { parameters: [{ name: 'n', value: '{{ json.long }}' }] },
		};
		const items = [{ n: 0 }, { n: 1, long: 'x'.repeat(231) }, { n: 2 }];
		const regular = await run(parameters, items, { onError: 'continueRegularOutput' });
		expect(regular.outputs[0]?.map(({ json }) => Object.keys(json))).toEqual([
			['event', 'response'],
			['error', 'message', 'details'],
			['event', 'response'],
		]);
		const split = await run(parameters, items, { onError: 'continueErrorOutput' });
		expect(split.outputs[0]).toHaveLength(2);
		expect(split.outputs[1]?.[0]).toMatchObject({
			json: { error: expect.stringContaining('longer than 230') },
			pairedItem: { item: 1 },
		});
		expect(peer.seen.filter(({ url }) => url === '/1')).toHaveLength(0);
	});

	it('skips an item whose required insert has no value', async () => {
		const result = await run(
			{
				method: 'POST',
				url: peer.origin,
				sendBody: true,
				contentType: 'raw',
				body: '{% customer email %}',
			},
			[{ customer: {} }, { customer: { email: 'a@b.example' } }],
		);
		expect(result.outputs[0]?.map(({ json }) => Object.keys(json))).toEqual([
			['skipped'],
			['event', 'response'],
		]);
		expect(peer.seen.map(({ body }) => body.toString())).toEqual(['a@b.example']);
	});
});
