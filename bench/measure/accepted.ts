/** Accepted requests, counted once what they started has come to its end. */
import type { N8n } from '../../host/n8n';
import { load, type LoadRequest } from './load';

export interface Target {
	/** Of the workflow. */
	id: string;
	url: string;
}

/** Requests a second that come to their end: answered, and their executions ended. */
export async function accepted(
	n8n: N8n,
	{ id, url }: Target,
	next: () => LoadRequest,
	{ connections, milliseconds }: { connections: number; milliseconds: number },
): Promise<number> {
	const began = performance.now();
	const answered = await load(url, { connections, milliseconds, status: 200, next });
	await n8n.process.waitUntil('all executions ended', async () => !(await isRunning(n8n, id)));
	return (answered * 1000) / (performance.now() - began);
}

async function isRunning(n8n: N8n, workflowId: string): Promise<boolean> {
	const filter = JSON.stringify({ workflowId, status: ['new', 'running'] });
	const { results } = await n8n.request<{ results: unknown[] }>(
		'GET',
		`executions?limit=1&filter=${encodeURIComponent(filter)}`,
	);
	return results.length > 0;
}
