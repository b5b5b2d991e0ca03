import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { WorkflowDefinition } from '../../host/api';
import { example, type N8nClient } from '../../host/n8n';
import { root } from '../../host/setup';
import { sharedN8n } from '../../host/testing';
import { startPeer } from '../fixtures/https-peer';

jest.setTimeout(180_000);

const complaint = readFileSync(path.join(root, 'demo/complaint.json'), 'utf8');

/** For each example a request that starts it, and the requests that it then sends: path, type, body. */
const EXAMPLES: Record<string, { request: string; sent: Array<[string, string, string]> }> = {
	'complaint-to-partner': {
		request: complaint,
		sent: [
			[
				'/messages',
				'application/json',
				'{"text": "New high complaint from jane.smith@example.com"}',
			],
		],
	},
	'complaint-triage': {
		request: complaint,
		sent: [
			[
				'/tickets',
				'application/json',
				'{\n  "title": "Product defect",\n  "text": "The wireless headphones stopped working after two days of use.",\n  "order": "o987654321"\n}',
			],
			[
				'/messages',
				'application/x-www-form-urlencoded',
				'to=jane.smith%40example.com&text=Dear+Jane%2C+we+are+on+it.',
			],
		],
	},
	'outgoing-slack-form': {
		request: '{"form":{"name":"Contact","email":"ada@example.com","message":"Hello"}}',
		sent: [
			[
				'/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX',
				'application/json',
				'{\n  "text": "New form *Contact* from ada@example.com: Hello"\n}',
			],
		],
	},
};

let n8n: N8nClient;
let partner: Awaited<ReturnType<typeof startPeer>>;

beforeAll(async () => {
	n8n = await sharedN8n();
});

beforeEach(async () => {
	const accept: Parameters<typeof startPeer>[0] = (_request, response) => {
		response.writeHead(200, { 'content-type': 'application/json' }).end('{"accepted":true}');
	};
	partner = await startPeer(accept, { plain: true });
});

afterEach(() => partner.close());

/** The example as n8n imports it: with an endpoint of its own, and here with the partner in place of the hosts. */
function importable(name: string): WorkflowDefinition {
	const text = JSON.stringify(example(name)).replace(/https:\/\/[^/"]+/g, partner.origin);
	const workflow = JSON.parse(text) as WorkflowDefinition;
	return { ...workflow, nodes: workflow.nodes.map((node) => ({ ...node, webhookId: undefined })) };
}

const send = (url: string, body: string) =>
	fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });

it('finds every example named in a test of this folder', () => {
	const tests = globSync('test/n8n/*.test.ts', { cwd: root })
		.map((file) => readFileSync(path.join(root, file), 'utf8'))
		.join('\n');
	const names = globSync('examples/*.json', { cwd: root }).map((file) =>
		path.basename(file, '.json'),
	);
	expect(names.filter((name) => !tests.includes(`'${name}'`))).toEqual([]);
});

it.each(Object.entries(EXAMPLES))(
	'examples/%s.json is imported, published and run',
	async (name, { request, sent }) => {
		const workflow = await n8n.publish(importable(name));
		const answer = await send(workflow.url, request);
		expect([answer.status, await answer.text()]).toEqual([200, 'OK']);
		const [execution] = await n8n.waitForExecutions(workflow.id, 1);
		expect(execution?.status).toBe('success');
		const seen = partner.seen.map(({ url, headers, body }) => [
			url,
			headers['content-type']?.split(';', 1)[0],
			body.toString(),
		]);
		expect(seen).toEqual(sent);
		await n8n.deactivate(workflow.id);
	},
);

it('examples/complaint-triage.json starts once for a complaint, and for urgent ones only', async () => {
	const workflow = await n8n.publish(importable('complaint-triage'));
	const other = complaint.replace('"high"', '"low"').replace('cmp-20240610-001', 'cmp-2');
	const statuses: number[] = [];
	for (const body of [complaint, complaint, other]) {
		const answer = await send(workflow.url, body.replaceAll('20240610', 'once'));
		statuses.push(answer.status);
	}
	expect(statuses).toEqual([200, 204, 200]);
	expect(await n8n.waitForExecutions(workflow.id, 1)).toHaveLength(1);
	await n8n.deactivate(workflow.id);
});

it('examples/outgoing-dead-letter.json stores what the partner does not take, and sends it again', async () => {
	await partner.close();
	partner = await startPeer(
		({ url }, response) => void response.writeHead(url === '/orders' ? 503 : 200).end(),
		{ plain: true },
	);
	const workflow = await n8n.publish(importable('outgoing-dead-letter'));
	await send(workflow.url, '{"order":{"id":"o-7","total":12.5}}');
	const [execution] = await n8n.waitForExecutions(workflow.id, 1);
	expect(execution?.status).toBe('success');
	const body = '{"id": "o-7", "total": 12.5}';
	const requests = partner.seen.filter(({ url }) => url !== '/letters');
	expect(requests.map(({ url, body: sent }) => [url, sent.toString()])).toEqual([
		['/orders', body],
		['/orders', body],
		['/orders', body],
		['/standby/orders', body],
	]);
	for (const { headers } of requests) {
		expect(headers).toMatchObject({
			'content-type': 'application/json',
			'idempotency-key': 'order-o-7',
		});
	}
	const letter = partner.seen.find(({ url }) => url === '/letters')?.body.toString() ?? '';
	expect(JSON.parse(letter)).toMatchObject({
		error: expect.stringContaining('returned status 503'),
		request: { method: 'POST', url: `${partner.origin}/orders`, body },
		attempts: [{ result: 'status 503' }, { attempt: 2 }, { attempt: 3 }],
	});
	await n8n.deactivate(workflow.id);
});
