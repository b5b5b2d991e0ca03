import type { WorkflowDefinition } from '../../host/api';
import { example } from '../../host/n8n';
import { sharedN8n } from '../../host/testing';
import { startPeer } from '../fixtures/https-peer';

/** Slack's incoming webhook, as its documentation has it: JSON with a text in, the plain text `ok` out. */
const slack = async () =>
	await startPeer(
		({ method, headers, body }, response) => {
			const isMessage = method === 'POST' && headers['content-type'] === 'application/json';
			const { text } = isMessage ? (JSON.parse(body.toString()) as { text?: unknown }) : {};
			response
				.writeHead(typeof text === 'string' ? 200 : 400, { 'content-type': 'text/html' })
				.end(typeof text === 'string' ? 'ok' : 'invalid_payload');
		},
		{ plain: true },
	);

/** The example with its webhook at the stand-in. */
function exampleAt(origin: string): WorkflowDefinition {
	const text = JSON.stringify(example('outgoing-slack-form'));
	return JSON.parse(text.replace('https://hooks.slack.com', origin)) as WorkflowDefinition;
}

it('tells a Slack channel about a form that was sent', async () => {
	const channel = await slack();
	const n8n = await sharedN8n();
	const workflow = await n8n.publish(exampleAt(channel.origin));
	const form = { name: 'Contact', email: 'ada@example.com', message: 'Hello "there"\nAda' };
	const answer = await fetch(workflow.url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ action: 'form.submit', form }),
	});
	expect(answer.status).toBe(200);
	const [execution] = await n8n.waitForExecutions(workflow.id, 1);
	expect(channel.seen.map(({ body }) => JSON.parse(body.toString()) as unknown)).toEqual([
		{ text: 'New form *Contact* from ada@example.com: Hello "there"\nAda' },
	]);
	const { items, status, error } = await n8n.execution(execution?.id ?? '');
	expect({ status, error }).toEqual({ status: 'success', error: undefined });
	expect(items['Post to Slack']?.[0]?.json).toMatchObject({
		event: {
			action: 'slack.notified',
			params: {
				name: 'Slack notification',
				status: 200,
				diagramId: workflow.id,
				diagramName: 'Form to Slack channel',
				blockName: 'Post to Slack',
				body: 'ok',
				form: 'Contact',
			},
		},
		response: { statusCode: 200, body: 'ok' },
	});
	await n8n.deactivate(workflow.id);
	await channel.close();
});
