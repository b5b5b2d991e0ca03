/** What a person starts from the editor in queue mode: n8n hands it to a worker. */
import { INCOMING, OUTGOING } from '../../host/n8n';
import type { PublishedWorkflow, WorkflowNode } from '../../host/api';
import type { QueueMode } from '../../host/queue';
import { startPeer, type Peer } from '../fixtures/https-peer';
import { pickedByAddress, post } from '../fixtures/incoming';

const STARTED_BY_HAND = { name: 'By hand', type: 'n8n-nodes-base.manualTrigger', parameters: {} };

/** A request that is never answered has the path `/wait`, so that its run can be stopped. */
const startReceiver = () =>
	startPeer(
		({ url }, response) => {
			if (url !== '/wait') response.writeHead(202, { 'content-type': 'text/plain' }).end('ok');
		},
		{ plain: true },
	);

/** @param queue the running queue mode, started before the first test */
export function testManualRuns(queue: () => QueueMode): void {
	let peer: Peer;

	beforeAll(async () => {
		peer = await startReceiver();
	});

	afterAll(() => peer.close());

	const request = (name: string, parameters: WorkflowNode['parameters']): WorkflowNode => ({
		name,
		type: OUTGOING,
		parameters: { webhookName: name, method: 'POST', url: `${peer.origin}/orders`, ...parameters },
	});

	const saveBehindClick = async (node: WorkflowNode): Promise<PublishedWorkflow> =>
		await queue().main.saveWorkflow({
			name: node.name,
			nodes: [STARTED_BY_HAND, node],
			connections: { 'By hand': { main: [[{ node: node.name, type: 'main', index: 0 }]] } },
		});

	/** What a click on Execute step does. */
	const executeStep = async ({ id }: PublishedWorkflow, node: string, trigger = 'By hand') =>
		await queue().main.request<{ executionId: string }>('POST', `workflows/${id}/run`, {
			triggerToStartFrom: { name: trigger },
			destinationNode: { nodeName: node, mode: 'inclusive' },
		});

	async function outputOf(workflow: PublishedWorkflow, node: string) {
		const [run] = await queue().main.waitForExecutions(workflow.id, 1);
		expect(run?.status).toBe('success');
		const { items } = await queue().main.execution(run?.id ?? '');
		return items[node]?.map(({ json }) => json);
	}

	/** The worker says which executions it ran. */
	const ranOnWorker = (id: string) =>
		expect(
			queue()
				.workers.map(({ process }) => process.log)
				.join(''),
		).toContain(`execution ${id}`);

	it('retrieves a sample from a test request', async () => {
		const workflow = await queue().main.saveWorkflow({
			name: 'Sample',
			nodes: [
				{
					name: 'Order',
					type: INCOMING,
					parameters: {
						authentication: 'none',
						deduplication: true,
						deduplicationParameters: pickedByAddress('order.id'),
					},
				},
			],
			connections: {},
		});
		await executeStep(workflow, 'Order', 'Order');
		const url = queue().main.endpointOf(workflow, 'webhook-test');
		expect((await post(url, '{"order":{"id":"o-1","total":12}}')).status).toBe(200);
		expect(await outputOf(workflow, 'Order')).toMatchObject([
			{ parameters: { 'order.id': 'o-1', 'order.total': 12 } },
		]);
		const { results } = await queue().main.request<{ results: Array<{ value: string }> }>(
			'POST',
			'dynamic-node-parameters/resource-locator-results',
			{
				path: 'parameters.deduplicationParameters.rows[0].parameter',
				nodeTypeAndVersion: { name: INCOMING, version: 1 },
				methodName: 'searchParameters',
				currentNodeParameters: { authentication: 'none', sampleKey: workflow.nodes[0]?.id },
				workflowId: workflow.id,
			},
		);
		expect(results.map(({ value }) => value)).toEqual(
			expect.arrayContaining(['order.id', 'order.total']),
		);
	});

	it.each([
		['sendRequest', [{ method: 'POST', url: '/orders' }]],
		['sendTestRequest', [{ method: 'POST', url: '/orders' }]],
		['previewRequest', []],
	])('runs one step on a worker: %s', async (action, sent) => {
		peer.seen.splice(0);
		const workflow = await saveBehindClick(request('Step', { action }));
		const { executionId } = await executeStep(workflow, 'Step');
		expect(await outputOf(workflow, 'Step')).toHaveLength(1);
		expect(peer.seen).toMatchObject(sent);
		ranOnWorker(executionId);
	});

	it('stops a run that waits for a response', async () => {
		const workflow = await saveBehindClick(request('Wait', { url: `${peer.origin}/wait` }));
		const { executionId } = await executeStep(workflow, 'Wait');
		while (!peer.seen.some(({ url }) => url === '/wait')) {
			await new Promise((resolve) => peer.events.once('request', resolve));
		}
		const waiting = peer.seen.find(({ url }) => url === '/wait')?.socket;
		const closed = new Promise((resolve) => waiting?.once('close', resolve));
		await queue().main.request('POST', `executions/${executionId}/stop`, {});
		await closed;
		const [run] = await queue().main.waitForExecutions(workflow.id, 1);
		expect(run?.status).toBe('canceled');
	});
}
