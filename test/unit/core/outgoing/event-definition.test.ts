import {
	changesOf,
	parametersOf,
	recordTest,
	reviewDefinition,
	untracked,
} from '../../../../core/outgoing/event-definition';
import { EventRecorder } from '../../../../core/outgoing/event-recorder';
import type { JsonObject } from '../../../../core/json';
import {
	DEFINITION_LIMITS,
	type EventDefinition,
	type EventDefinitionStore,
} from '../../../../core/store/event-definitions';
import { eventDefinition } from '../../../fixtures/event-definitions';
import { ManualTime } from '../../../fixtures/manual-time';

const eventOf = (params: JsonObject, action = 'order.sent') => ({
	action,
	eventUUID: 'u',
	time: 5,
	params,
});

/** Keeps definitions of one scope, and counts what is asked of it. */
class Memory implements EventDefinitionStore {
	readonly known = new Map<string, EventDefinition>();
	puts = 0;
	isDown = false;

	list = () => [...this.known.values()];
	get = (_scope: string, name: string) => this.known.get(name);
	remove = (_scope: string, name: string) => this.known.delete(name);
	put = (_scope: string, definition: EventDefinition, { replace }: { replace: boolean }) => {
		this.puts += 1;
		if (this.isDown) throw new Error('down');
		if (!replace && this.known.has(definition.name)) return false;
		this.known.set(definition.name, definition);
		return true;
	};
}

describe('parametersOf', () => {
	it('lists the parameters of an event with their types, in order', () => {
		const params = {
			name: 'a',
			status: 200,
			'body.ok': true,
			'body.none': null,
			'body.list': [],
			'body.map': {},
		};
		expect(parametersOf(eventOf(params))).toEqual([
			{ name: 'name', type: 'string' },
			{ name: 'status', type: 'number' },
			{ name: 'body.ok', type: 'boolean' },
			{ name: 'body.none', type: 'null' },
			{ name: 'body.list', type: 'array' },
			{ name: 'body.map', type: 'object' },
		]);
	});

	it('keeps to the limits of a definition', () => {
		const many = Object.fromEntries(
			Array.from({ length: 2 * DEFINITION_LIMITS.parameters }, (_, index) => [`p${index}`, 1]),
		);
		expect(parametersOf(eventOf(many))).toHaveLength(DEFINITION_LIMITS.parameters);
		const long = { ['x'.repeat(DEFINITION_LIMITS.name + 1)]: 1, y: 1 };
		expect(parametersOf(eventOf(long))).toEqual([{ name: 'y', type: 'number' }]);
		const wide = Object.fromEntries(
			Array.from({ length: 400 }, (_, index) => [String(index).padStart(200, 'x'), 1]),
		);
		const names = parametersOf(eventOf(wide)).map(({ name }) => name);
		expect(names.join('').length).toBeLessThanOrEqual(DEFINITION_LIMITS.names);
		expect(names.length).toBeGreaterThan(150);
	});
});

it('tells what was added, changed and is gone', () => {
	const before = [
		{ name: 'a', type: 'string' },
		{ name: 'b', type: 'number' },
		{ name: 'c', type: 'null' },
	] as const;
	const after = [
		{ name: 'b', type: 'string' },
		{ name: 'c', type: 'null' },
		{ name: 'd', type: 'array' },
	] as const;
	expect(changesOf([...before], [...after])).toEqual({
		added: [{ name: 'd', type: 'array' }],
		changed: [{ name: 'b', type: 'string', before: 'number' }],
		gone: [{ name: 'a', type: 'string' }],
	});
});

describe('recordTest', () => {
	const test = { scope: 'project:one', update: false, create: true, now: 9 };
	const status = { name: 'status', type: 'number' };
	const id = { name: 'body.id', type: 'number' };

	it('defines an event that is new', async () => {
		const store = new Memory();
		const result = await recordTest(store, { ...test, event: eventOf({ status: 1 }) });
		expect(result).toEqual({
			action: 'order.sent',
			parameters: [status],
			changes: { added: [status], changed: [], gone: [] },
			updated: true,
		});
		expect(store.known.get('order.sent')).toMatchObject({ parameters: [status], updatedAt: 9 });
	});

	it('shows how the response differs, and writes that only when it is asked to', async () => {
		const store = new Memory();
		store.known.set('order.sent', eventDefinition('order.sent', { description: 'Sent' }));
		const event = eventOf({ 'body.id': 424242 });
		const changes = { added: [id], changed: [], gone: [status] };
		const shown = await recordTest(store, { ...test, event });
		expect(shown).toMatchObject({ changes, updated: false });
		const kept = store.known.get('order.sent');
		expect(kept).toMatchObject({ description: 'Sent', parameters: [status], lastTest: [id] });
		expect(kept?.updatedAt).toBe(eventDefinition('').updatedAt);
		expect(reviewDefinition(kept)).toEqual([
			{ title: '1 added, 1 gone' },
			{ title: 'body.id', detail: 'Added: number' },
			{ title: 'status', detail: 'Gone: number' },
		]);

		const written = await recordTest(store, { ...test, event, update: true });
		expect(written).toMatchObject({ changes, updated: true });
		const updated = store.known.get('order.sent');
		expect(updated).toMatchObject({ description: 'Sent', parameters: [id], updatedAt: 9 });
		expect(reviewDefinition(updated)).toEqual([{ title: 'No changes' }]);
		expect(JSON.stringify([...store.known])).not.toContain('424242');
	});

	it('creates no definition for a name that comes from data, unless it is asked to', async () => {
		const store = new Memory();
		const event = eventOf({ status: 1 });
		const shown = await recordTest(store, { ...test, create: false, event });
		expect(shown).toMatchObject({ changes: { added: [status] }, updated: false });
		expect(store.puts).toBe(0);
		await recordTest(store, { ...test, create: false, update: true, event });
		expect(store.known.has('order.sent')).toBe(true);
	});
});

it('lists what a definition would change, or says that there was no test', () => {
	expect(reviewDefinition(undefined)[0]?.title).toMatch(/^No test response yet/);
	expect(reviewDefinition(eventDefinition('a.b'))[0]?.title).toMatch(/^No test response yet/);
	const lastTest = [{ name: 'status', type: 'string' as const }];
	expect(reviewDefinition(eventDefinition('a.b', { lastTest }))).toEqual([
		{ title: '1 changed' },
		{ title: 'status', detail: 'Changed: number · After: string' },
	]);
});

it('shows a test without a store', () => {
	expect(untracked(eventOf({ status: 1 }))).toMatchObject({ action: 'order.sent', updated: false });
});

describe('EventRecorder', () => {
	const scope = 'project:one';

	it('defines an event once, again after ten minutes, and at once after it was deleted', async () => {
		const [store, time] = [new Memory(), new ManualTime()];
		const recorder = new EventRecorder(time);
		const open = async () => store;
		const event = eventOf({ status: 1 });
		recorder.define(open, scope, event);
		recorder.define(open, scope, event);
		await recorder.written();
		expect(store.puts).toBe(1);
		expect(store.known.get('order.sent')).toMatchObject({ description: '', updatedAt: 5 });
		recorder.define(open, 'project:two', event);
		await time.advance(10 * 60_000);
		recorder.define(open, scope, event);
		recorder.forget(scope, 'order.sent');
		recorder.define(open, scope, event);
		await recorder.written();
		expect(store.puts).toBe(4);
	});

	it('withstands a store that is down', async () => {
		const store = new Memory();
		store.isDown = true;
		const recorder = new EventRecorder(new ManualTime());
		recorder.define(async () => store, scope, eventOf({}));
		recorder.define(() => Promise.reject(new Error('down')), scope, eventOf({}, 'other.event'));
		await expect(recorder.written()).resolves.toBeUndefined();
		expect(store.puts).toBe(1);
	});
});
