import type { IDataObject } from 'n8n-workflow';

process.env['SYNERISE_INTEGRATIONS_ALLOWED_HOSTS'] = 'localhost';

import { runNode } from '../../host/engine';
import { OutgoingIntegration } from '../../nodes/OutgoingIntegration/OutgoingIntegration.node';
import { startPeer, type Peer } from '../fixtures/https-peer';

describe('the connection of an Outgoing Integration', () => {
	let peer: Peer;
	let validToken = 'token-number-one';
	beforeAll(async () => {
		peer = await startPeer(({ url, headers, body }, response) => {
			if (url === '/login') {
				response.end(JSON.stringify({ token: validToken, given: body.toString() }));
			} else if (url.startsWith('/token') && headers['x-token'] !== validToken) {
				response.writeHead(401).end('unknown token');
			} else if (url.startsWith('/file')) {
				const seen = Buffer.from(JSON.stringify(headers));
				response.writeHead(200, { 'content-type': 'application/octet-stream' });
				response.end(url === '/file.bin' ? Buffer.concat([Buffer.from([0xff]), seen]) : seen);
			} else {
				// A careless host repeats what it was sent.
				response
					.writeHead(200, {
						'content-type': 'application/json',
						'x-seen': headers.authorization ?? '',
					})
					.end(JSON.stringify({ seen: headers, url }));
			}
		});
	});
	afterAll(async () => await peer.close());
	beforeEach(() => {
		peer.seen.length = 0;
	});

	const run = async (
		parameters: IDataObject,
		credentials: Record<string, IDataObject>,
		count = 1,
	) =>
		await runNode(
			new OutgoingIntegration(),
			Array.from({ length: count }, (_, n) => ({ json: { n } })),
			{ parameters: { webhookName: 'Test', method: 'GET', ...parameters }, credentials },
		);

	it('adds Basic authentication and shows none of it', async () => {
		const result = await run(
			{ authentication: 'loginPassword', url: `${peer.origin}/x` },
			{ loginPasswordApi: { login: 'ada', password: 'correct horse battery' } },
		);
		const encoded = Buffer.from('ada:correct horse battery').toString('base64');
		expect(peer.seen[0]?.headers.authorization).toBe(`Basic ${encoded}`);
		const shown = JSON.stringify(result.outputs);
		expect(shown).toContain('*****');
		expect(shown).not.toContain(encoded);
		expect(shown).not.toContain('correct horse');
	});

	it.each([
		['/file.txt', 'was replaced by *****', 1],
		['/file.bin', 'was left out', 0],
	])('lets no secret out in the file %s, and says what it did', async (path, note, files) => {
		const { outputs } = await run(
			{ authentication: 'loginPassword', url: peer.origin + path },
			{ loginPasswordApi: { login: 'ada', password: 'correct horse battery' } },
		);
		const item = outputs[0]?.[0];
		expect(item?.json).toMatchObject({
			response: { body: { note: expect.stringContaining(note) as string } },
			event: { params: { 'body.note': expect.stringContaining(note) as string } },
		});
		const binaries = Object.values(item?.binary ?? {});
		expect(binaries).toHaveLength(files);
		for (const { data } of binaries) {
			const text = Buffer.from(data, 'base64').toString();
			expect(text).toContain('"authorization":"Basic *****"');
		}
	});

	it('keeps a secret URL parameter out of req.url and of errors', async () => {
		const credentials = {
			apiKeyConnectionApi: {
				secret: 'very-secret-key-1',
				headers: {},
				urlParameters: { rows: [{ name: 'key', value: '{{ secret }}' }] },
			},
		};
		const answered = await run(
			{ authentication: 'apiKey', url: `${peer.origin}/x?a=1` },
			credentials,
		);
		expect(peer.seen[0]?.url).toBe('/x?a=1&key=very-secret-key-1');
		expect(JSON.stringify(answered.outputs)).not.toContain('very-secret-key-1');
		expect(answered.outputs[0]?.[0]?.json).toMatchObject({
			event: { params: { 'req.url': `${peer.origin}/x?a=1` } },
		});
		const failed = await run(
			{ authentication: 'apiKey', url: 'https://localhost:1/x' },
			credentials,
		);
		expect(failed.error?.message).toContain('localhost:1');
		expect(JSON.stringify(failed.error)).not.toContain('very-secret-key-1');
	});

	it('fetches one token for all items and one more after a 401', async () => {
		const credentials = {
			customConnectionApi: {
				secret: 'login-secret-1',
				method: 'POST',
				url: `${peer.origin}/login`,
				headers: {},
				body: '{"key":"{{ secret }}"}',
				tokenHeaders: {
					rows: [{ name: 'X-Token', value: '{{ authResponseBody | fromjson | attr("token") }}' }],
				},
				tokenUrlParameters: {},
				ttl: 60,
			},
		};
		const parameters = {
			authentication: 'customConnection',
			url: `${peer.origin}/token/{{ json.n }}`,
		};
		const statuses = async () =>
			(await run(parameters, credentials, 20)).outputs[0]?.map(
				({ json }) => (json['response'] as IDataObject)['statusCode'],
			);
		expect(await statuses()).toEqual(Array.from({ length: 20 }, () => 200));
		expect(peer.seen.filter(({ url }) => url === '/login')).toHaveLength(1);
		validToken = 'token-number-two';
		expect(await statuses()).toEqual(Array.from({ length: 20 }, () => 200));
		expect(peer.seen.filter(({ url }) => url === '/login')).toHaveLength(2);
	});

	it('honours the domains that the credential is restricted to', async () => {
		const result = await run(
			{ authentication: 'loginPassword', url: `${peer.origin}/x` },
			{
				loginPasswordApi: {
					login: 'ada',
					password: 'correct horse battery',
					allowedHttpRequestDomains: 'domains',
					allowedDomains: 'api.example.com, *.example.org',
				},
			},
		);
		expect(result.error?.message).toContain('may not be used for the domain "localhost"');
		expect(peer.seen).toHaveLength(0);
	});

	it('names the credential that is missing', async () => {
		const result = await run({ authentication: 'sha256', url: `${peer.origin}/x` }, {});
		expect(result.status).toBe('error');
		expect(peer.seen).toHaveLength(0);
	});
});
