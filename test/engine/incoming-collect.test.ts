import { once } from 'node:events';
import { mkdirSync, mkdtempSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';

import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { webhookContext } from '../../host/engine';
import { IncomingIntegrationTrigger } from '../../nodes/IncomingIntegration/IncomingIntegrationTrigger.node';
import { requestRecorder } from '../../nodes/IncomingIntegration/services';
import { storeFor } from '../../nodes/shared/store';
import { pickedByAddress } from '../fixtures/incoming';

/** An execution that the host is to store; it replies when the test says so. */
interface Execution {
	items: INodeExecutionData[];
	answer(status?: number, body?: string): void;
}

let server: http.Server;
let parameters: IDataObject;
let mode: 'webhook' | 'manual';
let executions: Execution[];
let requests: http.IncomingMessage[];
/** One for each request that n8n has handed over and got back. */
let returned: number;
/** The number of the test that runs. */
let testNumber = 0;

beforeAll(async () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'incoming-collect-'));
	process.env['N8N_USER_FOLDER'] = folder;
	mkdirSync(path.join(folder, '.n8n'));
	const node = new IncomingIntegrationTrigger();
	const handle = async (request: http.IncomingMessage, response: http.ServerResponse) => {
		Object.assign(request, {
			query: {},
			readRawBody: async () => Object.assign(request, { rawBody: await buffer(request) }),
		});
		requests.push(request);
		const context = webhookContext(
			node,
			{ request, response },
			{ parameters, mode, node: { id: 'endpoint', webhookId: 'endpoint' } },
		);
		const { workflowData, noWebhookResponse } = await node.webhook.call(context);
		returned++;
		if (noWebhookResponse) return;
		executions.push({
			items: workflowData?.[0] ?? [],
			answer(status = 200, body = 'OK') {
				response.statusCode = status;
				response.end(body);
			},
		});
	};
	server = http.createServer((request, response) => void handle(request, response));
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
});

afterAll(async () => {
	server.closeAllConnections();
	server.close();
	await once(server, 'close');
});

beforeEach(() => {
	testNumber++;
	executions = [];
	requests = [];
	returned = 0;
	mode = 'webhook';
	parameters = {
		authentication: 'none',
		endpointId: `collecting-${testNumber}`,
		deduplication: true,
		deduplicationParameters: pickedByAddress('id'),
		settings: { requestsPerExecution: 100 },
	};
});

/** Gives up with the test that waits, so that it holds up no other. */
const until = async (isSo: () => boolean) => {
	const waiting = testNumber;
	while (!isSo() && waiting === testNumber) await new Promise(setImmediate);
};

/** Sends a request; resolves once the trigger works on it. Its reply may be long in coming. */
async function send(id: number, signal?: AbortSignal) {
	const count = requests.length + 1;
	const { port } = server.address() as AddressInfo;
	const reply = fetch(`http://127.0.0.1:${port}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', connection: 'close' },
		body: JSON.stringify({ id }),
		...(signal && { signal }),
	}).then(async (response) => ({
		status: response.status,
		retryAfter: response.headers.get('retry-after'),
		text: await response.text(),
	}));
	reply.catch(() => undefined);
	await until(() => requests.length === count);
	const request = requests.at(-1) as http.IncomingMessage & { rawBody?: Buffer };
	// What follows the reading of the body takes some turns of the event loop: the store is on a local disk.
	await Promise.race([reply, until(() => request.rawBody !== undefined)]);
	for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
	return { reply };
}

const idsOf = ({ items }: Execution) =>
	items.map(({ json }) => (json['body'] as { id: number }).id);
const execution = async (number: number): Promise<Execution> => {
	await until(() => executions.length >= number);
	return executions[number - 1] as Execution;
};

it('gathers what comes while an execution is being stored, and replies to each after its own', async () => {
	const first = await send(1);
	(await execution(1)).items.forEach(({ pairedItem }) => expect(pairedItem).toEqual({ item: 0 }));
	const second = await send(2);
	const third = await send(3);
	expect(executions).toHaveLength(1);
	(await execution(1)).answer();
	expect(await first.reply).toMatchObject({ status: 200, text: 'OK' });
	expect(idsOf(await execution(2))).toEqual([2, 3]);
	await until(() => returned === 3);
	(await execution(2)).answer();
	for (const { reply } of [second, third]) {
		expect(await reply).toMatchObject({ status: 200, text: 'OK' });
	}
	const repeat = await send(3);
	expect(await repeat.reply).toMatchObject({ status: 204 });
});

it('gives every hash of the group back when n8n stores no execution', async () => {
	const lead = await send(1);
	await execution(1);
	const members = [await send(2), await send(3)];
	(await execution(1)).answer();
	await lead.reply;
	(await execution(2)).answer(500);
	for (const { reply } of members) {
		expect(await reply).toMatchObject({ status: 503, retryAfter: '5' });
	}
	const repeat = await send(3);
	(await execution(3)).answer();
	expect(await repeat.reply).toMatchObject({ status: 200 });
	expect(idsOf(await execution(3))).toEqual([3]);
});

it('lets another lead when the sender of the first has hung up, and takes its repeat', async () => {
	await send(1);
	await execution(1);
	const hangUp = new AbortController();
	await send(2, hangUp.signal);
	const gone = requests.at(-1) as http.IncomingMessage;
	const third = await send(3);
	hangUp.abort();
	await until(() => gone.socket.destroyed);
	(await execution(1)).answer();
	expect(idsOf(await execution(2))).toEqual([3]);
	const repeat = await send(2);
	(await execution(2)).answer();
	expect(await third.reply).toMatchObject({ status: 200 });
	expect(idsOf(await execution(3))).toEqual([2]);
	(await execution(3)).answer();
	expect(await repeat.reply).toMatchObject({ status: 200 });
});

it('accepts those that follow when the one that leads hangs up while its execution is being stored', async () => {
	await send(1);
	await execution(1);
	const hangUp = new AbortController();
	await send(2, hangUp.signal);
	const gone = requests.at(-1) as http.IncomingMessage;
	const third = await send(3);
	(await execution(1)).answer();
	await execution(2);
	hangUp.abort();
	await until(() => gone.socket.destroyed);
	(await execution(2)).answer();
	expect(await third.reply).toMatchObject({ status: 200 });
	expect(await (await send(2)).reply).toMatchObject({ status: 204 });
});

it('keeps apart what comes to another version of the workflow, and test requests', async () => {
	await send(1);
	await execution(1);
	const version = { ...parameters, integrationName: 'Renamed' };
	parameters = version;
	await send(2);
	expect(idsOf(await execution(2))).toEqual([2]);
	mode = 'manual';
	await send(3);
	expect(idsOf(await execution(3))).toEqual([3]);
	mode = 'webhook';
	const fourth = await send(4);
	for (const { answer } of executions) answer();
	(await execution(4)).answer();
	expect(await fourth.reply).toMatchObject({ status: 200 });
});

it('waits for the outcome of a duplicate in the same group', async () => {
	await send(1);
	await execution(1);
	const original = await send(2);
	const duplicate = await send(2);
	(await execution(1)).answer();
	expect(idsOf(await execution(2))).toEqual([2]);
	(await execution(2)).answer();
	expect(await original.reply).toMatchObject({ status: 200 });
	expect(await duplicate.reply).toMatchObject({ status: 204 });
});

it('records each member with its own outcome and the execution that contains it', async () => {
	await send(1);
	await execution(1);
	await send(2);
	const third = await send(3);
	const closed = requests.map((request) => once(request.socket, 'close'));
	(await execution(1)).answer(200, '41');
	(await execution(2)).answer(200, '42');
	expect(await third.reply).toMatchObject({ status: 200, text: 'OK' });
	await send(4);
	closed.push(...requests.slice(3).map((request) => once(request.socket, 'close')));
	(await execution(3)).answer(500, 'no');
	await Promise.all(closed);
	await requestRecorder.written();
	const log = await storeFor('sqlite').requests(
		'workflow:engine-workflow',
		String(parameters['endpointId']),
		Date.now(),
	);
	const entries = log.map(({ outcome, status, executionId }) => [outcome, status, executionId]);
	expect(entries.sort((one, other) => String(one).localeCompare(String(other)))).toEqual([
		['accepted', 200, '41'],
		['accepted', 200, '42'],
		['accepted', 200, '42'],
		['refused', 503, undefined],
	]);
	expect(new Set(log.map(({ requestId }) => requestId)).size).toBe(4);
});

it('refuses requests while a setting cannot be used', async () => {
	parameters = { ...parameters, settings: { requestsPerExecution: 'many' } };
	expect(await (await send(1)).reply).toMatchObject({ status: 503 });
});
