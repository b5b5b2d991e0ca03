import type { WorkflowDefinition } from '../../host/api';
import { example } from '../../host/n8n';
import { sharedN8n } from '../../host/testing';
import { startPeer } from '../fixtures/https-peer';

// An n8n that other tests keep busy takes its time.
jest.setTimeout(120_000);

const TYPE = 'outgoingIntegrationApi';
const SECRET = 's3cret-key-0123456789';

/** The saved integration that the examples share, as its documentation describes it. */
const teamChat = (origin: string) => ({
	method: 'POST',
	url: `${origin}/{{ context.channel }}`,
	webhookName: 'Team chat',
	eventName: 'chat.notified',
	sendBody: true,
	contentType: 'json',
	specifyBody: 'json',
	jsonBody: '{"text": {{ context.text | tojson }}, "priority": {{ context.priority }}}',
	authentication: 'apiKey',
	secret: SECRET,
	headers: { rows: [{ name: 'X-Api-Key', value: '{{ secret }}' }] },
	schema: {
		rows: [
			{
				id: 'channel',
				label: 'Channel',
				type: 'choice',
				options: 'support\nsales',
				default: 'support',
			},
			{ id: 'text', label: 'Message text', type: 'text', required: true },
			{ id: 'priority', label: 'Priority', type: 'number', default: '1' },
		],
	},
});

it('one saved integration serves two workflows', async () => {
	const peer = await startPeer((_, response) => void response.writeHead(200).end('ok'), {
		plain: true,
	});
	const n8n = await sharedN8n();
	await n8n.createCredential(TYPE, 'Team chat', teamChat(peer.origin));
	const trigger = async (name: string, body: object) => {
		const workflow = await n8n.publish(example(name));
		const answer = await fetch(workflow.url, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		expect(answer.status).toBe(200);
		const [execution] = await n8n.waitForExecutions(workflow.id, 1);
		const detail = await n8n.execution(execution?.id ?? '');
		expect({ status: detail.status, error: detail.error }).toEqual({
			status: 'success',
			error: undefined,
		});
		expect(JSON.stringify(detail.raw)).not.toContain(SECRET);
		await n8n.deactivate(workflow.id);
	};
	await trigger('existing-complaint-to-chat', {
		complaint: { id: 'c-1', subject: 'Late "again"' },
	});
	await trigger('existing-order-to-chat', { order: { id: 'o-1', total: 1200 } });
	expect(
		peer.seen.map(({ url, headers, body }) => [
			url,
			headers['x-api-key'],
			JSON.parse(body.toString()) as unknown,
		]),
	).toEqual([
		['/support', SECRET, { text: 'Complaint c-1: Late "again"', priority: 3 }],
		['/sales', SECRET, { text: 'Order o-1', priority: 2 }],
	]);
	await peer.close();
});

it('saves a draft, and its test says what is missing, what is wrong, or what would be sent', async () => {
	const n8n = await sharedN8n();
	await n8n.createCredential(TYPE, 'Draft', { authentication: 'apiKey' });
	const test = async (data: object) => await n8n.testCredential(TYPE, 'Draft', { ...data });
	expect(await test({ authentication: 'apiKey' })).toMatchObject({
		status: 'Error',
		message: expect.stringContaining('still missing: URL, Secret of the connection'),
	});
	expect(await test(teamChat('https://10.0.0.1'))).toMatchObject({
		status: 'Error',
		message: expect.stringContaining('its host is the IP address 10.0.0.1'),
	});
	expect(await test(teamChat('https://chat.example.com'))).toEqual({
		status: 'OK',
		message:
			'Nothing was sent. A run would send POST https://chat.example.com/support with 28 bytes and API Key.',
	});
});

it('sends a test request with an own event', async () => {
	const peer = await startPeer((_, response) => void response.writeHead(200).end('{"token":"t"}'), {
		plain: true,
	});
	const n8n = await sharedN8n();
	const text = JSON.stringify(example('test-request-own-event'));
	const definition = JSON.parse(
		text.replace('https://api.example.com', peer.origin),
	) as WorkflowDefinition;
	const workflow = await n8n.saveWorkflow(definition);
	await n8n.request('POST', `workflows/${workflow.id}/run`, {
		triggerToStartFrom: { name: definition.nodes[0]?.name },
	});
	const [execution] = await n8n.waitForExecutions(workflow.id, 1);
	const { items, error } = await n8n.execution(execution?.id ?? '');
	expect(error).toBeUndefined();
	expect(peer.seen.map(({ url, body }) => [url, body.toString()])).toEqual([
		['/orders/1001/confirmation', '{"to": "jane.smith@example.com", "total": 59.9}'],
	]);
	expect(items['Test the request']?.[0]?.json).toMatchObject({
		event: { action: 'order.confirmed', params: { clientId: '434428563' } },
		eventDefinition: { parameters: expect.arrayContaining([{ name: 'status', type: 'number' }]) },
		warnings: [],
	});
	await peer.close();
});
