import { once } from 'node:events';
import { mkdirSync, mkdtempSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';

import { SignJWT } from 'jose';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { webhookContext } from '../../host/engine';
import { IncomingIntegrationTrigger } from '../../nodes/IncomingIntegration/IncomingIntegrationTrigger.node';
import { requestRecorder } from '../../nodes/IncomingIntegration/services';
import { storeFor } from '../../nodes/shared/store';
import { condition, pickedByAddress } from '../fixtures/incoming';

const SECRET = 'a secret of at least thirty-two bytes';
const credentials = {
	incomingIntegrationJwtApi: {
		keySource: 'secret',
		secrets: { rows: [{ secret: SECRET }] },
		permission: 'INCOMING_WEBHOOK_EXECUTE',
	},
};
const open = { authentication: 'none' };

const token = () =>
	new SignJWT({ permissions: ['INCOMING_WEBHOOK_EXECUTE'] })
		.setProtectedHeader({ alg: 'HS256' })
		.setExpirationTime('1h')
		.sign(Buffer.from(SECRET));

describe('Incoming Integration Trigger in n8n-core', () => {
	let server: http.Server;
	let parameters: IDataObject;
	let started: INodeExecutionData[];
	let closed: Array<Promise<unknown>>;
	beforeAll(async () => {
		const folder = mkdtempSync(path.join(tmpdir(), 'incoming-engine-'));
		process.env['N8N_USER_FOLDER'] = folder;
		mkdirSync(path.join(folder, '.n8n'));
		const node = new IncomingIntegrationTrigger();
		const handle = async (request: http.IncomingMessage, response: http.ServerResponse) => {
			Object.assign(request, {
				query: {},
				readRawBody: async () => Object.assign(request, { rawBody: await buffer(request) }),
			});
			closed.push(once(response, 'close'));
			const context = webhookContext(
				node,
				{ request, response },
				{ parameters, credentials, node: { id: 'endpoint' } },
			);
			const { workflowData, noWebhookResponse } = await node.webhook.call(context);
			// As n8n does once it has stored the execution.
			if (!noWebhookResponse) response.end('OK');
			started.push(...(workflowData?.[0] ?? []));
		};
		server = http.createServer((request, response) => void handle(request, response));
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
	});
	afterAll(async () => {
		server.close();
		await once(server, 'close');
	});
	beforeEach(() => {
		started = [];
		closed = [];
	});

	const post = async (body: string, headers: Record<string, string> = {}) => {
		const { port } = server.address() as AddressInfo;
		const response = await fetch(`http://127.0.0.1:${port}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', connection: 'close', ...headers },
			body,
		});
		return { status: response.status, text: await response.text() };
	};

	it('starts the workflow with what the sender of a valid token sent', async () => {
		parameters = { integrationName: 'Complaints' };
		expect(
			await post('{"complaint":{"priority":"high"}}', { authorization: `Bearer ${await token()}` }),
		).toEqual({ status: 200, text: 'OK' });
		expect(started).toMatchObject([
			{
				json: {
					parameters: { 'complaint.priority': 'high' },
					integration: { name: 'Complaints', endpointId: 'endpoint' },
				},
			},
		]);
	});

	it('starts nothing without a token, or for a body that is no JSON', async () => {
		parameters = {};
		expect(await post('{}')).toMatchObject({ status: 401 });
		parameters = open;
		expect(await post('{')).toMatchObject({ status: 400 });
		expect(started).toEqual([]);
	});

	it('answers a repeated request, and starts nothing a second time', async () => {
		parameters = { ...open, deduplication: true, deduplicationParameters: pickedByAddress('id') };
		expect(await post('{"id":1}')).toMatchObject({ status: 200 });
		expect(await post('{"id":1,"again":true}')).toMatchObject({ status: 204 });
		expect(await post('{"id":2}')).toMatchObject({ status: 200 });
		expect(started.map(({ json }) => json['parameters'])).toEqual([{ id: 1 }, { id: 2 }]);
	});

	it('records what became of each request, and nothing that it held', async () => {
		parameters = {
			...open,
			endpointId: 'recorded-1',
			deduplication: true,
			deduplicationParameters: pickedByAddress('id'),
			conditions: { rows: [condition('priority', 'string:equals', 'high')] },
			settings: { deduplicationStore: 'sqlite' },
		};
		const key = { 'x-api-key': 'sesame-header' };
		await post('{"id":"sesame-body","priority":"high"}', key);
		await Promise.all(closed);
		await post('{"id":"sesame-body","priority":"high"}', key);
		await post('{"id":"sesame-body","priority":"low"}', key);
		await post('{"id":"sesame-body",}', key);
		await Promise.all(closed);
		await requestRecorder.written();
		const log = await storeFor('sqlite').requests('workflow:engine-workflow', 'recorded-1', 0);
		expect(log).toMatchObject([
			{ outcome: 'refused', status: 400, cause: expect.stringMatching(/./), bytes: 21 },
			{ outcome: 'filtered', status: 200, cause: expect.stringContaining('priority') },
			{ outcome: 'duplicate', status: 204, cause: expect.stringContaining('accepted before') },
			{ outcome: 'accepted', status: 200, cause: '', ip: '127.0.0.1' },
		]);
		expect(log[2]?.deduplicationHash).toMatch(/^[0-9a-f]{64}$/);
		expect(log[3]?.deduplicationHash).toBe(log[2]?.deduplicationHash);
		expect(log[3]?.requestId).toBe((started[0]?.json['integration'] as IDataObject)['requestId']);
		expect(JSON.stringify(log)).not.toContain('sesame');
	});

	it('replies as it would when its request log cannot be written', async () => {
		parameters = {
			...open,
			endpointId: 'unrecorded-1',
			settings: { requestLog: { entries: 'x' } },
		};
		expect(await post('{}')).toMatchObject({ status: 200 });
		parameters = { ...open, endpointId: 'unrecorded-1', settings: { requestLog: { entries: 0 } } };
		expect(await post('{')).toMatchObject({ status: 400 });
		await Promise.all(closed);
		await requestRecorder.written();
		expect(
			await storeFor('sqlite').requests('workflow:engine-workflow', 'unrecorded-1', 0),
		).toMatchObject([{ outcome: 'accepted' }]);
	});

	it('starts nothing when a condition is not met, and asks to try again when it cannot be evaluated', async () => {
		const withCondition = (address: string) => ({
			...open,
			conditions: { rows: [condition(address, 'string:equals', 'high')] },
		});
		parameters = withCondition('priority');
		expect(await post('{"priority":"low"}')).toEqual({ status: 200, text: 'OK' });
		expect(started).toEqual([]);
		expect(await post('{"priority":"high"}')).toEqual({ status: 200, text: 'OK' });
		expect(started).toHaveLength(1);
		parameters = withCondition("={{ $('Nobody').first().json.priority }}");
		expect(await post('{"priority":"high"}')).toMatchObject({ status: 503 });
		expect(started).toHaveLength(1);
	});

	it('compares all digits of 64-bit ids, in conditions and for duplicates', async () => {
		const id = '9007199254740993';
		const withCondition = (operator: string, value: unknown) => ({
			...open,
			conditions: { rows: [condition('id', operator, value)] },
		});
		for (const operator of ['string:equals', 'number:equals', 'number:gte', 'number:lte']) {
			started.length = 0;
			parameters = withCondition(operator, `${id}`);
			const other = operator === 'number:lte' ? '9007199254740994' : '9007199254740992';
			await post(`{"id":${other}}`);
			expect(started).toEqual([]);
			await post(`{"id":${id}}`);
			expect(started).toHaveLength(1);
		}
		parameters = withCondition('number:equals', Number(id));
		expect(await post(`{"id":${id}}`)).toMatchObject({ status: 503 });
		parameters = { ...open, deduplication: true, deduplicationParameters: pickedByAddress('id') };
		for (const [digits, status] of [
			[id, 200],
			['9007199254740992', 200],
			[id, 204],
			['18446744073709551615', 200],
			['18446744073709551614', 200],
		]) {
			expect(await post(`{"id":${digits}}`)).toMatchObject({ status });
		}
	});

	it('finds keys with spaces at their ends, as the list has them', async () => {
		const picked = { __rl: true, mode: 'list', value: ' id ' };
		const row = { parameter: picked, operator: 'string:equals', value: 'x' };
		parameters = { ...open, conditions: { rows: [row] } };
		await post('{"id":"x"}');
		expect(started).toEqual([]);
		await post('{" id ":"x"}');
		expect(started).toHaveLength(1);
		const quoted = condition('[" id "]', 'string:equals', 'x');
		parameters = { ...open, conditions: { rows: [quoted] } };
		await post('{" id ":"x"}');
		expect(started).toHaveLength(2);
	});

	it('asks to try again when a regular expression runs out of time, and filters what cannot be compared', async () => {
		parameters = { ...open, conditions: { rows: [condition('id', 'string:regex', '^(a+)+$')] } };
		expect(await post(JSON.stringify({ id: `${'a'.repeat(40)}!` }))).toMatchObject({ status: 503 });
		parameters = { ...open, conditions: { rows: [condition('id', 'number:gt', 5)] } };
		expect(await post('{"id":{"not":"a number"}}')).toMatchObject({ status: 200 });
		expect(started).toEqual([]);
	});

	it.each([
		{ rateLimit: 0.5 },
		{ rateLimit: -1 },
		{ rateLimit: 'many' },
		{ maxBodySize: 0 },
		{ maxBodySize: 'large' },
		{ allowedIps: ' , ' },
	])('lets nobody in by the setting %j', async (settings) => {
		parameters = { ...open, settings };
		expect(await post('{}')).toMatchObject({ status: 503 });
		expect(started).toEqual([]);
	});

	it('names no more than was sent, and says how many values it left out', async () => {
		parameters = open;
		const ones = Array.from({ length: 9_900 }, () => 1).join(',');
		expect(await post(`{"${'k'.repeat(400)}":[${ones}]}`)).toMatchObject({ status: 200 });
		const [item] = started;
		expect(JSON.stringify(item?.json).length).toBeLessThan(3 * ones.length + 64_000);
		expect(item?.json['integration']).toMatchObject({
			truncated: { parameters: expect.any(Number) as number },
		});
	});
});
