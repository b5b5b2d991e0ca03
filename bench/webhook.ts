/**
 * What `webhook()` itself takes, inside n8n-core and without a network: 2 KiB of JSON, a token (HS256), three
 * parameters to deduplicate by, a SQLite file. Beside the least that such an endpoint can do.
 */
import { webcrypto } from 'node:crypto';
import { IncomingMessage, ServerResponse } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { jwtVerify } from 'jose';
import type { INodeType, IWebhookFunctions } from 'n8n-workflow';

import { webhookContext } from '../host/engine';
import { installPackage, PACKAGE_NAME } from '../host/tarball';
import { complaint } from './fixtures/complaints';
import { DEDUPLICATION, token, TOKEN_SECRET } from './fixtures/workflows';
import { amount, compared, type Bench } from './measure/bench';
import { interleave, quantile } from './measure/rounds';
import { pickedByAddress } from '../test/fixtures/incoming';

const REQUESTS = 1_000;

let sent = 0;

const body = () =>
	Buffer.from(
		JSON.stringify({ ...complaint(sent++), note: 'The parcel was left at the door. '.repeat(40) }),
	);

/** Takes what is written to it at once, as the kernel does. */
class Wire extends Socket {
	override _writev(_chunks: unknown, callback: () => void): void {
		callback();
	}

	override _write(_chunk: unknown, _encoding: unknown, callback: () => void): void {
		callback();
	}
}

interface Call {
	context: IWebhookFunctions;
	response: ServerResponse;
}

function callOf(node: INodeType, bearer: string): Call {
	const bytes = body();
	const request = Object.assign(new IncomingMessage(new Socket()), {
		method: 'POST',
		complete: true,
		query: {},
		ip: '127.0.0.1',
		headers: {
			'content-type': 'application/json',
			'content-length': String(bytes.length),
			authorization: `Bearer ${bearer}`,
		},
		readRawBody: async () => {
			Object.assign(request, { rawBody: bytes });
		},
	});
	const response = new ServerResponse(request);
	response.assignSocket(new Wire());
	const context = webhookContext(
		node,
		{ request, response },
		{
			parameters: {
				deduplication: true,
				deduplicationParameters: pickedByAddress(...DEDUPLICATION),
			},
			credentials: {
				incomingIntegrationJwtApi: {
					keySource: 'secret',
					secrets: { rows: [{ secret: TOKEN_SECRET }] },
					permission: 'INCOMING_WEBHOOK_EXECUTE',
				},
			},
			node: { id: 'benchmark' },
		},
	);
	return { context, response };
}

/** Resolves when the reply would go out: n8n ends the response once the execution is stored. */
const ended = (response: ServerResponse): Promise<void> =>
	new Promise((resolve) => {
		const end = response.end.bind(response);
		response.once('prefinish', resolve);
		end('OK');
	});

async function ownTimes(node: INodeType, bearer: string, requests: number): Promise<Times> {
	const handled: number[] = [];
	const answered: number[] = [];
	for (let run = 0; run < requests; run++) {
		const { context, response } = callOf(node, bearer);
		const began = performance.now();
		const { workflowData } = (await node.webhook?.call(context)) ?? {};
		handled.push((performance.now() - began) * 1000);
		if (!workflowData) throw new Error(`webhook() refused with ${response.statusCode}`);
		await ended(response);
		answered.push((performance.now() - began) * 1000);
	}
	return { handled, answered };
}

/** Microseconds. */
interface Times {
	handled: number[];
	answered: number[];
}

async function bareTimes(folder: string, bearer: string, requests: number): Promise<Times> {
	const database = new DatabaseSync(path.join(folder, 'bare.sqlite'));
	database.exec(`
		PRAGMA journal_mode = WAL;
		PRAGMA synchronous = NORMAL;
		CREATE TABLE IF NOT EXISTS claims (id TEXT PRIMARY KEY, expires_at INTEGER) WITHOUT ROWID;`);
	const insert = database.prepare('INSERT INTO claims VALUES (?, ?)');
	const key = await webcrypto.subtle.importKey(
		'raw',
		Buffer.from(TOKEN_SECRET),
		{ name: 'HMAC', hash: 'SHA-256' },
		false,
		['verify'],
	);
	const times: number[] = [];
	for (let run = 0; run < requests; run++) {
		const bytes = body();
		const began = performance.now();
		await jwtVerify(bearer, key, { algorithms: ['HS256'] });
		const document = JSON.parse(bytes.toString()) as { id: string };
		insert.run(document.id, Date.now());
		times.push((performance.now() - began) * 1000);
	}
	database.close();
	return { handled: times, answered: times };
}

async function loadTrigger(tarball: string, folder: string): Promise<INodeType> {
	await installPackage(tarball, folder);
	const file = path.join(
		folder,
		'.n8n/nodes/node_modules',
		PACKAGE_NAME,
		'dist/nodes/IncomingIntegration/IncomingIntegrationTrigger.node.js',
	);
	const { IncomingIntegrationTrigger } = require(file) as Record<string, new () => INodeType>;
	if (!IncomingIntegrationTrigger) throw new Error(`${file} holds no trigger`);
	return new IncomingIntegrationTrigger();
}

const LIMIT = 'JSON.parse + jose + one INSERT, bare';

export const bench: Bench = async ({ rounds, scale, tarball }) => {
	const folder = mkdtempSync(path.join(tmpdir(), 'bench-webhook-'));
	process.env['N8N_USER_FOLDER'] = folder;
	try {
		const node = await loadTrigger(tarball, folder);
		const bearer = await token();
		const requests = amount(REQUESTS, scale);
		const times: Record<'own' | 'bare', Times[]> = { own: [], bare: [] };
		const keep = (name: 'own' | 'bare', measured: Times) => times[name].push(measured);
		await interleave(
			{
				own: async () => keep('own', await ownTimes(node, bearer, requests)),
				bare: async () => keep('bare', await bareTimes(folder, bearer, requests)),
			},
			rounds,
		);
		const at = (name: 'own' | 'bare', moment: keyof Times, share: number) =>
			times[name].slice(1).map((measured) => quantile(measured[moment], share));
		const row = (work: string, moment: keyof Times, share: number, goal?: number) =>
			compared({
				work,
				beside: LIMIT,
				unit: 'µs',
				...(goal && { goal }),
				ours: at('own', moment, share),
				peer: at('bare', moment, share),
			});
		// At most 1.5 times as long.
		return [
			row('webhook(), p50', 'handled', 0.5, 0.67),
			row('webhook(), p99', 'handled', 0.99, 0.67),
			row('webhook() and putting the accept on record, p50', 'answered', 0.5),
			row('webhook() and putting the accept on record, p99', 'answered', 0.99),
		];
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
};
