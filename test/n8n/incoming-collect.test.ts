import type { ExecutionDetail } from '../../host/api';
import type { N8nClient, Published } from '../../host/n8n';
import { sharedN8n } from '../../host/testing';
import { incomingWorkflow, pickedByAddress, post, tally } from '../fixtures/incoming';

jest.setTimeout(120_000);

let n8n: N8nClient;

beforeAll(async () => {
	n8n = await sharedN8n();
});

/** An endpoint whose groups are complete when they are full: no test waits for a clock. */
const publish = (
	requestsPerExecution: number,
	{ settings = {}, ...parameters }: Record<string, unknown> & { settings?: object } = {},
): Promise<Published> =>
	n8n.publish(
		incomingWorkflow({
			authentication: 'none',
			deduplication: true,
			deduplicationParameters: pickedByAddress('id'),
			...parameters,
			settings: { requestsPerExecution, collectFor: 5_000, ...settings },
		}),
	);

const send = (url: string, ids: number[]) =>
	Promise.all(ids.map((id) => post(url, JSON.stringify({ id }))));

async function executionsOf({ id }: Published, count: number): Promise<ExecutionDetail[]> {
	const executions = await n8n.waitForExecutions(id, count);
	return await Promise.all(executions.map(async (execution) => await n8n.execution(execution.id)));
}

const idsOf = ({ items }: ExecutionDetail) =>
	(items['Incoming'] ?? []).map(({ json }) => (json['body'] as { id: number }).id);

interface Integration {
	requestId: string;
	receivedAt: string;
}

it('makes many requests items of one execution, each with its own reply', async () => {
	const body = '{"got":{{ event.params.id }}}';
	const workflow = await publish(5, {
		settings: {
			rawBody: 'data',
			response: { reply: { status: 202, contentType: 'application/json', body } },
		},
	});
	const answers = await send(workflow.url, [1, 2, 3, 4, 5]);
	expect(answers.map((answer) => `${answer.status} ${answer.body}`)).toEqual(
		[1, 2, 3, 4, 5].map((id) => `202 {"got":${id}}`),
	);
	expect(await send(workflow.url, [3, 5])).toMatchObject([{ status: 204 }, { status: 204 }]);

	const [execution, ...others] = await executionsOf(workflow, 1);
	expect(others).toEqual([]);
	const items = execution?.items['Incoming'] ?? [];
	expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
		[0, 1, 2, 3, 4].map((item) => ({ item })),
	);
	expect(new Set(idsOf(execution as ExecutionDetail))).toEqual(new Set([1, 2, 3, 4, 5]));
	const told = items.map(({ json }) => json['integration'] as Integration);
	expect(new Set(told.map(({ requestId }) => requestId)).size).toBe(5);
	const arrivals = told.map(({ receivedAt }) => receivedAt);
	expect(arrivals).toEqual([...arrivals].sort());
	expect(items.every(({ binary }) => binary !== undefined)).toBe(true);
});

it('replies as without groups, to the one that leads and to those that follow', async () => {
	const workflow = await publish(2);
	const answers = await send(workflow.url, [1, 2]);
	for (const { status, body, headers } of answers) {
		expect([status, body]).toEqual([200, 'OK']);
		expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
	}
});

it('runs one of 50 identical requests at once, and repeats none', async () => {
	const workflow = await publish(100, { settings: { collectFor: 0 } });
	const same = await send(workflow.url, Array<number>(50).fill(7));
	expect(tally(same)).toEqual({ 200: 1, 204: 49 });
	expect((await executionsOf(workflow, 1)).flatMap(idsOf)).toEqual([7]);
});

it('runs 200 different requests at once, each once, in fewer executions', async () => {
	const workflow = await publish(100, { settings: { collectFor: 0 } });
	const ids = Array.from({ length: 200 }, (_, id) => id);
	expect(tally(await send(workflow.url, ids))).toEqual({ 200: 200 });
	const executions = await executionsOf(workflow, 1);
	expect(executions.length).toBeLessThan(100);
	expect(executions.flatMap(idsOf).sort((one, other) => one - other)).toEqual(ids);
});

it('lets another lead when the first sender hangs up while it waits', async () => {
	const workflow = await publish(4);
	const hangUp = new AbortController();
	const first = fetch(workflow.url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: '{"id":1}',
		signal: hangUp.signal,
	});
	const others = send(workflow.url, [2, 3]);
	hangUp.abort();
	await expect(first).rejects.toThrow();
	// Whether the first had joined or not, its repeat gets in and the others get theirs.
	const repeated = send(workflow.url, [1, 4]);
	expect(tally([...(await others), ...(await repeated)])).toEqual({ 200: 4 });
	const all = (await executionsOf(workflow, 1)).flatMap(idsOf).sort();
	expect(all).toEqual([1, 2, 3, 4]);
});

it('keeps endpoints apart', async () => {
	const [one, other] = [await publish(2), await publish(2)];
	const sent = [send(one.url, [1]), send(other.url, [1])];
	await Promise.all([send(one.url, [2]), send(other.url, [2])]);
	expect(tally((await Promise.all(sent)).flat())).toEqual({ 200: 2 });
	for (const workflow of [one, other]) {
		const [execution, ...rest] = await executionsOf(workflow, 1);
		expect(rest).toEqual([]);
		expect(idsOf(execution as ExecutionDetail).sort()).toEqual([1, 2]);
	}
});

it.each([
	[
		{ requestsPerExecution: 0 },
		'Requests per Execution: "0" must be a whole number from 1 to 1000',
	],
	[{ requestsPerExecution: 1001 }, 'Requests per Execution: "1001"'],
	[{ requestsPerExecution: 2.5 }, 'Requests per Execution: "2.5"'],
	[{ collectFor: -1 }, 'Wait for More: "-1" must be a whole number from 0 to 5000'],
	[{ collectFor: 5001 }, 'Wait for More: "5001"'],
])('is not published with %j', async (settings, message) => {
	const error = await publish(2, { settings }).then(String, (thrown: Error) => thrown.message);
	expect(error.replaceAll('\\"', '"')).toContain(message);
});
