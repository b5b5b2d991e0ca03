/**
 * How many requests a second one n8n process answers under each of n8n's expression engines: refused (400),
 * repeated (204) and accepted (200), on SQLite, ten senders at a time. The engines take turns; medians of the rounds.
 *
 *     node host/run.js --host bench/expression-engine.ts
 */
import { randomUUID } from 'node:crypto';

import { INCOMING, startN8n, type N8n } from '../host/n8n';
import { packPackage } from '../host/tarball';
import { interleave, median } from './measure/rounds';
import { pickedByAddress } from '../test/fixtures/incoming';

const SENDERS = 10;
const SECONDS = 3;
const ROUNDS = 3;

const ENGINES: Record<string, Record<string, string>> = {
	'`vm` (default)': { N8N_EXPRESSION_ENGINE: 'vm' },
	'`vm` + `N8N_EXPRESSION_ENGINE_COMPILE_CACHE=true`': {
		N8N_EXPRESSION_ENGINE: 'vm',
		N8N_EXPRESSION_ENGINE_COMPILE_CACHE: 'true',
	},
	'`vm` + `N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE=true`': {
		N8N_EXPRESSION_ENGINE: 'vm',
		N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
	},
	'`legacy`': { N8N_EXPRESSION_ENGINE: 'legacy' },
};

/** The body of each request, and the status that it must get. */
const KINDS: Array<{ name: string; status: number; body: () => string }> = [
	{ name: 'refused', status: 400, body: () => '{' },
	{ name: 'repeated', status: 204, body: () => '{"id":"known"}' },
	{ name: 'accepted', status: 200, body: () => JSON.stringify({ id: randomUUID() }) },
];

const orders = {
	name: 'Orders',
	nodes: [
		{
			name: 'Order',
			type: INCOMING,
			parameters: {
				authentication: 'none',
				deduplication: true,
				deduplicationParameters: pickedByAddress('id'),
				options: { binaryData: true },
			},
		},
	],
};

async function send(url: string, body: string): Promise<number> {
	const headers = { 'content-type': 'application/json' };
	const response = await fetch(url, { method: 'POST', headers, body });
	await response.arrayBuffer();
	return response.status;
}

async function perSecond(url: string, { status, body }: (typeof KINDS)[number]): Promise<number> {
	let answers = 0;
	const began = performance.now();
	const sender = async () => {
		while (performance.now() - began < SECONDS * 1_000) {
			const got = await send(url, body());
			if (got !== status) throw new Error(`${got} in place of ${status}`);
			answers++;
		}
	};
	await Promise.all(Array.from({ length: SENDERS }, sender));
	return answers / ((performance.now() - began) / 1_000);
}

interface Endpoint {
	n8n: N8n;
	url: string;
}

async function start(tarball: string, env: Record<string, string>): Promise<Endpoint> {
	const n8n = await startN8n({ tarball, env });
	const { url } = await n8n.publish(orders);
	await send(url, '{"id":"known"}');
	return { n8n, url };
}

async function main(): Promise<void> {
	const tarball = await packPackage();
	const endpoints: Record<string, Endpoint> = {};
	try {
		for (const [engine, env] of Object.entries(ENGINES)) {
			endpoints[engine] = await start(tarball, env);
		}
		console.log(
			`| engine | ${KINDS.map(({ name, status }) => `${name} (${status})`).join(' | ')} |`,
		);
		console.log(`|---|${KINDS.map(() => '---|').join('')}`);
		const rates: Record<string, string[]> = {};
		for (const kind of KINDS) {
			const contenders = Object.entries(endpoints).map(
				([engine, { url }]) => [engine, () => perSecond(url, kind)] as const,
			);
			const samples = await interleave(Object.fromEntries(contenders), ROUNDS);
			for (const engine of Object.keys(endpoints)) {
				(rates[engine] ??= []).push(`${median(samples[engine] ?? []).toFixed(0)}/s`);
			}
		}
		for (const engine of Object.keys(endpoints)) {
			console.log(`| ${engine} | ${rates[engine]?.join(' | ')} |`);
		}
	} finally {
		for (const { n8n } of Object.values(endpoints)) await n8n.stop();
	}
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
