import type { N8nClient } from '../../host/n8n';
import { sharedN8n } from '../../host/testing';
import { incomingWorkflow, JSON_HEADERS, pickedByAddress, post } from '../fixtures/incoming';

jest.setTimeout(120_000);

let n8n: N8nClient;

beforeAll(async () => {
	n8n = await sharedN8n();
});

const BODY = '{ "order": {"id": 9007199254740993} }';

it('replies as its senders insist, and keeps the bytes and the digits of what they sent', async () => {
	const body = '{"received":"{{ event.params[\'order.id\'] }}"}';
	const workflow = await n8n.publish(
		incomingWorkflow({
			authentication: 'none',
			deduplication: true,
			deduplicationParameters: pickedByAddress('order.id'),
			settings: {
				acceptJsonSuffixes: true,
				largeNumbersAsText: true,
				rawBody: 'data',
				response: { reply: { status: 202, contentType: 'application/json', body } },
			},
		}),
	);
	const sent = await post(workflow.url, BODY, { 'content-type': 'application/cloudevents+json' });
	expect(sent).toMatchObject({ status: 202, body: '{"received":"9007199254740993"}' });
	expect(sent.headers.get('content-type')).toBe('application/json');
	expect(await post(workflow.url, BODY)).toMatchObject({ status: 204, body: '' });
	const rounded = BODY.replace('993', '992');
	expect(await post(workflow.url, rounded)).toMatchObject({ status: 202 });
	expect(await post(workflow.url, '{', JSON_HEADERS)).toMatchObject({ status: 400 });

	const [, first] = await n8n.waitForExecutions(workflow.id, 2);
	const { items } = await n8n.execution(first?.id ?? '');
	const [item] = items['Incoming'] ?? [];
	expect(item?.json).toMatchObject({ parameters: { 'order.id': '9007199254740993' } });
	const { data } = item?.binary as { data: { id: string; mimeType: string } };
	expect(data.mimeType).toBe('application/cloudevents+json');
	const file = await fetch(
		`${n8n.baseUrl}/rest/binary-data?action=download&id=${encodeURIComponent(data.id)}`,
		{ headers: { cookie: `n8n-auth=${n8n.sessionCookie}` } },
	);
	expect(await file.text()).toBe(BODY);
});
