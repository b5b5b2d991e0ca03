import type { IDataObject } from 'n8n-workflow';

process.env['SYNERISE_INTEGRATIONS_ALLOWED_HOSTS'] = 'localhost';

import { runNode } from '../../host/engine';
import { OutgoingIntegration } from '../../nodes/OutgoingIntegration/OutgoingIntegration.node';
import { startPeer, type Peer } from '../fixtures/https-peer';

let peer: Peer;
beforeAll(async () => {
	peer = await startPeer((_, response) => {
		response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
	});
});
afterAll(async () => await peer.close());
beforeEach(() => {
	peer.seen.length = 0;
});

const HOSTILE = '{{ json.secret }} {% for i in range(3) %}x{% endfor %} ={{ $json.secret }} {# {{';

const item: IDataObject = {
	id: 7,
	name: 'Ada',
	hostile: HOSTILE,
	secret: 'SECRET',
	nested: { a: [1, 'b'] },
	event: { action: 'order.placed', params: { number: 'o-1', hostile: HOSTILE } },
	customer: { email: 'a@b.example' },
};

const run = async (parameters: IDataObject, json: IDataObject[] = [item]) =>
	await runNode(
		new OutgoingIntegration(),
		json.map((one) => ({ json: one })),
		{
			parameters: {
				webhookName: 'Test',
				method: 'POST',
				url: `${peer.origin}/`,
				sendBody: true,
				contentType: 'json',
				specifyBody: 'json',
				...parameters,
			},
		},
	);

/** What arrives for a body of raw text. */
async function sent(body: string): Promise<string> {
	const result = await run({ contentType: 'raw', rawContentType: 'text/plain', body });
	expect(result.error).toBeUndefined();
	return peer.seen.at(-1)?.body.toString() ?? '';
}

describe.each(['', '='])('inserts in the mode "%s"', (mode) => {
	it.each([
		['{{ event.params.number }}/{{ $json.id }}', 'o-1/7'],
		['{{ $json.nested }} {{ $json.none }}!', '{"a":[1,"b"]} !'],
		['{{ $json.nested.a.map(x => x + "!").join() }} {{ json.name | upper }}', '1!,b! ADA'],
		["{{ $json.name.replace(/'/g, '') }}'s", "Ada's"],
		['{% if json.id > 5 %}{{ $json.name }}{% endif %}', 'Ada'],
		['{{ $json["na" + "me"] }}', 'Ada'],
		['{{ { a: { b: $json.id }} }} {{ json.id }}', '{"a":{"b":7}} 7'],
		['{{ $itemIndex }}{{ $input.item.json.id }}', '07'],
	])('%s', async (body, text) => expect(await sent(`${mode}${body}`)).toBe(text));

	it('in every kind of field reach the wire', async () => {
		const result = await run({
			url: `${mode}${peer.origin}/{{ event.params.number }}/{{ $json.id }}`,
			webhookName: `${mode}{{ json.name }}-{{ $json.id }}`,
			eventName: `${mode}order.{{ $json.id }}`,
			sendQuery: true,
			queryParameters: {
				parameters: [
					{ name: `${mode}q{{ $json.id }}`, value: `${mode}{{ json.name }}{{ $json.id }}` },
				],
			},
			sendHeaders: true,
			headerParameters: {
				parameters: [{ name: 'X-Name', value: `${mode}{{ json.name }}/{{ $json.id }}` }],
			},
			jsonBody: `${mode}{"a": "{{ customer.email }}", "n": {{ $json.id }}, "o": {{ $json.nested }}}`,
			additionalEventParameters: {
				parameters: [{ name: 'x', value: `${mode}{{ $json.name }} {{ json.id }}` }],
			},
			options: { idempotencyKey: `${mode}{{ $json.id }}-{{ json.id }}` },
		});
		expect(result.error).toBeUndefined();
		const [seen] = peer.seen;
		expect(seen?.url).toBe('/o-1/7?q7=Ada7');
		expect(seen?.headers).toMatchObject({ 'x-name': 'Ada/7', 'idempotency-key': '7-7' });
		expect(seen?.body.toString()).toBe('{"a": "a@b.example", "n": 7, "o": {"a":[1,"b"]}}');
		expect(result.outputs[0]?.[0]?.json).toMatchObject({
			event: { action: 'order.7', params: { name: 'Ada-7', x: 'Ada 7' } },
		});
	});

	it('keep the type of a lone expression', async () => {
		const result = await run({
			specifyBody: 'keypair',
			bodyParameters: {
				parameters: [
					{ name: 'n', value: `${mode}{{ $json.id }}` },
					{ name: 'o', value: `${mode}{{ $json.nested }}` },
					{ name: 't', value: `${mode}{{ json.id }}` },
				],
			},
		});
		expect(result.error).toBeUndefined();
		expect(JSON.parse(peer.seen[0]?.body.toString() ?? '')).toEqual({
			n: 7,
			o: item.nested,
			t: '7',
		});
	});

	it.each([
		['{{ $json.hostile }}'],
		['{{ $json.hostile }}{{ json.none }}'],
		['{{ event.params.hostile }}'],
		['{{ $("Items").item.json.hostile }}'],
		['{{ $("Items").first().json.hostile }}{{ json.none }}'],
	])('%s never becomes a template', async (body) => {
		expect(await sent(`${mode}${body}`)).toBe(HOSTILE);
	});
});

describe('a form field of a saved integration', () => {
	const saved = () => ({
		method: 'POST',
		url: `${peer.origin}/`,
		sendBody: true,
		contentType: 'raw',
		rawContentType: 'text/plain',
		body: '{{ context.note }}',
		authentication: 'none',
		schema: { rows: [{ id: 'note', label: 'Note' }] },
	});

	it.each([
		['{{ $json.hostile }}', HOSTILE],
		['={{ $json.hostile }}', HOSTILE],
		['{{ $("Items").item.json.hostile }}!', `${HOSTILE}!`],
		['={{ $("Items").first().json.hostile }}{{ json.none }}', HOSTILE],
		['{{ event.params.hostile }}', HOSTILE],
		['={{ event.params.hostile }}/{{ $json.id }}', `${HOSTILE}/7`],
		['{{ json.hostile }}{{ json.hostile | length }}', `${HOSTILE}${HOSTILE.length}`],
	])('%s never becomes a template', async (note, text) => {
		const result = await runNode(new OutgoingIntegration(), [{ json: item }], {
			parameters: {
				integrationType: 'existing',
				formFields: {
					mappingMode: 'defineBelow',
					value: { note },
					schema: [],
					matchingColumns: [],
				},
			},
			credentials: { outgoingIntegrationApi: saved() },
		});
		expect(result.error).toBeUndefined();
		expect(peer.seen.at(-1)?.body.toString()).toBe(text);
	});
});

describe('plain JavaScript', () => {
	it.each([
		['={{ new Date(0).getFullYear() }}/{{ json.id }}', '1970/7'],
		['={{ Math.max(1, 5) }} {{ event.params.number }}', '5 o-1'],
		['={{ DateTime.fromISO("2024-02-29").toFormat("yyyy") }}{{ json.none }}', '2024'],
		['={{ [1, 2].length }}', '2'],
	])("%s is n8n's in Expression mode", async (body, text) => expect(await sent(body)).toBe(text));
});

it('a preview lists every insert with its language and value, secrets masked', async () => {
	const result = await run({
		action: 'previewRequest',
		jsonBody: '{"a": "{{ customer.email }}", "n": {{ $json.id }}, "x": "{{ $json.none }}"}',
	});
	expect(result.outputs[0]?.[0]?.json).toMatchObject({
		inserts: [
			{ field: 'JSON', text: '{{ customer.email }}', language: 'Jinjava', value: 'a@b.example' },
			{ field: 'JSON', text: '{{ $json.id }}', language: 'n8n', value: '7' },
			{ field: 'JSON', text: '{{ $json.none }}', language: 'n8n', value: '' },
		],
		warnings: ['JSON: the insert {{ $json.none }} gave nothing, because its value is missing.'],
	});
});

it.each([
	[
		'={{ custmer.name }}',
		/^Body: \{\{ custmer\.name \}\} has no value: .* \(did you mean "customer"\?\)$/,
	],
	[
		'{{ $json.name | upper }}x',
		/^Body, line 1, column 3: the filter "upper" does not work in an expression/,
	],
	[
		'{{ $("Nowhere").item.json.x }} {{ json.id }}',
		/^Body: n8n cannot evaluate \{\{ \$\("Nowhere"\)/,
	],
])('%s is told by the label of its field', async (body, message) => {
	const result = await run({ contentType: 'raw', body });
	expect(result.error?.message).toMatch(message);
	expect(peer.seen).toEqual([]);
});
