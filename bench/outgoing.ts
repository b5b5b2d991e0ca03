/**
 * Outgoing Integration beside n8n's HTTP Request node in the same n8n, and beside undici on its own: 1,000 items,
 * a JSON body with two inserts, TLS on loopback. Rounds are interleaved; the median counts.
 *
 *     npm run bench outgoing
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Agent, request } from 'undici';

import { createCertificateAuthority } from '../host/certificates';
import { OUTGOING, startN8n, type N8n } from '../host/n8n';
import { packPackage } from '../host/tarball';

const ITEMS = 1_000;
const CONCURRENCY = 10;
const ENGINES = ['vm', 'legacy'] as const;

/** Milliseconds, and `ratio` = how many times as long the slower one takes. */
export interface BenchRow {
	work: string;
	ours: number;
	peer: number;
	ratio: number;
}

const items = Array.from({ length: ITEMS }, (_, number) => ({
	priority: number % 2 ? 'high' : 'low',
	email: `customer-${number}@example.com`,
}));

const median = (values: number[]): number =>
	[...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

const rounded = (value: number) => Math.round(value * 100) / 100;

async function bareUndici(url: string, ca: string): Promise<number> {
	const dispatcher = new Agent({ connect: { ca }, connections: CONCURRENCY });
	const began = performance.now();
	let next = 0;
	const worker = async () => {
		for (let item = items[next++]; item; item = items[next++]) {
			const { body } = await request(url, {
				method: 'POST',
				dispatcher,
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ text: `New ${item.priority} complaint from ${item.email}` }),
			});
			await body.json();
		}
	};
	await Promise.all(Array.from({ length: CONCURRENCY }, worker));
	const took = performance.now() - began;
	await dispatcher.close();
	return took;
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
			parameters: { httpMethod: 'POST', path: name, responseMode: 'onReceived', options: {} },
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
async function runWorkflow(n8n: N8n, workflow: { id: string; url: string }, run: number) {
	const answer = await fetch(workflow.url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ items }),
	});
	if (!answer.ok) throw new Error(`n8n answered ${answer.status}: ${await answer.text()}`);
	// A busy n8n answers 503 for a moment; that is no end of the execution.
	await n8n.process.waitUntil(
		`execution ${run} ended`,
		async () => (await n8n.waitForExecutions(workflow.id, run, 1)).length === run,
	);
	const [latest] = await n8n.executions(workflow.id);
	const detail = await n8n.execution(latest?.id ?? '');
	if (detail.status !== 'success' || detail.items['Send']?.length !== ITEMS) {
		throw new Error(`${workflow.id} ended with ${detail.status}: ${detail.error?.message}`);
	}
	const { runData } = detail.raw as { runData: Record<string, Array<{ executionTime: number }>> };
	return runData['Send']?.[0]?.executionTime ?? NaN;
}

async function startPeer(certificate: { key: string; cert: string }) {
	const child: ChildProcess = fork(path.join(__dirname, 'outgoing-peer.ts'), {
		execArgv: ['--import', 'tsx'],
	});
	child.send(certificate);
	const [{ port }] = (await once(child, 'message')) as [{ port: number }];
	return { url: `https://localhost:${port}/notify`, stop: () => child.disconnect() };
}

/** @param rounds how often each contender runs under each expression engine, after one round to warm up */
export async function bench(rounds = 5): Promise<BenchRow[]> {
	const folder = mkdtempSync(path.join(tmpdir(), 'bench-outgoing-'));
	const authority = await createCertificateAuthority();
	const caFile = path.join(folder, 'ca.pem');
	writeFileSync(caFile, authority.cert);
	const peer = await startPeer(await authority.issue('localhost'));
	const tarball = await packPackage();
	const rows: BenchRow[] = [];
	try {
		for (const engine of ENGINES) {
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
				rows.push(...(await compare(n8n, engine, peer.url, authority.cert, rounds)));
			} finally {
				await n8n.stop();
			}
		}
	} finally {
		peer.stop();
		rmSync(folder, { recursive: true, force: true });
	}
	return rows;
}

async function compare(n8n: N8n, engine: string, url: string, ca: string, rounds: number) {
	const { ours, httpRequest } = contenders(url);
	const published = {
		ours: await publish(n8n, ours),
		httpRequest: await publish(n8n, httpRequest),
	};
	const times = { ours: [] as number[], httpRequest: [] as number[], undici: [] as number[] };
	for (let round = 0; round <= rounds; round++) {
		const took = {
			ours: await runWorkflow(n8n, published.ours, round + 1),
			httpRequest: await runWorkflow(n8n, published.httpRequest, round + 1),
			undici: await bareUndici(url, ca),
		};
		console.error(engine, round, took);
		// The first round opens connections and compiles; it is not counted for anyone.
		if (round === 0) continue;
		times.ours.push(took.ours);
		times.httpRequest.push(took.httpRequest);
		times.undici.push(took.undici);
	}
	const own = median(times.ours);
	const peers = { 'HTTP Request': median(times.httpRequest), 'bare undici': median(times.undici) };
	return Object.entries(peers).map(([name, peer]): BenchRow => ({
		work: `${ITEMS} items over TLS, ${engine} engine, beside ${name}`,
		ours: rounded(own),
		peer: rounded(peer),
		ratio: rounded(Math.max(own, peer) / Math.min(own, peer)),
	}));
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

if (require.main === module) {
	void bench(Number(process.argv[2] ?? 5)).then(console.table);
}
