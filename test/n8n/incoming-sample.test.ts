import type { PublishedWorkflow } from '../../host/api';
import { Editor } from '../../host/editor';
import { INCOMING, type N8nClient } from '../../host/n8n';
import { sharedN8n } from '../../host/testing';
import {
	condition,
	incomingWorkflow,
	JSON_HEADERS,
	pickedByAddress,
	post,
} from '../fixtures/incoming';
import { inviteUser } from '../fixtures/second-user';

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
			deduplicationParameters: pickedByAddress('order.id', 'order.nmber'),
			conditions: { rows: [condition('order.paid', 'boolean:true')] },
		}),
	);
	testUrl = n8n.endpointOf(workflow, 'webhook-test');
});

/** What a click on Execute step does. */
const listen = ({ id } = workflow) =>
	n8n.request('POST', `workflows/${id}/run`, { triggerToStartFrom: { name: 'Incoming' } });

interface Form {
	filter?: string;
	of?: PublishedWorkflow;
	by?: N8nClient;
	/** What the editor says of the workflow whose form is open. */
	place?: { workflowId?: string; projectId?: string };
}

/** What the editor lists when a picker is opened. */
const listed = ({ filter, of = workflow, by = n8n, place = { workflowId: of.id } }: Form = {}) =>
	by
		.request<{ results: Array<{ name: string; value: string }> }>(
			'POST',
			'dynamic-node-parameters/resource-locator-results',
			{
				path: 'parameters.conditions.rows[0].parameter',
				nodeTypeAndVersion: { name: INCOMING, version: 1 },
				methodName: 'searchParameters',
				currentNodeParameters: { authentication: 'none', sampleKey: of.nodes[0]?.id },
				filter,
				...place,
			},
		)
		.then(({ results }) => results);

it('says what to do before there is a sample', async () => {
	await expect(listed()).rejects.toThrow('There is no sample request yet. Copy the test URL');
});

it('keeps listening after a refused request, whose reply says why', async () => {
	await listen();
	expect(await post(testUrl, '{"order":')).toMatchObject({ status: 400 });
	expect(await post(testUrl, '{}', { 'content-type': 'text/plain' })).toMatchObject({
		status: 415,
	});
	expect(await post(testUrl, '{"order":{"id":"x","paid":false}}')).toMatchObject({
		status: 200,
		body: 'This request does not start the workflow. Conditions that are not met:\n- order.paid: Boolean: Is True\n',
	});
	expect(await post(testUrl, '{"order":{"id":"x"}}')).toMatchObject({
		body: expect.stringContaining('(the request does not have this parameter)') as string,
	});
	const headers = { ...JSON_HEADERS, 'x-source': 'portal' };
	const text = '{"order":{"id":"secret-value","number":7,"items":[],"paid":true}}';
	expect(await post(testUrl, text, headers)).toMatchObject({ status: 200, body: 'OK' });
	expect(await post(testUrl, text, headers)).toMatchObject({ status: 404 });
});

it('lists every parameter with its type and how many requests had it, never by value', async () => {
	const results = await listed();
	expect(results.map(({ name }) => name)).toEqual(
		expect.arrayContaining([
			'order.id (string, 3 of 4 requests)',
			'order.items (array, 1 of 4 requests)',
			'order.paid (boolean, 2 of 4 requests)',
			'header:content-type (string, always)',
			'header:x-source (string, 1 of 4 requests)',
		]),
	);
	expect(results[0]).toEqual({ name: 'order.id (string, 3 of 4 requests)', value: 'order.id' });
	expect(results.at(-1)?.value).toBe('header:x-deduplication-hash');
	expect(JSON.stringify(results)).not.toContain('secret-value');
});

it('finds parameters by a part of their address', async () => {
	const results = await listed({ filter: 'ITEM' });
	expect(results.map(({ value }) => value)).toEqual(['order.items']);
});

it('warns in the output of a test request of an address that the sample does not have', async () => {
	const [latest] = await n8n.waitForExecutions(workflow.id, 1);
	const { items } = await n8n.execution(latest?.id ?? '');
	const output = items['Incoming']?.[0]?.json as { integration: { warnings?: string[] } };
	expect(Object.keys(output)[0]).toBe('parameters');
	expect(output.integration.warnings).toEqual([
		'Parameters That Identify a Request: The sample has no parameter "order.nmber". Did you mean order.number?',
	]);
});

it('takes the same test request again: tests leave no trace in deduplication', async () => {
	await listen();
	const text = '{"order":{"id":"secret-value","items":[],"paid":true}}';
	expect(await post(testUrl, text)).toMatchObject({ status: 200, body: 'OK' });
});

it('takes the first accepted production request as the sample when there is none', async () => {
	const published = await n8n.publish(incomingWorkflow({ authentication: 'none' }));
	expect(await post(published.url, '{"first":1}')).toMatchObject({ status: 200 });
	expect(await post(published.url, '{"second":1}')).toMatchObject({ status: 200 });
	const results = await listed({ of: published });
	expect(results[0]).toEqual({ name: 'first (number, always)', value: 'first' });
	expect(results.map(({ value }) => value)).not.toContain('second');
});

it('lists in the editor what test mode and production left', async () => {
	const picked = { __rl: true, mode: 'list', value: '' };
	const saved = await n8n.publish(
		incomingWorkflow({
			authentication: 'none',
			conditions: {
				rows: [{ parameter: { ...picked, value: 'shown' }, operator: 'string:exists' }],
			},
		}),
	);
	expect(await post(saved.url, '{"shown":"x"}')).toMatchObject({ status: 200 });
	await listen(saved);
	expect(
		await post(n8n.endpointOf(saved, 'webhook-test'), '{"shown":"x","tested":1}'),
	).toMatchObject({ status: 200 });
	const editor = await Editor.open(n8n);
	try {
		await editor.openWorkflow(saved.id);
		await editor.openNode('Incoming');
		await editor.page.getByTestId('rlc-input').first().click();
		const items = editor.page.getByTestId('rlc-item');
		await items.filter({ hasText: 'tested (number, 1 of 2 requests)' }).waitFor();
		await items.filter({ hasText: 'shown (string, always)' }).waitFor();
	} finally {
		await editor.close();
	}
});

describe('another user of the same n8n', () => {
	const NO_SAMPLE = 'There is no sample request yet';
	let member: N8nClient;
	let copy: PublishedWorkflow;

	const addresses = async (form: Form) => (await listed(form)).map(({ value }) => value);

	beforeAll(async () => {
		member = await inviteUser(n8n);
		const endpointId = workflow.nodes[0]!.id;
		copy = await member.saveWorkflow(incomingWorkflow({ authentication: 'none', endpointId }));
		copy.nodes[0]!.id = endpointId;
	});

	it('is shown nothing, whatever workflow and project her form names', async () => {
		const { id: projectId } = await n8n.request<{ id: string }>('GET', 'projects/personal');
		expect(await addresses({ place: { projectId } })).toContain('order.id');
		expect(await addresses({ place: { projectId, workflowId: workflow.id } })).toContain(
			'order.id',
		);
		const unknown = 'n8n does not tell whose sample this is';
		for (const place of [{ workflowId: workflow.id }, { projectId }, {}]) {
			await expect(listed({ by: member, place })).rejects.toThrow(unknown);
		}
		await expect(listed({ by: member, of: copy })).rejects.toThrow(NO_SAMPLE);
	});

	it('gets a sample of her own when she listens with the same ID, and adds nothing to the first', async () => {
		await member.request('POST', `workflows/${copy.id}/run`, {
			triggerToStartFrom: { name: 'Incoming' },
		});
		expect(await post(n8n.endpointOf(workflow, 'webhook-test'), '{"poison":1}')).toMatchObject({
			status: 200,
		});
		expect(await addresses({ by: member, of: copy })).toContain('poison');
		expect(await addresses({ by: member, of: copy })).not.toContain('order.id');
		expect(await addresses({})).toContain('order.id');
		expect(await addresses({})).not.toContain('poison');
	});

	it('gets a sample of her own when she publishes the same ID after the first endpoint', async () => {
		const first = await n8n.publish(incomingWorkflow({ authentication: 'none' }));
		expect(await post(first.url, '{"first":1}')).toMatchObject({ status: 200 });
		await n8n.deactivate(first.id);
		const endpointId = first.nodes[0]!.id;
		const second = await member.publish(incomingWorkflow({ authentication: 'none', endpointId }));
		expect(await post(first.url, '{"second":1}')).toMatchObject({ status: 200 });
		second.nodes[0]!.id = endpointId;
		expect((await addresses({ by: member, of: second }))[0]).toBe('second');
		const own = await addresses({ of: first });
		expect(own[0]).toBe('first');
		expect(own).not.toContain('second');
	});
});

describe('a workflow is neither published nor listens', () => {
	const refused = [
		['order[id]', '"order[id]" is not a valid address. Did you mean order.id?'],
		['a..b', '"a..b" is not a valid address. Did you mean a.b?'],
		['body.x', '"body.x" is not the address of a parameter. Did you mean x?'],
		['$json.body.x', '"$json.body.x" is not the address of a parameter. Did you mean x?'],
		['headers.X-Source', 'Did you mean header:x-source?'],
	] as const;

	it.each(refused)('with the address %s in a condition', async (address, sentence) => {
		const saved = await n8n.saveWorkflow(
			incomingWorkflow({
				authentication: 'none',
				conditions: {
					rows: [condition('a', 'string:exists'), condition(address, 'string:equals', 'x')],
				},
			}),
		);
		await expect(n8n.activate(saved)).rejects.toThrow('Conditions, row 2: ');
		await expect(n8n.activate(saved)).rejects.toThrow(JSON.stringify(sentence).slice(1, -1));
		await expect(listen(saved)).rejects.toThrow(JSON.stringify(sentence).slice(1, -1));
	});

	it('with such an address for deduplication', async () => {
		const saved = await n8n.saveWorkflow(
			incomingWorkflow({
				authentication: 'none',
				deduplication: true,
				deduplicationParameters: pickedByAddress('a..b'),
			}),
		);
		await expect(n8n.activate(saved)).rejects.toThrow('Parameters That Identify a Request: ');
	});

	it.each([
		[{ rateLimit: 0.5 }, 'Rate Limit: '],
		[{ rateLimit: -1 }, 'Rate Limit: '],
		[{ rateLimit: '={{ 1 / 0 }}' }, 'Rate Limit: '],
		[{ allowedIps: ' , ' }, 'Allowed IPs: '],
	])('with the settings %j', async (settings, label) => {
		const saved = await n8n.saveWorkflow(incomingWorkflow({ authentication: 'none', settings }));
		await expect(n8n.activate(saved)).rejects.toThrow(label);
		await expect(listen(saved)).rejects.toThrow(label);
	});

	it('with an endpoint ID that does not fit into a URL', async () => {
		const saved = await n8n.saveWorkflow(
			incomingWorkflow({ authentication: 'none', endpointId: 'a/b' }),
		);
		await expect(n8n.activate(saved)).rejects.toThrow('is not a valid ID');
		await expect(listen(saved)).rejects.toThrow('is not a valid ID');
	});
});

it.each([
	['deduplication on and nothing selected', { deduplication: true }, 'none is selected'],
	[
		'a condition without a parameter',
		{ conditions: { rows: [condition('', 'string:equals', 'x')] } },
		'Conditions: row 1 has no Parameter',
	],
])(
	'is not published with %s, but listens for the sample to select from',
	async (_, parameters, message) => {
		const saved = await n8n.saveWorkflow(
			incomingWorkflow({ authentication: 'none', ...parameters }),
		);
		await expect(n8n.activate(saved)).rejects.toThrow(message);
		await listen(saved);
		expect(await post(n8n.endpointOf(saved, 'webhook-test'), '{"a":1}')).toMatchObject({
			status: 200,
			body: 'OK',
		});
	},
);
