import type { JsonValue } from '../../../../core/json';
import type { MaskedContent } from '../../../../core/outgoing/masked-content';
import { eventName, responseEvent } from '../../../../core/outgoing/response-event';
import { formOf, scopeWith } from './render';

const eventOf = (content: MaskedContent) =>
	responseEvent(
		{
			action: 'webhook.response',
			name: 'Notify',
			status: 201,
			statusDescription: 'Created',
			url: 'https://example.com/',
			source: { diagramId: 'd', diagramName: 'D', blockId: 'b', blockName: 'B' },
			profile: { clientId: '1', uuid: 'u' },
			content,
			fileProperty: 'data',
			additional: [['custom', '5']],
		},
		{ time: 7, eventUUID: 'e' },
	);

const bodyOf = (value: JsonValue) =>
	Object.fromEntries(
		Object.entries(eventOf({ kind: 'json', value }).params).filter(([key]) =>
			key.startsWith('body'),
		),
	);

describe('responseEvent', () => {
	it('has its parameters in the order of the documentation', () => {
		const event = eventOf({ kind: 'json', value: { token: 't' } });
		expect(event).toMatchObject({ action: 'webhook.response', eventUUID: 'e', time: 7 });
		expect(Object.entries(event.params)).toEqual([
			['name', 'Notify'],
			['status', 201],
			['statusDescription', 'Created'],
			['req.url', 'https://example.com/'],
			['diagramId', 'd'],
			['diagramName', 'D'],
			['blockId', 'b'],
			['blockName', 'B'],
			['clientId', '1'],
			['uuid', 'u'],
			['body.token', 't'],
			['custom', '5'],
		]);
	});

	it.each([
		[{ a: { b: [1, { c: null }] } }, { 'body.a.b[0]': 1, 'body.a.b[1].c': null }],
		[[1, [true]], { 'body[0]': 1, 'body[1][0]': true }],
		[
			{ 'a.b': 1, '': 2 },
			{ 'body["a.b"]': 1, 'body[""]': 2 },
		],
		[
			{ empty: {}, none: [] },
			{ 'body.empty': {}, 'body.none': [] },
		],
		[{}, { body: {} }],
		['text', { body: 'text' }],
		[5, { body: 5 }],
		[null, { body: null }],
	] as Array<[JsonValue, object]>)('flattens %j with its types', (value, expected) => {
		expect(bodyOf(value)).toEqual(expected);
	});

	it('names 10,000 values of a body, 100 levels and 4 MiB of names, and says how many are left out', () => {
		const truncated = (value: JsonValue) => eventOf({ kind: 'json', value }).truncated;
		const ones = (count: number) => Array.from({ length: count }, () => 1);
		expect(truncated(ones(10_000))).toBeUndefined();
		expect(truncated(ones(1_000_000))).toEqual({ parameters: 990_000 });
		const nested = (levels: number) =>
			JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as JsonValue;
		expect(truncated(nested(100))).toBeUndefined();
		expect(truncated([nested(10_000), 1])).toEqual({ parameters: 1 });
		const long = eventOf({ kind: 'json', value: { ['k'.repeat(1_000)]: ones(9_000) } });
		const names = Object.keys(long.params).filter((name) => name.startsWith('body'));
		expect(names.join('').length).toBeLessThanOrEqual(4 * 1024 * 1024);
		expect(long.truncated).toEqual({ parameters: 9_000 - names.length });
	});

	it('puts text into one parameter', () => {
		expect(eventOf({ kind: 'text', value: 'ok' }).params).toMatchObject({ body: 'ok' });
		expect(eventOf({ kind: 'empty' }).params).toMatchObject({ body: '' });
	});

	it('points to a file', () => {
		const file = { data: Buffer.alloc(3), mimeType: 'image/png', fileName: 'a.png' };
		expect(eventOf({ kind: 'file', file, size: 3, isLeftOut: false }).params).toMatchObject({
			'body.binary': 'data',
			'body.mimeType': 'image/png',
			'body.fileSize': 3,
			'body.fileName': 'a.png',
		});
	});
});

const nameOf = (text: string) =>
	eventName(formOf({ eventName: text }).text('eventName'), scopeWith());

describe('eventName', () => {
	it.each([
		['', 'webhook.response'],
		['  ', 'webhook.response'],
		[' order.sent ', 'order.sent'],
		['a-', 'a-'],
		['x'.repeat(32), 'x'.repeat(32)],
	])('"%s" is %s', (text, name) => expect(nameOf(text)).toBe(name));

	it.each(['a', 'x'.repeat(33), 'with blank', 'ä.b', 'a/b', 'a$'])('"%s" is refused', (text) => {
		expect(() => nameOf(text)).toThrow(expect.objectContaining({ code: 'EVENT_NAME_INVALID' }));
	});
});
