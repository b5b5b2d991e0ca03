/** The traffic of the queue-mode tests: orders, which a sender may send more than once. */
import { INCOMING, type Published } from '../../host/n8n';
import type { QueueMember, QueueMode } from '../../host/queue';
import { pickedByAddress } from '../fixtures/incoming';

export interface OrdersOptions {
	settings?: Record<string, unknown>;
	/** How long a run takes, seconds. */
	runSeconds?: number;
	deduplication?: boolean;
}

/** Publishes a workflow that must run once for each order id, and waits until both processors know its path. */
export async function publishOrders(
	queue: QueueMode,
	name: string,
	{ settings = {}, runSeconds = 0, deduplication = true }: OrdersOptions = {},
): Promise<Published> {
	const trigger = {
		name: 'Order',
		type: INCOMING,
		parameters: {
			authentication: 'none',
			deduplication,
			deduplicationParameters: pickedByAddress('id'),
			settings,
			options: { binaryData: true },
		},
	};
	const pause = {
		name: 'Work',
		type: 'n8n-nodes-base.wait',
		typeVersion: 1.1,
		parameters: { amount: runSeconds, unit: 'seconds' },
	};
	const published = await queue.main.publish({
		name,
		nodes: [trigger, pause],
		connections: runSeconds
			? { Order: { main: [[{ node: 'Work', type: 'main', index: 0 }]] } }
			: {},
	});
	for (const processor of queue.processors) {
		await queue.main.waitForEndpoint(urlAt(processor, published));
	}
	return published;
}

/** The endpoint as one processor serves it, past the balancer. */
export const urlAt = ({ port }: Pick<QueueMember, 'port'>, { url }: Published): string =>
	`http://127.0.0.1:${port}${new URL(url).pathname}`;

export interface Answer {
	status: number;
	retryAfter: number | undefined;
	text: string;
}

/** @throws when the connection is cut */
export async function sendOrder(url: string, id: string): Promise<Answer> {
	const response = await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ id }),
	});
	const retryAfter = response.headers.get('retry-after');
	return {
		status: response.status,
		retryAfter: retryAfter === null ? undefined : Number(retryAfter),
		text: await response.text(),
	};
}

/**
 * Sends every order `copies` times to all addresses at once, so many requests at a time.
 * @returns the last status of each copy, by order; one that got 503, as behind a slow original, was repeated
 */
export async function sendCopies(
	urls: string[],
	orders: string[],
	{ copies, atOnce }: { copies: number; atOnce: number },
): Promise<Map<string, number[]>> {
	const statuses = new Map(orders.map((order) => [order, [] as number[]]));
	const jobs = orders.flatMap((order) =>
		Array.from({ length: copies }, (_, copy) => ({ order, url: urls[copy % urls.length] ?? '' })),
	);
	let next = 0;
	const sender = async () => {
		for (let job = jobs[next++]; job; job = jobs[next++]) {
			const { status } = await sendUntilAnswered(job.url, job.order);
			statuses.get(job.order)?.push(status);
		}
	};
	await Promise.all(Array.from({ length: atOnce }, sender));
	return statuses;
}

/** Repeats a request, as a sender should after 503, until the answer is another one. */
export async function sendUntilAnswered(url: string, id: string): Promise<Answer> {
	for (;;) {
		const answer = await sendOrder(url, id).catch(() => undefined);
		if (answer && answer.status !== 503) return answer;
		await new Promise((resolve) => setTimeout(resolve, 200));
	}
}
