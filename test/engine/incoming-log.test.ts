import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { IDataObject } from 'n8n-workflow';

import type { JsonValue } from '../../core/json';
import { deduplicationKey } from '../../core/incoming/deduplication-hash';
import { runNode } from '../../host/engine';
import { IncomingIntegration } from '../../nodes/IncomingIntegration/IncomingIntegration.node';
import { storeFor } from '../../nodes/shared/store';
import { logBatch, loggedRequest } from '../fixtures/logged-request';

/** What n8n-core tells a node that runs without n8n's projects. */
const owner = { scope: 'workflow:engine-workflow', workflowId: 'engine-workflow' };
const stranger = { scope: 'project:other', workflowId: 'other-workflow' };
const times = { windowMs: 3_600_000, leaseMs: 30_000 };
const now = Date.now();

const store = () => storeFor('sqlite');
const run = (parameters: IDataObject, items = [{ json: {} }]) =>
	runNode(new IncomingIntegration(), items, {
		parameters: { endpointId: 'endpoint-1', deduplicationStore: 'sqlite', ...parameters },
	});
const json = async (parameters: IDataObject) => {
	const { outputs, error } = await run(parameters);
	if (error) throw error;
	return (outputs[0] ?? []).map((item) => item.json);
};
const message = async (parameters: IDataObject) => (await run(parameters)).error?.message;

const keyOf = (values: Record<string, JsonValue | undefined>) =>
	deduplicationKey(Object.keys(values), (address) => values[address])!.hash;

async function accept(hash: string, endpoint = 'endpoint-1') {
	const claim = await store().claim(endpoint, hash, times);
	if (claim.outcome !== 'claimed') throw new Error(claim.outcome);
	await store().confirm(endpoint, hash, claim.token, times);
}
const isKnown = async (hash: string) => (await store().lookUp('endpoint-1', hash)) !== undefined;

beforeAll(async () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'incoming-log-'));
	process.env['N8N_USER_FOLDER'] = folder;
	mkdirSync(path.join(folder, '.n8n'));
	const refused = { outcome: 'refused', status: 401, cause: 'token expired' } as const;
	await store().append(
		logBatch(
			[
				loggedRequest({ at: now - 3_000, requestId: '1' }),
				loggedRequest({ at: now - 2_000, requestId: '2', ...refused, more: 4 }),
				loggedRequest({ at: now - 1_000, requestId: '3', ...refused, isTest: true }),
			],
			{ owner },
		),
	);
	await store().append(
		logBatch([loggedRequest({ at: now })], { owner: stranger, endpoint: 'foreign-1' }),
	);
	// Used by the other project first: its hashes and sample stay there.
	await store().append(
		logBatch([loggedRequest({ at: now })], { owner: stranger, endpoint: 'shared-1' }),
	);
	await store().append(
		logBatch([loggedRequest({ at: now, requestId: 'own' })], { owner, endpoint: 'shared-1' }),
	);
});

describe('Request', () => {
	const request = (operation: string, more: IDataObject = {}) => ({
		resource: 'request',
		operation,
		...more,
	});

	it('gets entries, newest first, with every field', async () => {
		const entries = await json(request('getMany'));
		expect(entries.map(({ requestId }) => requestId)).toEqual(['3', '2', '1']);
		expect(entries[2]).toEqual({
			at: new Date(now - 3_000).toISOString(),
			outcome: 'accepted',
			status: 200,
			cause: '',
			ip: '203.0.113.7',
			bytes: 12,
			durationMs: 3,
			requestId: '1',
			deduplicationHash: '',
			executionId: '',
		});
		expect(entries[0]).toMatchObject({ test: true });
		expect(entries[1]).toMatchObject({ more: 4 });
	});

	it.each([
		[{ outcome: 'accepted' }, ['1']],
		[{ limit: 1 }, ['3']],
		[{ limit: 1, returnAll: true }, ['3', '2', '1']],
		[{ since: new Date(now - 2_000).toISOString() }, ['3', '2']],
		[
			{ endpointId: { __rl: true, mode: 'id', value: 'endpoint-1' }, outcome: 'refused' },
			['3', '2'],
		],
	])('gets those that %j asks for', async (more, expected) => {
		const entries = await json(request('getMany', more));
		expect(entries.map(({ requestId }) => requestId)).toEqual(expected);
	});

	it('counts production requests by outcome and cause, those not stored among them', async () => {
		expect(await json(request('getStatistics'))).toMatchObject([
			{
				endpointId: 'endpoint-1',
				total: 6,
				outcomes: { accepted: 1, duplicate: 0, filtered: 0, refused: 5 },
				lastAcceptedAt: new Date(now - 3_000).toISOString(),
				requestsPerMinute: 6,
				causes: [{ outcome: 'refused', status: 401, cause: 'token expired', count: 5 }],
			},
		]);
	});

	it.each([
		[{ endpointId: ' ' }, 'Endpoint: none is selected'],
		[{ limit: 0 }, 'Limit must be a whole number above 0'],
		[{ since: 'soon' }, 'Since: "soon" is not a valid time'],
	])('says what is wrong with %j', async (more, expected) => {
		expect(await message(request('getMany', more))).toBe(expected);
	});
});

describe('Duplicate', () => {
	const duplicate = (operation: string, more: IDataObject = {}) => ({
		resource: 'duplicate',
		operation,
		...more,
	});

	it('looks a hash up and forgets it, so that a repeat gets in', async () => {
		const deduplicationHash = keyOf({ 'order.id': 17 });
		await accept(deduplicationHash);
		const named = { deduplicationHash: deduplicationHash.toUpperCase() };
		expect(await json(duplicate('lookUp', named))).toMatchObject([
			{ deduplicationHash, found: true },
		]);
		expect(await json(duplicate('forget', named))).toMatchObject([{ forgotten: true }]);
		expect(await json(duplicate('lookUp', named))).toMatchObject([{ found: false }]);
		expect(await isKnown(deduplicationHash)).toBe(false);
	});

	it.each([
		['{"order.id": 17}', { 'order.id': 17 }],
		['{"b": null, "a": "17"}', { a: '17', b: null }],
		['{"header:x-deduplication-hash": "own key"}', { 'header:x-deduplication-hash': 'own key' }],
	])('finds the hash of the values %s', async (values, chosen) => {
		const hash = keyOf(chosen);
		await accept(hash);
		const by = { identifyBy: 'values', values };
		expect(await json(duplicate('forget', by))).toMatchObject([
			{ deduplicationHash: hash, forgotten: true },
		]);
		expect(await isKnown(hash)).toBe(false);
	});

	it('takes the key that a sender named itself', async () => {
		const hash = keyOf({ 'header:x-deduplication-hash': 'delivery-1' });
		await accept(hash);
		expect(await json(duplicate('forget', { deduplicationHash: 'delivery-1' }))).toMatchObject([
			{ deduplicationHash: hash, forgotten: true },
		]);
	});

	it('forgets all of an endpoint only once that is confirmed', async () => {
		await accept(keyOf({ id: 1 }));
		await accept(keyOf({ id: 2 }));
		expect(await message(duplicate('forgetAll'))).toContain('Forget All Hashes of This Endpoint');
		expect(await isKnown(keyOf({ id: 1 }))).toBe(true);
		expect(await json(duplicate('forgetAll', { confirm: true }))).toEqual([
			{ endpointId: 'endpoint-1', forgotten: 2 },
		]);
	});

	it.each([
		[{ deduplicationHash: '' }, 'Deduplication Hash is empty'],
		[{ identifyBy: 'values', values: '[1]' }, 'Values must be a JSON object'],
		[{ identifyBy: 'values', values: '{}' }, 'Values name no parameter'],
	])('says what is wrong with %j', async (more, expected) => {
		expect(await message(duplicate('forget', more))).toBe(expected);
	});
});

describe('an endpoint of another project', () => {
	const all = [
		{ resource: 'request', operation: 'getMany' },
		{ resource: 'request', operation: 'getStatistics' },
		{ resource: 'duplicate', operation: 'lookUp', deduplicationHash: 'key' },
		{ resource: 'duplicate', operation: 'forget', deduplicationHash: 'key' },
		{ resource: 'duplicate', operation: 'forgetAll', confirm: true },
		{ resource: 'endpoint', operation: 'describe' },
	];

	it.each(all)('is as unknown as one that does not exist: %j', async (parameters) => {
		const [foreign, none] = await Promise.all(
			['foreign-1', 'nowhere-1'].map((endpointId) => message({ ...parameters, endpointId })),
		);
		expect(foreign).toBe('Endpoint: this project has no data of an endpoint "foreign-1"');
		expect(none).toBe('Endpoint: this project has no data of an endpoint "nowhere-1"');
	});

	it('shows none of its requests, and keeps its hashes, when both projects used the same ID', async () => {
		const hash = keyOf({ id: 1 });
		await accept(hash, 'shared-1');
		const own = { endpointId: 'shared-1', deduplicationHash: hash, confirm: true };
		expect(await json({ ...own, resource: 'request', operation: 'getMany' })).toMatchObject([
			{ requestId: 'own' },
		]);
		for (const parameters of all.slice(2)) {
			expect(await message({ ...parameters, ...own })).toContain('has no data of an endpoint');
		}
		expect(await store().lookUp('shared-1', hash)).toBeGreaterThan(0);
	});
});
