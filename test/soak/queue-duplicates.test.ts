import { randomUUID } from 'node:crypto';

import { startQueue, type QueueMode } from '../../host/queue';
import { publishOrders, sendCopies, urlAt } from '../queue/orders';

const ORDERS = 1_000;
const COPIES = 4;

jest.setTimeout(1_800_000);

let queue: QueueMode;

beforeAll(async () => {
	queue = await startQueue({ engine: 'legacy' });
});

afterAll(() => queue?.stop());

const publishAndSend = async (settings: Record<string, unknown>) => {
	const workflow = await publishOrders(queue, 'Orders', { settings });
	const urls = queue.processors.map((processor) => urlAt(processor, workflow));
	const orders = Array.from({ length: ORDERS }, () => randomUUID());
	const answers = await sendCopies(urls, orders, { copies: COPIES, atOnce: 40 });
	for (const statuses of answers.values()) expect(statuses.sort()).toEqual([200, 204, 204, 204]);
	return { workflow, orders };
};

it(`runs once for each of ${ORDERS} orders that come ${COPIES} times to two processors at once`, async () => {
	const { workflow } = await publishAndSend({});
	const executions = await queue.main.waitForExecutions(workflow.id, ORDERS, 900);
	expect(executions).toHaveLength(ORDERS);
	expect(executions.every(({ status }) => status === 'success')).toBe(true);
});

it('gives each of them one item when they share executions', async () => {
	const { workflow, orders } = await publishAndSend({ requestsPerExecution: 100 });
	const executions = await queue.main.waitForExecutions(workflow.id, 1, 900);
	expect(executions.every(({ status }) => status === 'success')).toBe(true);
	const items: unknown[] = [];
	for (const { id } of executions) {
		const { Order = [] } = (await queue.main.execution(id)).items;
		items.push(...Order.map(({ json }) => (json['body'] as { id: string }).id));
	}
	console.log(`${items.length} orders in ${executions.length} executions`);
	expect(items.sort()).toEqual(orders.sort());
});
