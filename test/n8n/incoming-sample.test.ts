import type { PublishedWorkflow } from '../../host/api';
import { INCOMING, type N8nClient } from '../../host/n8n';
import { sharedN8n } from '../../host/testing';
import { incomingWorkflow, JSON_HEADERS, post } from '../fixtures/incoming';

jest.setTimeout(120_000);

let n8n: N8nClient;
let workflow: PublishedWorkflow;
let testUrl: string;

beforeAll(async () => {
	n8n = await sharedN8n();
	workflow = await n8n.saveWorkflow(
		incomingWorkflow({
			authentication: 'none',
			deduplication: true,
			deduplicationParameters: ['order.id'],
		}),
	);
	testUrl = n8n.endpointOf(workflow, 'webhook-test');
});

/** What a click on Execute step does. */
const listen = () =>
	n8n.request('POST', `workflows/${workflow.id}/run`, { triggerToStartFrom: { name: 'Incoming' } });

/** What the editor lists as deduplication parameters. */
const listed = () =>
	n8n.request<Array<{ name: string; value: string; description?: string }>>(
		'POST',
		'dynamic-node-parameters/options',
		{
			path: 'parameters.deduplicationParameters',
			nodeTypeAndVersion: { name: INCOMING, version: 1 },
			methodName: 'getSampleParameters',
			currentNodeParameters: {
				authentication: 'none',
				deduplication: true,
				sampleKey: workflow.nodes[0]?.webhookId,
			},
		},
	);

it('says what to do before there is a sample', async () => {
	const options = await listed();
	expect(options.map(({ value }) => value)).toEqual(['', 'header:x-deduplication-hash']);
	expect(options[0]?.name).toMatch(/Send a Request/);
});

it('keeps listening after a refused request, whose reply says why', async () => {
	await listen();
	expect(await post(testUrl, '{"order":')).toMatchObject({ status: 400 });
	expect(await post(testUrl, '{}', { 'content-type': 'text/plain' })).toMatchObject({
		status: 415,
	});
	const headers = { ...JSON_HEADERS, 'x-source': 'portal' };
	const text = '{"order":{"id":"secret-value","items":[],"paid":true}}';
	expect(await post(testUrl, text, headers)).toMatchObject({ status: 200, body: 'OK' });
	expect(await post(testUrl, text, headers)).toMatchObject({ status: 404 });
});

it('lists every parameter of the sample by name and type, never by value', async () => {
	const options = await listed();
	expect(options).toEqual(
		expect.arrayContaining([
			{ name: 'order.id', value: 'order.id', description: 'Body, string' },
			{ name: 'order.items', value: 'order.items', description: 'Body, array' },
			{ name: 'order.paid', value: 'order.paid', description: 'Body, boolean' },
			{ name: 'header:x-source', value: 'header:x-source', description: 'Header' },
		]),
	);
	expect(options.at(-1)?.value).toBe('header:x-deduplication-hash');
	expect(JSON.stringify(options)).not.toContain('secret-value');
});

it('takes the same test request again: tests leave no trace in deduplication', async () => {
	await listen();
	const text = '{"order":{"id":"secret-value","items":[],"paid":true}}';
	expect(await post(testUrl, text)).toMatchObject({ status: 200, body: 'OK' });
});
