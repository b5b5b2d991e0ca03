/** The workflows of examples/ that act on what the request log knows. */
import type { WorkflowDefinition } from '../../host/api';
import { example, OUTGOING, REQUEST_LOG, type N8nClient } from '../../host/n8n';
import { sharedN8n } from '../../host/testing';
import { startPeer } from '../fixtures/https-peer';
import { incomingWorkflow, pickedByAddress, post } from '../fixtures/incoming';

jest.setTimeout(120_000);

let n8n: N8nClient;

beforeAll(async () => {
	n8n = await sharedN8n();
});

/** The example with other parameters for the nodes of one type. */
function changed(name: string, changes: Record<string, object>): WorkflowDefinition {
	const { nodes, ...workflow } = example(name);
	return {
		...workflow,
		nodes: nodes.map((node) => ({
			...node,
			parameters: { ...node.parameters, ...changes[node.type] },
		})),
	};
}

async function apiKey(): Promise<string> {
	const { rawApiKey } = await n8n.request<{ rawApiKey: string }>('POST', 'api-keys', {
		label: 'Forget on failure',
		scopes: ['execution:read'],
		expiresAt: null,
	});
	return rawApiKey;
}

it('forgets the hash of a failed run, so that the next try of its sender runs', async () => {
	await n8n.createCredential('n8nApi', 'This n8n', {
		apiKey: await apiKey(),
		baseUrl: `${n8n.baseUrl}/api/v1`,
	});
	const errorWorkflow = await n8n.publish(example('incoming-forget-on-failure'));
	const trigger = incomingWorkflow({
		authentication: 'none',
		deduplication: true,
		deduplicationParameters: pickedByAddress('id'),
	});
	const fails = {
		name: 'Fail',
		type: 'n8n-nodes-base.stopAndError',
		parameters: { errorMessage: 'The partner is away' },
	};
	const workflow = await n8n.publish({
		...trigger,
		nodes: [...trigger.nodes, fails],
		connections: { Incoming: { main: [[{ node: 'Fail', type: 'main', index: 0 }]] } },
		settings: { errorWorkflow: errorWorkflow.id },
	});
	expect(await post(workflow.url, '{"id":1}')).toMatchObject({ status: 200 });
	const [run] = await n8n.waitForExecutions(errorWorkflow.id, 1);
	const { items } = await n8n.execution(run?.id ?? '');
	expect(items['Forget the hash']).toMatchObject([{ json: { forgotten: true } }]);
	expect(await post(workflow.url, '{"id":1}')).toMatchObject({ status: 200 });
	await n8n.waitForExecutions(errorWorkflow.id, 2);
	await n8n.deactivate(workflow.id);
});

it('posts to Slack when more requests are refused than the limit says', async () => {
	const slack = await startPeer((_request, response) => void response.writeHead(200).end('ok'), {
		plain: true,
	});
	const watched = await n8n.publish(incomingWorkflow({ authentication: 'none' }));
	for (let count = 0; count < 21; count++) {
		expect(await post(watched.url, '{"id":')).toMatchObject({ status: 400 });
	}
	const workflow = await n8n.saveWorkflow(
		changed('incoming-refusals-to-slack', {
			[REQUEST_LOG]: { endpointId: { __rl: true, mode: 'id', value: watched.nodes[0]?.id } },
			[OUTGOING]: { url: `${slack.origin}/services/T/B/X` },
		}),
	);
	await n8n.request('POST', `workflows/${workflow.id}/run`, {
		triggerToStartFrom: { name: 'Every hour' },
	});
	await n8n.waitForExecutions(workflow.id, 1);
	expect(slack.seen.map(({ body }) => JSON.parse(body.toString()) as unknown)).toEqual([
		{
			text: expect.stringMatching(
				/^2\d requests were refused in the last hour\. Most often: 400, the body is not valid JSON/,
			) as string,
		},
	]);
	await slack.close();
	await n8n.deactivate(watched.id);
});
