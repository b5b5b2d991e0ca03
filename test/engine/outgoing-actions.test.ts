import type { IDataObject } from 'n8n-workflow';

process.env['SYNERISE_INTEGRATIONS_ALLOWED_HOSTS'] = 'localhost';

import { runNode } from '../../host/engine';
import { OutgoingIntegration } from '../../nodes/OutgoingIntegration/OutgoingIntegration.node';
import { startPeer, type Peer } from '../fixtures/https-peer';

const secret = 's3cret-key-0123456789';
const apiKey = {
	secret,
	headers: { rows: [{ name: 'X-Api-Key', value: '{{ secret }}' }] },
};

let peer: Peer;
beforeAll(async () => {
	peer = await startPeer(({ headers }, response) => {
		response
			.writeHead(200, { 'content-type': 'application/json' })
			.end(JSON.stringify({ ok: true, echo: headers['x-api-key'] ?? '' }));
	});
});
afterAll(async () => await peer.close());
beforeEach(() => {
	peer.seen.length = 0;
});

const run = async (
	parameters: IDataObject,
	json: IDataObject[] = [{}],
	credentials: Record<string, IDataObject> = {},
) =>
	await runNode(
		new OutgoingIntegration(),
		json.map((item) => ({ json: item })),
		{ parameters, credentials },
	);

const request = () => ({
	method: 'POST',
	url: `${peer.origin}/orders/{{ event.params.number }}`,
	sendBody: true,
	contentType: 'json',
	specifyBody: 'json',
	jsonBody: '{"to": "{{ customer.email }}", "x": "{{ customer.none }}"}',
	webhookName: 'Test',
	eventName: 'order.sent',
});

const testContext = {
	testProfile: '{"email": "test@b.example"}',
	testEvent: '{"action": "own", "params": {"number": "7"}}',
};

describe('previewRequest', () => {
	it('shows request, connection and warnings, and sends nothing', async () => {
		const result = await run(
			{ ...request(), ...testContext, action: 'previewRequest', authentication: 'apiKey' },
			[{}],
			{ apiKeyConnectionApi: apiKey },
		);
		expect(result.error).toBeUndefined();
		expect(peer.seen).toEqual([]);
		expect(result.outputs[0]?.[0]?.json).toMatchObject({
			request: {
				method: 'POST',
				url: `${peer.origin}/orders/7`,
				headers: { 'Content-Type': 'application/json', 'X-Api-Key': '*****' },
				body: '{"to": "test@b.example", "x": ""}',
				curl: expect.stringContaining('"$X_API_KEY_SECRET"'),
			},
			connection: { authentication: 'API Key', addedHeaders: { 'X-Api-Key': '*****' } },
			warnings: [
				'JSON: the insert {{ customer.none }} gave nothing, because its value is missing.',
			],
		});
		expect(JSON.stringify(result.outputs)).not.toContain(secret);
	});

	it('names a bad test event', async () => {
		const result = await run({ ...request(), action: 'previewRequest', testEvent: '{' });
		expect(result.error?.message).toMatch(/^Test Event: the text is not JSON/);
	});

	it('shows an item that would be skipped', async () => {
		const result = await run({
			...request(),
			action: 'previewRequest',
			jsonBody: '{"a": "{% customer email %}"}',
		});
		expect(result.outputs[0]?.[0]?.json).toEqual({ skipped: expect.any(String) });
	});
});

describe('sendTestRequest', () => {
	it('sends one request and shows it, the response, the event and its definition', async () => {
		const result = await run(
			{ ...request(), ...testContext, action: 'sendTestRequest', authentication: 'apiKey' },
			[{}, {}],
			{ apiKeyConnectionApi: apiKey },
		);
		expect(result.error).toBeUndefined();
		expect(peer.seen).toHaveLength(1);
		expect(peer.seen[0]?.headers['x-api-key']).toBe(secret);
		expect(result.outputs[0]).toHaveLength(1);
		expect(result.outputs[0]?.[0]?.json).toMatchObject({
			request: { url: `${peer.origin}/orders/7`, headers: { 'X-Api-Key': '*****' } },
			response: { statusCode: 200, body: { ok: true, echo: '*****' } },
			event: { action: 'order.sent', params: { status: 200, 'body.ok': true } },
			eventDefinition: {
				action: 'order.sent',
				parameters: expect.arrayContaining([
					{ name: 'status', type: 'number' },
					{ name: 'body.ok', type: 'boolean' },
				]),
			},
		});
		expect(JSON.stringify(result.outputs)).not.toContain(secret);
	});
});

describe('a cURL command in place of the fields', () => {
	const withCommand = (curlCommand: string, action = 'sendRequest') => ({
		...request(),
		action,
		curlReview: true,
		applyCurl: true,
		curlCommand,
	});

	it('makes the request, inserts included', async () => {
		const result = await run(
			withCommand(`curl '${peer.origin}/from-curl?a=1' -H 'X-N: {{ json.n }}' -d 'b=2'`),
			[{ n: 5 }],
		);
		expect(result.error).toBeUndefined();
		expect(peer.seen[0]).toMatchObject({ method: 'POST', url: '/from-curl?a=1' });
		expect(peer.seen[0]?.headers['x-n']).toBe('5');
		expect(peer.seen[0]?.body.toString()).toBe('b=2');
	});

	it('lists the values to copy in the preview', async () => {
		const result = await run(withCommand(`curl '${peer.origin}/x' -X PUT`, 'previewRequest'));
		expect(result.outputs[0]?.[0]?.json).toMatchObject({
			request: { method: 'PUT', url: `${peer.origin}/x` },
			curlFields: [
				{ field: 'Method', value: 'PUT' },
				{ field: 'URL', value: `${peer.origin}/x` },
			],
		});
	});

	it.each([
		["curl 'https://a", /^cURL command, line 1, column 6: the quote/],
		['curl --digest https://localhost', /cannot be used as it is: line 1, column 6: --digest/],
	])('refuses %s', async (command, message) => {
		const result = await run(withCommand(command));
		expect(result.error?.message).toMatch(message);
		expect(peer.seen).toEqual([]);
	});
});

describe('an existing integration', () => {
	const saved = () => ({
		method: 'POST',
		url: `${peer.origin}/saved/{{ context.channel }}`,
		sendBody: true,
		contentType: 'json',
		specifyBody: 'json',
		jsonBody: '{"text": {{ context.text | tojson }}, "size": {{ context.size }}}',
		eventName: 'saved.sent',
		webhookName: 'Saved',
		authentication: 'apiKey',
		...apiKey,
		schema: {
			rows: [
				{ id: 'channel', label: 'Channel', type: 'choice', options: 'a\nb', default: 'a' },
				{ id: 'text', label: 'Message text', required: true },
				{ id: 'size', label: 'Order size', type: 'number', default: '1' },
			],
		},
	});
	const use = async (
		value: IDataObject,
		credential: IDataObject = saved(),
		json: IDataObject = {},
	) =>
		await run(
			{
				integrationType: 'existing',
				formFields: { mappingMode: 'defineBelow', value, schema: [], matchingColumns: [] },
			},
			[json],
			{ outgoingIntegrationApi: credential },
		);

	it('sends what the saved definition and the form say', async () => {
		const result = await use({ text: 'Hi {{ json.name }}', size: '={{ $json.size }}' }, saved(), {
			name: '"Jane"',
			size: 4,
		});
		expect(result.error).toBeUndefined();
		expect(peer.seen[0]?.url).toBe('/saved/a');
		expect(peer.seen[0]?.headers['x-api-key']).toBe(secret);
		expect(peer.seen[0]?.body.toString()).toBe('{"text": "Hi \\"Jane\\"", "size": 4}');
		expect(result.outputs[0]?.[0]?.json).toMatchObject({
			event: { action: 'saved.sent', params: { name: 'Saved' } },
		});
	});

	it.each<[IDataObject, RegExp]>([
		[{}, /^Message text: it is required/],
		[{ text: 'x', size: 'many' }, /^Order size: "many" is not a number/],
		[{ text: 'x', channel: 'c' }, /^Channel: "c" is not one of a, b/],
	])('names the label of a field that cannot be used: %j', async (value, message) => {
		const result = await use(value);
		expect(result.error?.message).toMatch(message);
		expect(peer.seen).toEqual([]);
	});

	it('says what a draft lacks', async () => {
		const result = await use({ text: 'x' }, { authentication: 'loginPassword' });
		expect(result.error?.message).toBe(
			'The saved integration is a draft; still missing: URL, Login of the connection, Password of the connection',
		);
	});
});
