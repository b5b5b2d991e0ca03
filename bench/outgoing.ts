/**
 * Outgoing Integration beside n8n's HTTP Request node in the same n8n, and beside undici on its own: 1,000 items,
 * a JSON body with two inserts, TLS on loopback.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { createCertificateAuthority } from '../host/certificates';
import { OUTGOING, startN8n, type N8n } from '../host/n8n';
import { amount, compared, type Bench, type BenchRow } from './measure/bench';
import { interleave } from './measure/rounds';
import type { BareJob } from './outgoing-bare';

const ITEMS = 1_000;
const CONCURRENCY = 10;
const ENGINES = ['legacy', 'vm'] as const;

type Items = BareJob['items'];

const itemsOf = (count: number): Items =>
	Array.from({ length: count }, (_, number) => ({
		priority: number % 2 ? 'high' : 'low',
		email: `customer-${number}@example.com`,
	}));

/** Starts a helper of this benchmark in a process of its own; it ends with the channel to it. */
const startHelper = (name: string): ChildProcess =>
	fork(path.join(__dirname, `${name}.ts`), { execArgv: process.execArgv });

function startBare(job: BareJob) {
	const child = startHelper('outgoing-bare');
	return {
		run: async () => {
			const answer = once(child, 'message');
			child.send(job);
			return ((await answer) as [number])[0];
		},
		stop: () => child.disconnect(),
	};
}

/** A workflow that splits the posted items and sends each with the given node. */
const workflowOf = (
	name: string,
	node: { type: string; typeVersion: number; parameters: object },
) => ({
	name,
	nodes: [
		{
			name: 'Webhook',
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2.1,
			parameters: { httpMethod: 'POST', path: name, responseMode: 'lastNode', options: {} },
		},
		{
			name: 'Items',
			type: 'n8n-nodes-base.splitOut',
			typeVersion: 1,
			parameters: { fieldToSplitOut: 'body.items', options: {} },
		},
		{ name: 'Send', ...node, parameters: { ...node.parameters } },
	],
	connections: {
		Webhook: { main: [[{ node: 'Items', type: 'main', index: 0 }]] },
		Items: { main: [[{ node: 'Send', type: 'main', index: 0 }]] },
	},
});

const body = { method: 'POST', sendBody: true, contentType: 'json', specifyBody: 'json' };

const contenders = (url: string) => ({
	ours: workflowOf('ours', {
		type: OUTGOING,
		typeVersion: 1,
		parameters: {
			webhookName: 'Complaint',
			...body,
			url,
			jsonBody: '{"text":"New {{ json.priority }} complaint from {{ json.email }}"}',
			options: { concurrency: CONCURRENCY },
		},
	}),
	httpRequest: workflowOf('http-request', {
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: {
			...body,
			url,
			jsonBody: '={"text":"New {{ $json.priority }} complaint from {{ $json.email }}"}',
			options: {},
		},
	}),
});

/** How long n8n says the sending node took, in milliseconds. */
async function runWorkflow(
	n8n: N8n,
	workflow: { id: string; url: string },
	items: Items,
	run: number,
): Promise<number> {
	const answer = await fetch(workflow.url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ items }),
	});
	if (!answer.ok) throw new Error(`n8n answered ${answer.status}: ${await answer.text()}`);
	// Answered at the end; asking before that would take n8n's time from the node.
	await n8n.process.waitUntil(
		`execution ${run} ended`,
		async () => (await n8n.waitForExecutions(workflow.id, run, 1)).length === run,
	);
	const [latest] = await n8n.executions(workflow.id);
	const detail = await n8n.execution(latest?.id ?? '');
	if (detail.status !== 'success' || detail.items['Send']?.length !== items.length) {
		throw new Error(`${workflow.id} ended with ${detail.status}: ${detail.error?.message}`);
	}
	const { runData } = detail.raw as { runData: Record<string, Array<{ executionTime: number }>> };
	return runData['Send']?.[0]?.executionTime ?? NaN;
}

async function startPeer(certificate: { key: string; cert: string }) {
	const child = startHelper('outgoing-peer');
	child.send(certificate);
	const [{ port }] = (await once(child, 'message')) as [{ port: number }];
	return { url: `https://localhost:${port}/notify`, stop: () => child.disconnect() };
}

export const bench: Bench = async ({ rounds, scale, tarball, smoke }) => {
	const folder = mkdtempSync(path.join(tmpdir(), 'bench-outgoing-'));
	const authority = await createCertificateAuthority();
	const caFile = path.join(folder, 'ca.pem');
	writeFileSync(caFile, authority.cert);
	const peer = await startPeer(await authority.issue('localhost'));
	const items = itemsOf(amount(ITEMS, scale));
	const rows: BenchRow[] = [];
	try {
		for (const engine of smoke ? ENGINES.slice(0, 1) : ENGINES) {
			const n8n = await startN8n({
				tarball,
				engine,
				env: {
					NODE_EXTRA_CA_CERTS: caFile,
					SYNERISE_INTEGRATIONS_ALLOWED_HOSTS: 'localhost',
					N8N_PAYLOAD_SIZE_MAX: '64',
				},
			});
			try {
				const samples = await measure(n8n, { url: peer.url, ca: authority.cert, items, rounds });
				rows.push(...rowsOf(engine, items.length, samples));
			} finally {
				await n8n.stop();
			}
		}
	} finally {
		peer.stop();
		rmSync(folder, { recursive: true, force: true });
	}
	return rows;
};

async function measure(
	n8n: N8n,
	{ url, ca, items, rounds }: { url: string; ca: string; items: Items; rounds: number },
) {
	const { ours, httpRequest } = contenders(url);
	const own = await publish(n8n, ours);
	const stock = await publish(n8n, httpRequest);
	const bare = startBare({ url, ca, concurrency: CONCURRENCY, items });
	const runs = { own: 0, stock: 0 };
	try {
		return await interleave(
			{
				ours: () => runWorkflow(n8n, own, items, ++runs.own),
				httpRequest: () => runWorkflow(n8n, stock, items, ++runs.stock),
				undici: bare.run,
			},
			rounds,
		);
	} finally {
		bare.stop();
	}
}

function rowsOf(
	engine: string,
	count: number,
	{ ours, httpRequest, undici }: Awaited<ReturnType<typeof measure>>,
): BenchRow[] {
	const row = { work: `Send ${count} items over TLS; ${engine} engine`, unit: 'ms' as const, ours };
	return [
		compared({ ...row, beside: 'HTTP Request', goal: 6, peer: httpRequest }),
		// At most twice the time.
		compared({ ...row, beside: 'bare undici', goal: 0.5, peer: undici }),
	];
}

async function publish(n8n: N8n, definition: ReturnType<typeof workflowOf>) {
	const saved = await n8n.saveWorkflow(definition);
	await n8n.activate(saved);
	const webhookId = saved.nodes.find(({ name }) => name === 'Webhook')?.webhookId;
	const url = `${n8n.baseUrl}/webhook/${definition.name}`;
	await n8n.process.waitUntil(`the path of ${webhookId} answers`, async () => {
		const answer = await fetch(url, { method: 'HEAD' });
		await answer.arrayBuffer();
		// Known path, other method: n8n names the method that exists.
		return (await (await fetch(url)).text()).includes('POST request');
	});
	return { id: saved.id, url };
}
