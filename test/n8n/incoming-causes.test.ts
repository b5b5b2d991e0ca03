/** Forty requests that start nothing, and what the request log of a real n8n says of each; docs/request-log.md lists the causes. */
import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';

import { REQUEST_LOG, type N8nClient, type Published } from '../../host/n8n';
import { root } from '../../host/setup';
import { sharedN8n } from '../../host/testing';
import {
	condition,
	incomingWorkflow,
	JSON_HEADERS,
	pickedByAddress,
	post,
} from '../fixtures/incoming';

jest.setTimeout(300_000);

type Headers = Record<string, string>;
/** What is sent, the status of its reply, and its cause. */
type Case = [
	body: string | Uint8Array<ArrayBuffer>,
	headers: Headers,
	status: number,
	cause: string,
];

interface Endpoint {
	parameters: Record<string, unknown>;
	credential?: [type: string, data: Record<string, unknown>];
	/** At most ten a second are refused one by one, so each endpoint has no more of them. */
	cases: () => Case[] | Promise<Case[]>;
}

const SECRET = randomUUID() + randomUUID();
const NOW = Math.floor(Date.now() / 1000);

const GRANTED = { permissions: ['INCOMING_WEBHOOK_EXECUTE'], iss: 'shop', aud: 'n8n' };

async function bearer(claims: JWTPayload, header: object = {}, key = SECRET): Promise<Headers> {
	const token = new SignJWT({ ...GRANTED, exp: NOW + 600, ...claims });
	token.setProtectedHeader({ alg: 'HS256', ...header });
	return { ...JSON_HEADERS, authorization: `Bearer ${await token.sign(Buffer.from(key))}` };
}

const signed = (text: string, timestamp: number, key = SECRET): Headers => {
	const digest = createHmac('sha256', key).update(`${timestamp}.${text}`).digest('hex');
	return { ...JSON_HEADERS, 'stripe-signature': `t=${timestamp},v1=${digest}` };
};

const jwt = (cases: Endpoint['cases']): Endpoint => ({
	parameters: { authentication: 'jwt' },
	credential: [
		'incomingIntegrationJwtApi',
		{
			keySource: 'secret',
			secrets: { rows: [{ secret: SECRET }] },
			issuer: 'shop',
			audience: 'n8n',
		},
	],
	cases,
});

const open = (parameters: object, cases: Endpoint['cases']): Endpoint => ({
	parameters: { authentication: 'none', ...parameters },
	cases,
});

const withHeader = (name: string, value: string): Headers => ({ ...JSON_HEADERS, [name]: value });

const ENDPOINTS: Record<string, Endpoint> = {
	'tokens that are none': jwt(async () => [
		['{}', JSON_HEADERS, 401, 'no Authorization header and no access_token cookie'],
		[
			'{}',
			withHeader('authorization', 'Basic YTpi'),
			401,
			'the Authorization header does not contain a Bearer token',
		],
		['{}', withHeader('authorization', 'Bearer a.b.c'), 401, 'the token is not a signed JWT'],
		[
			'{}',
			withHeader('authorization', `Bearer ${new UnsecuredJWT(GRANTED).encode()}`),
			401,
			'the algorithm of the token is none of the allowed ones',
		],
		['{}', await bearer({}, { jwk: { kty: 'oct' } }), 401, 'the token brings its own key (jwk)'],
		[
			'{}',
			await bearer({}, {}, randomUUID() + randomUUID()),
			401,
			'the signature of the token fits none of the keys',
		],
	]),
	'tokens that do not count': jwt(async () => [
		['{}', await bearer({ exp: NOW - 192 }), 401, 'the token expired 00:03:12 ago (exp)'],
		[
			'{}',
			await bearer({ nbf: NOW + 3600 }),
			401,
			'the token is not valid for another 01:00:00 (nbf)',
		],
		[
			'{}',
			await bearer({ iat: NOW + 3600 }),
			401,
			'the token was issued in the future (iat): compare the clocks of both machines',
		],
		[
			'{}',
			await bearer({ iss: 'other' }),
			401,
			'the claim iss is missing, or not what the endpoint asks for',
		],
		[
			'{}',
			await bearer({ aud: 'other' }),
			401,
			'the claim aud is missing, or not what the endpoint asks for',
		],
		[
			'{}',
			await bearer({ exp: undefined as never }),
			401,
			'the claim exp is missing, or not what the endpoint asks for',
		],
		[
			'{}',
			await bearer({ permissions: ['OTHER'] }),
			403,
			'the claim permissions does not grant the permission INCOMING_WEBHOOK_EXECUTE',
		],
	]),
	bodies: open({}, () => [
		['{}', { 'content-type': 'text/plain' }, 415, 'the Content-Type is not application/json'],
		[
			'{}',
			withHeader('content-encoding', 'br'),
			415,
			'the Content-Encoding is none of gzip, deflate and identity',
		],
		['{"a":1,}', JSON_HEADERS, 400, 'the body is not valid JSON at position 7'],
		['{"a":', JSON_HEADERS, 400, 'the body is not valid JSON'],
		['"text"', JSON_HEADERS, 400, 'the body is neither an object nor an array'],
		[Buffer.from('{"a":"\xff"}', 'latin1'), JSON_HEADERS, 400, 'the body is not UTF-8'],
		[
			`${'['.repeat(101)}${']'.repeat(101)}`,
			JSON_HEADERS,
			400,
			'the body is nested deeper than 100 levels',
		],
		[
			JSON.stringify(Array.from({ length: 10_001 }, () => 1)),
			JSON_HEADERS,
			400,
			'the body has more than 10,000 parameters',
		],
		[
			gzipSync('{"a":"cut off"}').subarray(0, 12),
			withHeader('content-encoding', 'gzip'),
			400,
			'the body was cut off, or is not in its Content-Encoding',
		],
	]),
	names: open({}, () => [
		[
			JSON.stringify({ ['n'.repeat(5_000)]: Array.from({ length: 900 }, () => 1) }),
			JSON_HEADERS,
			400,
			'the names of the parameters are longer than 4 MiB in total',
		],
		[
			JSON.stringify(
				Object.fromEntries(Array.from({ length: 17 }, (_, i) => [`${i}${'k'.repeat(16_384)}`, 1])),
			),
			JSON_HEADERS,
			400,
			'more than 16 parameters have names longer than 16,383 characters',
		],
	]),
	sizes: open({ settings: { maxBodySize: 0.001 } }, () => [
		[JSON.stringify('x'.repeat(2_000)), JSON_HEADERS, 413, 'the body is larger than 1048 bytes'],
	]),
	addresses: open({ settings: { allowedIps: '203.0.113.7' } }, () => [
		['{}', JSON_HEADERS, 403, 'the address of the sender is not in Allowed IPs'],
	]),
	conditions: open(
		{
			conditions: {
				rows: [
					condition('complaint.priority', 'string:equals', 'high'),
					condition('complaint.open', 'boolean:true'),
				],
			},
		},
		() => [
			[
				'{"complaint":{"priority":"low","open":true}}',
				JSON_HEADERS,
				200,
				'conditions not met: complaint.priority String: Is Equal To',
			],
			[
				'{"complaint":{"priority":"high"}}',
				JSON_HEADERS,
				200,
				'conditions not met: complaint.open Boolean: Is True (the request does not have this parameter)',
			],
		],
	),
	duplicates: open({ deduplication: true, deduplicationParameters: pickedByAddress('id') }, () => [
		['{"id":1}', JSON_HEADERS, 200, ''],
		['{"id":1}', JSON_HEADERS, 204, 'a request with this deduplication hash was accepted before'],
	]),
	'signed requests': {
		parameters: { authentication: 'signature' },
		credential: ['webhookSignatureApi', { scheme: 'stripe', secret: SECRET }],
		cases: () => [
			['{}', JSON_HEADERS, 401, 'no stripe-signature header'],
			[
				'{}',
				withHeader('stripe-signature', 'v1=00'),
				401,
				'the timestamp of the signature is missing or malformed',
			],
			['{}', signed('{"other":1}', NOW), 401, 'signature does not match'],
			['{}', signed('{}', NOW - 3600), 401, 'the timestamp of the signature is 3600 s old'],
			['{}', signed('{}', NOW + 3600), 401, 'the timestamp of the signature is 3600 s ahead'],
			['{"id":1}', signed('{"id":1}', NOW), 200, ''],
			[
				'{"id":1}',
				signed('{"id":1}', NOW),
				204,
				'a request with this signature or signed ID was accepted before',
			],
		],
	},
	'Standard Webhooks': {
		parameters: { authentication: 'signature' },
		credential: [
			'webhookSignatureApi',
			{
				scheme: 'standardWebhooks',
				secret: `whsec_${Buffer.from(SECRET).toString('base64')}`,
			},
		],
		cases: () => [
			[
				'{}',
				{ ...withHeader('webhook-signature', 'v1,AAAA'), 'webhook-timestamp': String(NOW) },
				401,
				'the signed header webhook-id is missing',
			],
		],
	},
	'Microsoft Graph': {
		parameters: { authentication: 'signature' },
		credential: ['webhookSignatureApi', { scheme: 'microsoftGraph', secret: SECRET }],
		cases: () => [
			['{}', JSON_HEADERS, 401, 'the body has no value[].clientState'],
			[
				'{"value":[{"clientState":"other"}]}',
				JSON_HEADERS,
				401,
				'the clientState of a notification is none of the secrets',
			],
		],
	},
	Meta: {
		parameters: { authentication: 'meta' },
		credential: [
			'metaWebhookApi',
			{ verifyToken: 'our-token-1234', appSecrets: { rows: [{ secret: SECRET }] } },
		],
		cases: () => [
			['{}', JSON_HEADERS, 401, 'no X-Hub-Signature-256 header'],
			[
				'{}',
				withHeader('x-hub-signature-256', `sha256=${'0'.repeat(64)}`),
				401,
				'signature does not match: it was made with none of the app secrets',
			],
		],
	},
	'Login & Password': {
		parameters: { authentication: 'basic' },
		credential: ['loginPasswordApi', { login: 'shop', password: 'a long password' }],
		cases: () => [
			['{}', JSON_HEADERS, 401, 'no Authorization header'],
			[
				'{}',
				withHeader('authorization', 'Basic YTpi'),
				401,
				'the login and password are not those of the credential',
			],
		],
	},
	'keys in a header': {
		parameters: { authentication: 'header' },
		credential: [
			'headerKeyApi',
			{ header: 'X-Api-Key', keys: { rows: [{ key: 'a long key of ours' }] } },
		],
		cases: () => [
			['{}', JSON_HEADERS, 401, 'no x-api-key header'],
			['{}', withHeader('x-api-key', 'other'), 401, 'the key is none of the credential'],
		],
	},
};

let n8n: N8nClient;
/** All causes that were seen. */
const seen: Array<{ status: number; cause: string }> = [];

beforeAll(async () => {
	n8n = await sharedN8n();
});

async function publish({ parameters, credential }: Endpoint): Promise<Published> {
	if (!credential) return await n8n.publish(incomingWorkflow(parameters));
	const [type, data] = credential;
	const name = `credential ${randomUUID()}`;
	await n8n.createCredential(type, name, data);
	return await n8n.publish(incomingWorkflow(parameters, { [type]: name }));
}

/** What the log says of an endpoint, oldest first. */
async function logOf({ nodes }: Published): Promise<Array<{ status: number; cause: string }>> {
	const asking = incomingWorkflow({ authentication: 'none' });
	const { id, url } = await n8n.publish({
		...asking,
		nodes: [
			...asking.nodes,
			{ name: 'Ask', type: REQUEST_LOG, parameters: { endpointId: nodes[0]?.id, returnAll: true } },
		],
		connections: { Incoming: { main: [[{ node: 'Ask', type: 'main', index: 0 }]] } },
	});
	await post(url, '{}');
	const [execution] = await n8n.waitForExecutions(id, 1);
	const { items } = await n8n.execution(execution?.id ?? '');
	await n8n.deactivate(id);
	const entries = (items['Ask'] ?? []).map(({ json }) => json as { status: number; cause: string });
	return entries.reverse();
}

it.each(Object.entries(ENDPOINTS))('%s', async (_name, endpoint) => {
	const published = await publish(endpoint);
	// The requests that waited for the endpoint to answer.
	const before = (await logOf(published)).length;
	const cases = await endpoint.cases();
	for (const [body, headers, status] of cases) {
		const reply = await post(published.url, body, headers);
		expect({ status: reply.status, sent: String(body).slice(0, 40) }).toEqual({
			status,
			sent: String(body).slice(0, 40),
		});
	}
	const logged = (await logOf(published)).slice(before);
	expect(logged.map(({ status, cause }) => `${status} ${withoutTimes(cause)}`)).toEqual(
		cases.map(([, , status, cause]) => `${status} ${withoutTimes(cause)}`),
	);
	seen.push(...logged.filter(({ cause }) => cause !== ''));
	await n8n.deactivate(published.id);
});

it('has a row in the documentation for each cause, and none for others', () => {
	const page = readFileSync(path.join(root, 'docs/request-log.md'), 'utf8');
	const rows = [...page.matchAll(/^\| (\d{3}) \| (.+?) +\|$/gm)].map(
		([, status, cause = '']) => `${status} ${withoutTimes(cause)}`,
	);
	const causes = seen.map(({ status, cause }) => `${status} ${withoutTimes(cause)}`);
	expect(seen.length).toBeGreaterThanOrEqual(40);
	expect([...new Set(causes)].filter((cause) => !rows.includes(cause))).toEqual([]);
	expect(rows.filter((cause) => !causes.includes(cause))).toEqual([]);
});

/** A second may pass before a request is judged. */
function withoutTimes(cause: string): string {
	return cause.replace(/\d\d:\d\d:\d\d|\d+(?= s (?:old|ahead))/g, '…');
}
