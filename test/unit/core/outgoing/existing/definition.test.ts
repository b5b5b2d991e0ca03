import { apiKey } from '../../../../../core/connections/api-key';
import { none } from '../../../../../core/connections/none';
import { parseAllowedHosts } from '../../../../../core/http/allowed-hosts';
import { createTargetPolicy } from '../../../../../core/http/target-policy';
import { readDefinition } from '../../../../../core/outgoing/existing/definition';
import { savedFieldName } from '../../../../../core/outgoing/existing/field-names';
import { noRun, testDefinition } from '../../../../../core/outgoing/existing/test-definition';

const formNames = new Set(['method', 'url', 'body', 'headerParameters']);
const connections = [
	{ method: none.name, fields: [] },
	{
		method: apiKey.name,
		fields: [
			{ name: 'secret', displayName: 'Secret', required: true },
			{ name: 'headers', displayName: 'Headers', required: false },
			{ name: 'url', displayName: 'URL', required: false },
		],
	},
];
const read = (saved: Record<string, unknown>) => () =>
	readDefinition(saved, connections, { formNames, label: (path) => path });

const services = { clock: { now: () => 0 }, ...createTargetPolicy(parseAllowedHosts(undefined)) };
const tested = async (saved: Record<string, unknown>) =>
	await testDefinition(read(saved), services);

test('fields of a connection that the form has, too, are saved under another name', () => {
	expect(savedFieldName('url', formNames)).toBe('connectionUrl');
	expect(savedFieldName('secret', formNames)).toBe('secret');
	const saved = {
		url: 'https://a.example',
		connectionUrl: 'https://login.example',
		authentication: 'apiKey',
		secret: 's',
	};
	expect(read(saved)().connection).toEqual({
		secret: 's',
		headers: undefined,
		url: 'https://login.example',
	});
});

test.each<[object, string]>([
	[{}, 'URL'],
	[{ authentication: 'apiKey', secret: ' ' }, 'URL, Secret of the connection'],
	[{ authentication: 'digest' }, 'a known authentication instead of "digest"'],
])('a draft says what is missing: %j', (saved, missing) => {
	expect(read({ ...saved })).toThrow(`The saved integration is a draft; still missing: ${missing}`);
});

const complete = {
	method: 'POST',
	url: 'https://api.example.com/{{ context.id }}',
	sendBody: true,
	contentType: 'json',
	specifyBody: 'json',
	jsonBody: '{"text": {{ context.text | tojson }}}',
	schema: {
		rows: [
			{ id: 'id', default: '7' },
			{ id: 'text', required: true },
		],
	},
};

describe('the test', () => {
	test('says what would be sent', async () => {
		expect(await tested(complete)).toEqual({
			ok: true,
			message:
				'Nothing was sent. A run would send POST https://api.example.com/7 with 13 bytes and No Authentication.',
		});
	});

	test('what only a profile decides is no fault', async () => {
		const result = await tested({ ...complete, jsonBody: '{"a": "{% customer email %}"}' });
		expect(result).toMatchObject({
			ok: true,
			message: expect.stringMatching(/^Nothing was sent\. Without data/),
		});
	});

	test.each<[string, object, RegExp]>([
		['a draft', { url: '' }, /draft; still missing: URL/],
		['a bad schema', { schema: { rows: [{ label: 'Size' }] } }, /"Size".*it has no ID/],
		[
			'a default that breaks a limit',
			{ schema: { rows: [{ id: 'a', label: 'A', default: 'ab', maximum: 1 }] } },
			/^A: 2 characters/,
		],
		['a template', { jsonBody: '{{ a | nope }}' }, /^jsonBody, line 1, column \d+: /],
		['a body that is no JSON', { jsonBody: '{' }, /^jsonBody: the rendered text is not JSON/],
		['a target', { url: 'https://127.0.0.1/' }, /would be refused/],
		['a connection', { authentication: 'apiKey', secret: 's' }, /connection is not complete/],
		['an event name', { eventName: 'x y' }, /^eventName: /],
	])('finds a fault in %s', async (_, fault, message) => {
		expect(await tested({ ...complete, ...fault })).toEqual({
			ok: false,
			message: expect.stringMatching(message),
		});
	});
});

test('an insert of n8n leaves the test of a saved integration undecided, not failed', async () => {
	const saved = { url: 'https://example.com/{{ $json.id }}' };
	const definition = () =>
		readDefinition(saved, connections, { formNames, label: (path) => path, evaluate: noRun });
	expect(await testDefinition(definition, services)).toEqual({
		ok: true,
		message: expect.stringContaining(
			'{{ $json.id }} gets its value from n8n when a workflow runs.',
		),
	});
});
