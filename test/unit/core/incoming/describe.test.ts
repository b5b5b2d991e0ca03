import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { describeEndpoint } from '../../../../core/incoming/describe';
import type { DescribedAuthentication } from '../../../../core/incoming/describe-security';
import { SIGNATURE_SCHEMES } from '../../../../core/incoming/signature/schemes';
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
		authentication: { method: 'jwt', issuesTokens: false },
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

const AUTHENTICATIONS: DescribedAuthentication[] = [
	{ method: 'none' },
	{ method: 'jwt', issuesTokens: false },
	{ method: 'jwt', issuesTokens: true },
	{ method: 'meta' },
	{ method: 'basic' },
	{ method: 'header', header: 'X-Api-Key' },
	{ method: 'clientState' },
	{ method: 'signature', header: 'X-Signature' },
	...Object.values(SIGNATURE_SCHEMES).map((scheme): DescribedAuthentication => ({
		method: 'signature',
		header: scheme.fields[0].signature,
		scheme,
	})),
];

it.each(AUTHENTICATIONS.map((each) => [JSON.stringify(each).slice(0, 60), each] as const))(
	'is valid OpenAPI 3.1 with the authentication %s',
	async (_name, authentication) => {
		expect(await validate(described(documents, { authentication }))).toContain('"valid": true');
	},
);

it('describes Basic authentication, API keys and signatures as senders have to send them', () => {
	const basic = described(documents, { authentication: { method: 'basic' } });
	expect(basic).toMatchObject({
		components: { securitySchemes: { basic: { type: 'http', scheme: 'basic' } } },
	});
	expect(sourceOf(basic)).toContain('  -u "$LOGIN:$PASSWORD"');
	const key = described(documents, { authentication: { method: 'header', header: 'X-Key' } });
	expect(operationOf(key)['security']).toEqual([{ header: [] }]);
	expect(sourceOf(key)).toContain('  -H "X-Key: $API_KEY"');
	const scheme = SIGNATURE_SCHEMES.slack;
	const authentication = { method: 'signature', header: 'x-slack-signature', scheme };
	const signed = described(documents, { authentication });
	expect(signed).toMatchObject({
		components: {
			securitySchemes: {
				signature: {
					in: 'header',
					name: 'x-slack-signature',
					description:
						'v0= and the HMAC SHA-256 of "v0:{timestamp}:{body}" with the shared secret, in hex',
				},
			},
		},
	});
	expect(operationOf(signed)['parameters']).toMatchObject([
		{ name: 'x-slack-request-timestamp', in: 'header', required: true },
		{ name: 'X-Deduplication-Hash', required: false },
	]);
	expect(sourceOf(signed)).toContain('  -H "x-slack-request-timestamp: $TIMESTAMP"');
});

it('describes the login of an endpoint that issues tokens, and none elsewhere', () => {
	const issuing = { authentication: { method: 'jwt', issuesTokens: true } };
	const paths = (document: JsonObject) => Object.keys(document['paths'] as object);
	expect(paths(described(documents))).toHaveLength(1);
	const document = described(documents, issuing);
	const login = paths(document)[1]!;
	expect(login).toBe(
		'/automation-endpoint/endpoints/authorized/endpoint-1/uauth/v2/auth/login/profile',
	);
	expect((document['paths'] as Record<string, unknown>)[login]).toMatchObject({
		post: {
			security: [],
			requestBody: {
				content: { 'application/json': { schema: { required: ['apiKey'] } } },
			},
			responses: { '200': {}, '401': {}, '429': { headers: { 'Retry-After': {} } } },
		},
	});
});

const sourceOf = (document: JsonObject) =>
	(operationOf(document)['x-codeSamples'] as Array<{ source: string }>)[0]!.source;

it('is judged by a validator that sees faults', async () => {
	expect(await validate({ ...described(documents), info: {} })).toContain('"valid": false');
});

it('gives a curl command that a shell reads as one request', () => {
	const document = described([{ "it's": 'x' }], { authentication: { method: 'none' } });
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
