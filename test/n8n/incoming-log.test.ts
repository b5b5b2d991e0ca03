import type { PublishedWorkflow } from '../../host/api';
import { INCOMING, REQUEST_LOG, type N8nClient, type Published } from '../../host/n8n';
import { sharedN8n } from '../../host/testing';
import { incomingWorkflow, post } from '../fixtures/incoming';
import { inviteUser } from '../fixtures/second-user';

jest.setTimeout(120_000);

let owner: N8nClient;
let member: N8nClient;
let endpoint: Published;
const hashOf = { deduplicationHash: 'delivery-1' };

/** A workflow of this user that asks about the endpoint whenever it is called. */
const asking = (user: N8nClient, parameters: Record<string, unknown>) => {
	const workflow = incomingWorkflow({ authentication: 'none' });
	const endpointId = endpoint.nodes[0]!.id;
	return user.publish({
		...workflow,
		nodes: [
			...workflow.nodes,
			{ name: 'Ask', type: REQUEST_LOG, parameters: { endpointId, ...parameters } },
		],
		connections: { Incoming: { main: [[{ node: 'Ask', type: 'main', index: 0 }]] } },
	});
};

async function ask(user: N8nClient, parameters: Record<string, unknown>) {
	const { id, url } = await asking(user, parameters);
	expect(await post(url, '{}')).toMatchObject({ status: 200 });
	const [execution] = await user.waitForExecutions(id, 1);
	const { error, items } = await user.execution(execution!.id);
	return { error: error?.message, items: (items['Ask'] ?? []).map(({ json }) => json) };
}

/** What the list in the form of the trigger shows. */
const listed = (user: N8nClient, place: object, { nodes }: PublishedWorkflow = endpoint) =>
	user
		.request<Array<{ name: string }>>('POST', 'dynamic-node-parameters/options', {
			path: 'parameters.recentRequests',
			nodeTypeAndVersion: { name: INCOMING, version: 1 },
			methodName: 'getRecentRequests',
			currentNodeParameters: { authentication: 'none', sampleKey: nodes[0]!.id },
			...place,
		})
		.then((options) => options.map(({ name }) => name));

beforeAll(async () => {
	owner = await sharedN8n();
	member = await inviteUser(owner);
	endpoint = await owner.publish(
		incomingWorkflow({
			authentication: 'none',
			deduplication: true,
			deduplicationParameters: {
				rows: [
					{ parameter: { __rl: true, mode: 'address', value: 'header:x-deduplication-hash' } },
				],
			},
		}),
	);
	const headers = { 'content-type': 'application/json', 'x-deduplication-hash': 'delivery-1' };
	expect(await post(endpoint.url, '{"id":1}', headers)).toMatchObject({ status: 200 });
	expect(await post(endpoint.url, '{"id":1}', headers)).toMatchObject({ status: 204 });
	expect(await post(endpoint.url, '{"id":', headers)).toMatchObject({ status: 400 });
});

it('shows the project of an endpoint what became of its requests', async () => {
	const { items } = await ask(owner, { resource: 'request', operation: 'getMany' });
	expect(items).toMatchObject([
		{ outcome: 'refused', status: 400 },
		{ outcome: 'duplicate', status: 204 },
		{ outcome: 'accepted', status: 200, cause: '' },
		// The request that waited for the endpoint to answer.
		{ outcome: 'refused', status: 415 },
	]);
	const [execution] = await owner.executions(endpoint.id);
	expect(items.map(({ executionId }) => executionId)).toEqual(['', '', execution?.id, '']);
	expect(JSON.stringify(items)).not.toContain('delivery-1');
	const [summary, newest] = await listed(owner, { workflowId: endpoint.id });
	expect(summary).toMatch(/^\d+ requests, newest first$/);
	expect(newest).toMatch(/^\d\d:\d\d:\d\d {2}400 {2}the body is not valid JSON/);
});

it.each([
	{ resource: 'request', operation: 'getMany' },
	{ resource: 'request', operation: 'getStatistics' },
	{ resource: 'duplicate', operation: 'lookUp', ...hashOf },
	{ resource: 'duplicate', operation: 'forget', ...hashOf },
	{ resource: 'duplicate', operation: 'forgetAll', confirm: true },
	{ resource: 'endpoint', operation: 'describe' },
])('tells the project of another user nothing: %j', async (parameters) => {
	const { error, items } = await ask(member, parameters);
	expect(error).toBe(
		`Endpoint: this project has no data of an endpoint "${endpoint.nodes[0]!.id}"`,
	);
	expect(items).toEqual([]);
});

it('shows the form of another user nothing, whatever project and workflow it names', async () => {
	const projects = await owner.request<{ id: string }>('GET', 'projects/personal');
	const unknown = ['n8n does not tell whose requests these are: save the workflow first'];
	expect(await listed(member, { workflowId: endpoint.id })).toEqual(unknown);
	expect(await listed(member, { projectId: projects.id })).toEqual(unknown);
	expect(await listed(member, {})).toEqual(unknown);
	const own = await member.saveWorkflow(incomingWorkflow({ authentication: 'none' }));
	expect(await listed(member, { workflowId: own.id })).toEqual(['No requests yet']);
});

it('forgets a hash for its own project, so that the repeat starts the workflow', async () => {
	const lookUp = { resource: 'duplicate', operation: 'lookUp', ...hashOf };
	expect((await ask(owner, lookUp)).items).toMatchObject([{ found: true }]);
	const forget = { resource: 'duplicate', operation: 'forget', ...hashOf };
	expect((await ask(owner, forget)).items).toMatchObject([{ forgotten: true }]);
	const headers = { 'content-type': 'application/json', 'x-deduplication-hash': 'delivery-1' };
	expect(await post(endpoint.url, '{"id":1}', headers)).toMatchObject({ status: 200 });
	await owner.waitForExecutions(endpoint.id, 2);
});
