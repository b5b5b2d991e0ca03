import { once } from 'node:events';
import { INCOMING, OUTGOING } from '../../host/n8n';
import { sharedN8n } from '../../host/testing';
import { startPeer } from '../fixtures/https-peer';

const workflowWith = (name: string, parameters: Record<string, unknown>) => ({
	name,
	nodes: [
		{ name: 'In', type: INCOMING, parameters: { authentication: 'none' } },
		{
			name: 'Out',
			type: OUTGOING,
			parameters: { webhookName: 'Out', method: 'GET', ...parameters },
		},
	],
	connections: { In: { main: [[{ node: 'Out', type: 'main', index: 0 }]] } },
});

const post = async (url: string, body: unknown = {}) =>
	await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});

describe('the Outgoing Integration in a real n8n', () => {
	it('ends the request in flight when the execution is stopped', async () => {
		const n8n = await sharedN8n();
		const peer = await startPeer(() => undefined, { plain: true });
		const arrived = once(peer.events, 'request');
		const workflow = await n8n.publish(workflowWith('Stopped', { url: peer.origin }));
		await post(workflow.url);
		await arrived;
		const socket = peer.seen[0]?.socket;
		const closed = socket && once(socket, 'close');
		const [execution] = await n8n.executions(workflow.id);
		await n8n.request('POST', `executions/${execution?.id}/stop`);
		await closed;
		expect(socket?.destroyed).toBe(true);
		await n8n.deactivate(workflow.id);
		await peer.close();
	});

	it('refuses a target that its administrator has not opened', async () => {
		const n8n = await sharedN8n();
		const workflow = await n8n.publish(
			workflowWith('Refused', { url: 'https://169.254.169.254/latest/meta-data' }),
		);
		await post(workflow.url);
		const [execution] = await n8n.waitForExecutions(workflow.id, 1);
		const { status, error } = await n8n.execution(execution?.id ?? '');
		expect(status).toBe('error');
		expect(error?.message).toBe(
			'The URL must name a domain; its host is the IP address 169.254.169.254',
		);
		expect(error?.description).toContain('SYNERISE_INTEGRATIONS_ALLOWED_HOSTS');
		await n8n.deactivate(workflow.id);
	});

	it('is offered as a tool for agents', async () => {
		const n8n = await sharedN8n();
		const answer = await fetch(`${n8n.baseUrl}/types/nodes.json`, {
			headers: { cookie: `n8n-auth=${n8n.sessionCookie}` },
		});
		const types = (await answer.json()) as Array<{ name: string; outputs: unknown }>;
		const tool = types.find(({ name }) => name === `${OUTGOING}Tool`);
		expect(tool).toMatchObject({ outputs: ['ai_tool'] });
	});
});
