import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

process.env['SYNERISE_INTEGRATIONS_ALLOWED_HOSTS'] = 'localhost';

import { runNode } from '../../host/engine';
import { IncomingIntegration } from '../../nodes/IncomingIntegration/IncomingIntegration.node';
import { OutgoingIntegration } from '../../nodes/OutgoingIntegration/OutgoingIntegration.node';
import { eventRecorder } from '../../nodes/shared/events';
import { storeFor } from '../../nodes/shared/store';
import { startPeer, type Peer } from '../fixtures/https-peer';

/** What n8n-core tells a node that runs without n8n's projects. */
const scope = 'workflow:engine-workflow';

let peer: Peer;
let body: unknown;

// The store of a process is where the first one that asks for it finds it.
const folder = mkdtempSync(path.join(tmpdir(), 'outgoing-events-'));
process.env['N8N_USER_FOLDER'] = folder;
const n8nFolder = path.join(folder, '.n8n');

beforeAll(async () => {
	mkdirSync(n8nFolder);
	peer = await startPeer((_, response) => {
		response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
	});
});
afterAll(async () => {
	await peer.close();
	await eventRecorder.written();
	rmSync(folder, { recursive: true });
});
beforeEach(async () => {
	body = { token: 'value-of-the-response' };
	peer.seen.length = 0;
	for (const name of await names()) {
		await storeFor('automatic').events.remove(scope, name);
		eventRecorder.forget(scope, name);
	}
});

const run = async (parameters: IDataObject, json: IDataObject[] = [{}]) => {
	const { outputs, error } = await runNode(
		new OutgoingIntegration(),
		json.map((item) => ({ json: item })),
		{
			parameters: { webhookName: 'Test', method: 'GET', url: `${peer.origin}/`, ...parameters },
		},
	);
	return { items: outputs[0] ?? [], error };
};
const only = async (parameters: IDataObject, json?: IDataObject[]): Promise<IDataObject> => {
	const { items, error } = await run(parameters, json);
	if (error) throw error;
	expect(items).toHaveLength(1);
	return (items[0] as INodeExecutionData).json;
};
const known = async () => {
	await eventRecorder.written();
	return await storeFor('automatic').events.list(scope);
};
const names = async () => (await known()).map(({ name }) => name);
const byName = (value: string) => ({ __rl: true, mode: 'name', value });

describe('Event Name', () => {
	it.each<[string, unknown, string]>([
		['from the list', { __rl: true, mode: 'list', value: 'list.event' }, 'list.event'],
		['by name', byName('name.event'), 'name.event'],
		['with spaces around it', byName(' name.event '), 'name.event'],
		['as text of an imported workflow', 'text.event', 'text.event'],
		['with an insert', byName('order.{{ event.params.kind }}'), 'order.late'],
		['with an expression', byName('={{ $json.event.params.kind }}.order'), 'late.order'],
		['as one expression', '={{ "x." + $json.event.params.kind }}', 'x.late'],
		['empty in the list', { __rl: true, mode: 'list', value: '' }, 'webhook.response'],
		['empty by name', byName('  '), 'webhook.response'],
		['empty text', '', 'webhook.response'],
	])('is read %s', async (_, eventName, action) => {
		const item = { event: { params: { kind: 'late' } } };
		const { event } = await only({ eventName: eventName as IDataObject }, [item]);
		expect(event).toMatchObject({ action });
	});

	it('that cannot be one is told by n8n before the run', async () => {
		await expect(run({ eventName: byName('bad name!') })).rejects.toThrow(
			'Event Name: use 2 to 32 letters',
		);
	});

	it.each<[unknown, string]>([
		['bad name!', 'Event Name: "bad name!" is not a valid event name'],
		[byName('{{ "a b" | trim }}'), 'Event Name: "a b" is not a valid event name'],
		['x', 'Event Name: "x" is not a valid event name'],
		['x'.repeat(33), `Event Name: "${'x'.repeat(33)}" is not a valid event name`],
	])(
		'that cannot be one stops the item before anything is sent: %j',
		async (eventName, message) => {
			expect((await run({ eventName: eventName as IDataObject })).error?.message).toBe(message);
			expect(peer.seen).toEqual([]);
		},
	);
});

describe('the definition of an event', () => {
	it('is created at the first response, with names and types alone', async () => {
		await only({ eventName: byName('first.response') });
		body = { other: 1 };
		await only({ eventName: byName('first.response') });
		const [definition] = await known();
		expect(definition).toMatchObject({
			name: 'first.response',
			description: '',
			parameters: expect.arrayContaining([
				{ name: 'status', type: 'number' },
				{ name: 'body.token', type: 'string' },
			]),
		});
		expect(JSON.stringify(definition)).not.toContain('value-of-the-response');
		expect(JSON.stringify(definition)).not.toContain('body.other');
	});

	it('is not made of names that come from data', async () => {
		await only({ eventName: byName('data.{{ json.id }}') }, [{ id: 'one' }]);
		await only({ eventName: byName('={{ $json.id }}.data') }, [{ id: 'two' }]);
		expect(await names()).toEqual([]);
	});

	it('costs no run that the store is broken', async () => {
		rmSync(n8nFolder, { recursive: true });
		writeFileSync(n8nFolder, 'a file in the place of the folder');
		expect((await only({ eventName: byName('no.store') })).event).toBeDefined();
		const tested = await only({ eventName: byName('no.store'), action: 'sendTestRequest' });
		expect(tested).toMatchObject({
			eventDefinition: { action: 'no.store', updated: false },
			warnings: [expect.stringMatching(/^The event definition was not read or written: The file /)],
		});
		rmSync(n8nFolder);
		mkdirSync(n8nFolder);
		expect(await names()).toEqual([]);
	});
});

describe('Update Response Event', () => {
	const test = { action: 'sendTestRequest', eventName: byName('tested.event') };
	const parameters = async () => (await known())[0]?.parameters.map(({ name }) => name);

	it('writes what a test response has, after it was shown', async () => {
		expect((await only(test)).eventDefinition).toMatchObject({ updated: true });
		body = { token: 7, ticket: 'T' };
		const changes = {
			added: [{ name: 'body.ticket', type: 'string' }],
			changed: [{ name: 'body.token', type: 'number', before: 'string' }],
			gone: [],
		};
		const shown = (await only(test)).eventDefinition;
		expect(shown).toMatchObject({ action: 'tested.event', changes, updated: false });
		expect(await parameters()).not.toContain('body.ticket');
		const updated = (await only({ ...test, updateResponseEvent: true })).eventDefinition;
		expect(updated).toMatchObject({ changes, updated: true });
		expect(await parameters()).toContain('body.ticket');
		body = {};
		const gone = (await only({ ...test, updateResponseEvent: true })).eventDefinition;
		expect(gone).toMatchObject({
			changes: { gone: [{ name: 'body.token' }, { name: 'body.ticket' }] },
		});
		expect(await parameters()).not.toContain('body.ticket');
	});

	it('does nothing in a real run', async () => {
		await only({ ...test, action: 'sendRequest' });
		body = { ticket: 'T' };
		await only({ ...test, action: 'sendRequest', updateResponseEvent: true });
		expect(await parameters()).toContain('body.token');
	});
});

describe('Context', () => {
	const items = [1, 2, 3].map((id) => ({ event: { params: { id } } }));
	const request = {
		url: '={{ "x" }}',
		sendQuery: true,
		testEvent: '{"params": {"id": "own"}}',
	};
	const parameters = (more: IDataObject) => ({
		...request,
		url: `${peer.origin}/{{ event.params.id }}/{{ $json.event.params.id }}`,
		...more,
	});

	it('is the own event by default', async () => {
		await only(parameters({ action: 'sendTestRequest' }), items);
		expect(peer.seen.map(({ url }) => url)).toEqual(['/own/1']);
	});

	it('is the selected item of the input', async () => {
		const selected = { action: 'sendTestRequest', testContext: 'inputItem' };
		await only(parameters(selected), items);
		const {
			items: [tested],
		} = await run(parameters({ ...selected, testItemIndex: 2 }), items);
		expect(peer.seen.map(({ url }) => url)).toEqual(['/1/1', '/3/3']);
		expect(tested?.pairedItem).toEqual({ item: 2 });
		const previewed = await only(
			parameters({ ...selected, action: 'previewRequest', testItemIndex: 1 }),
			items,
		);
		expect(previewed).toMatchObject({ request: { url: `${peer.origin}/2/2` } });
	});

	it.each([
		[3, 'Item Index: the input has 3 items, from 0 to 2'],
		[-1, 'Item Index: the input has 3 items, from 0 to 2'],
		[0.5, 'Item Index: the input has 3 items, from 0 to 2'],
	])('that no item has is told: %d', async (testItemIndex, message) => {
		const { error } = await run(
			parameters({ action: 'sendTestRequest', testContext: 'inputItem', testItemIndex }),
			items,
		);
		expect(error?.message).toBe(message);
		expect(peer.seen).toEqual([]);
	});

	it('does not matter to a real run', async () => {
		const { items: sent } = await run(
			parameters({ action: 'sendRequest', testContext: 'inputItem', testItemIndex: 9 }),
			items,
		);
		expect(sent).toHaveLength(3);
	});
});

it('says that a webhook has no name, before anything is sent', async () => {
	const { error } = await run({ webhookName: '={{ "" }}' });
	expect(error).toBeUndefined();
	peer.seen.length = 0;
	const missing = await run({ webhookName: ' ' });
	expect(missing.error?.message).toBe('Webhook Name: it is required and empty');
	expect(peer.seen).toEqual([]);
});

describe('Event Definition of the action node', () => {
	const log = async (operation: string, more: IDataObject = {}) => {
		const { outputs, error } = await runNode(new IncomingIntegration(), [{ json: {} }], {
			parameters: { resource: 'eventDefinition', operation, ...more },
		});
		return { json: (outputs[0] ?? []).map((item) => item.json), message: error?.message };
	};
	const event = (name: string) => ({ eventName: byName(name) });

	beforeEach(async () => {
		const definition = (name: string) => ({
			name,
			description: '',
			parameters: [{ name: 'status', type: 'number' as const }],
			lastTest: [],
			updatedAt: 0,
		});
		const { events } = storeFor('automatic');
		for (const name of ['b.event', 'a.event']) {
			await events.put(scope, definition(name), { replace: true });
		}
		await events.put('project:other', definition('c.event'), { replace: true });
	});

	it('lists those of the project', async () => {
		expect((await log('getMany')).json.map(({ name }) => name)).toEqual(['a.event', 'b.event']);
		expect((await log('getMany', { limit: 1 })).json).toEqual([
			{
				name: 'a.event',
				description: '',
				parameters: [{ name: 'status', type: 'number' }],
				updatedAt: '1970-01-01T00:00:00.000Z',
			},
		]);
	});

	it('gets one, and says when there is none', async () => {
		expect((await log('get', event('a.event'))).json[0]).toMatchObject({ name: 'a.event' });
		expect((await log('get', event('c.event'))).message).toBe(
			'Event: this project has no definition of an event "c.event"',
		);
		expect(
			(await log('get', { eventName: { __rl: true, mode: 'name', value: ' ' } })).message,
		).toBe('Event: none is selected');
	});

	it('updates what is given', async () => {
		const before = Date.now();
		const described = await log('update', {
			...event('a.event'),
			updateFields: { description: 'A description' },
		});
		expect(described.json[0]).toMatchObject({
			description: 'A description',
			parameters: [{ name: 'status', type: 'number' }],
		});
		const rows = [{ name: 'body.id', type: 'string' }];
		await log('update', { ...event('a.event'), updateFields: { parameters: { rows } } });
		const [updated] = (await log('get', event('a.event'))).json;
		expect(updated).toMatchObject({ description: 'A description', parameters: rows });
		expect(Date.parse(String(updated?.['updatedAt']))).toBeGreaterThanOrEqual(before);
	});

	it.each<[string, IDataObject]>([
		['Description: it is longer than 500 characters', { description: 'x'.repeat(501) }],
		['Parameters, row 1: the name is empty', { parameters: { rows: [{ name: ' ' }] } }],
		[
			'Parameters, row 2: "a" is there twice',
			{ parameters: { rows: [{ name: 'a' }, { name: 'a', type: 'null' }] } },
		],
		[
			'Parameters, row 1: "date" is not a valid type',
			{ parameters: { rows: [{ name: 'a', type: 'date' }] } },
		],
	])('refuses what a definition cannot have: %s', async (message, updateFields) => {
		expect((await log('update', { ...event('a.event'), updateFields })).message).toBe(message);
		expect((await known())[0]?.parameters).toEqual([{ name: 'status', type: 'number' }]);
	});

	it('deletes one, which the next response defines again', async () => {
		await only(event('new.event'));
		expect((await log('delete', event('new.event'))).json).toEqual([
			{ name: 'new.event', deleted: true },
		]);
		expect(await names()).toEqual(['a.event', 'b.event']);
		await only(event('new.event'));
		expect(await names()).toEqual(['a.event', 'b.event', 'new.event']);
	});
});
