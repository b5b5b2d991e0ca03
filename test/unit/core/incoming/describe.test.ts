import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { describeEndpoint } from '../../../../core/incoming/describe';
import { flatten } from '../../../../core/parameters/flatten';
import { mergeSamples, sampleOf } from '../../../../core/incoming/sample';
import type { JsonObject, JsonValue } from '../../../../core/json';
import type { IncomingRequest } from '../../../../core/incoming/request';
import type { Sample } from '../../../../core/store/store';

const sample = (documents: JsonValue[], headers: Record<string, string> = {}): Sample =>
	documents
		.map((document) =>
			sampleOf({ headers } as Partial<IncomingRequest> as IncomingRequest, flatten(document)),
		)
		.reduce<Sample | undefined>(mergeSamples, undefined) as Sample;

const described = (documents: JsonValue[], more: object = {}) =>
	describeEndpoint({
		baseUrl: 'https://n8n.example.com/webhook',
		path: '/automation-endpoint/endpoints/authorized/endpoint-1/trigger',
		title: 'Complaints',
		authentication: 'jwt',
		sample: sample(documents, { 'x-deduplication-hash': '1' }),
		...more,
	});

const operationOf = (document: JsonObject) =>
	Object.values(document['paths'] as Record<string, { post: JsonObject }>)[0]!.post;
const schemaOf = (document: JsonObject) =>
	(operationOf(document) as { requestBody: { content: Record<string, { schema: JsonObject }> } })
		.requestBody.content['application/json']!.schema;

const documents: JsonValue[] = [
	{
		complaint: { id: 1, tags: ['a'], priority: 'high', note: null },
		lines: [{ sku: 'x', n: 1.5 }],
	},
	{ complaint: { id: '2', tags: [], empty: {} }, lines: [], 'a.b': true },
];

it('describes the body with the types seen, and requires what every request had', () => {
	const schema = schemaOf(described(documents));
	expect(schema).toMatchObject({ type: 'object', required: ['complaint', 'lines'] });
	expect(schema['properties']).toMatchObject({
		complaint: {
			type: 'object',
			required: ['id', 'tags'],
			properties: {
				tags: { type: 'array', items: { type: 'string' } },
				priority: { type: 'string' },
			},
		},
		lines: { type: 'array', items: { type: 'object', properties: { n: { type: 'number' } } } },
		'a.b': { type: 'boolean' },
	});
	expect(schemaOf(described([[{ id: 1 }]]))).toMatchObject({
		type: 'array',
		items: { type: 'object', properties: { id: { type: 'number' } } },
	});
});

it('names path, authentication, deduplication header and every reply', () => {
	const document = described(documents);
	expect(document).toMatchObject({
		openapi: '3.1.0',
		servers: [{ url: 'https://n8n.example.com/webhook' }],
		components: { securitySchemes: { jwt: { scheme: 'bearer' } } },
	});
	const operation = operationOf(document);
	expect(operation['parameters']).toMatchObject([{ name: 'X-Deduplication-Hash', in: 'header' }]);
	expect(Object.keys(operation['responses'] as object)).toEqual([
		...['200', '204', '400', '401', '403', '413', '415', '429', '503'],
	]);
});

/** A kept validator, which is an ES module and so runs by itself. */
const VALIDATOR = path.join(
	__dirname,
	'../../../../node_modules/@seriousme/openapi-schema-validator/bin/validate-api-cli.js',
);

async function validate(document: object): Promise<string> {
	const folder = mkdtempSync(path.join(tmpdir(), 'openapi-'));
	const file = path.join(folder, 'openapi.json');
	writeFileSync(file, JSON.stringify(document));
	try {
		const { stdout } = await promisify(execFile)(process.execPath, [VALIDATOR, file]);
		return stdout;
	} catch (error) {
		return `invalid: ${(error as { stdout: string }).stdout}`;
	} finally {
		rmSync(folder, { recursive: true });
	}
}

it.each(['jwt', 'meta', 'none'])(
	'is valid OpenAPI 3.1 with the authentication %s',
	async (authentication) => {
		expect(await validate(described(documents, { authentication }))).toContain('"valid": true');
	},
);

it('is judged by a validator that sees faults', async () => {
	expect(await validate({ ...described(documents), info: {} })).toContain('"valid": false');
});

it('gives a curl command that a shell reads as one request', () => {
	const document = described([{ "it's": 'x' }], { authentication: 'none' });
	expect(operationOf(document)['x-codeSamples']).toMatchObject([
		{
			source: [
				"curl -X POST 'https://n8n.example.com/webhook/automation-endpoint/endpoints/authorized/endpoint-1/trigger' \\",
				"  -H 'Content-Type: application/json' \\",
				`  -d '{"it'\\''s":"text"}'`,
			].join('\n'),
		},
	]);
});
