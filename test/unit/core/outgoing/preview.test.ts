import { apiKey } from '../../../../core/connections/api-key';
import { none } from '../../../../core/connections/none';
import type { PreparedRequest } from '../../../../core/connections/connection';
import { parseAllowedHosts } from '../../../../core/http/allowed-hosts';
import { createTargetPolicy } from '../../../../core/http/target-policy';
import { previewRequest } from '../../../../core/outgoing/preview';

const policy = createTargetPolicy(parseAllowedHosts(undefined));
const request: PreparedRequest = {
	method: 'POST',
	url: new URL('https://api.example.com/orders?a=1'),
	headers: [
		['Content-Type', 'application/json'],
		['X-Api-Key', 'mine'],
	],
	body: Buffer.from('{"a":1}'),
};
const unauthenticated = { method: none, credential: {} };
const secret = 's3cret-key-0123456789';
const keyed = {
	method: apiKey,
	credential: {
		secret,
		headers: { rows: [{ name: 'x-api-key', value: 'Bearer {{ secret }}' }] },
		urlParameters: { rows: [{ name: 'client', value: '{{ secret }}' }] },
	},
};

test('shows the whole request and the command for it', () => {
	expect(previewRequest(request, unauthenticated, policy)).toEqual({
		curl: expect.stringMatching(/^curl 'https:\/\/api\.example\.com\/orders\?a=1' --header .+$/),
		request: {
			method: 'POST',
			url: 'https://api.example.com/orders?a=1',
			headers: {
				'Content-Type': 'application/json',
				'X-Api-Key': 'mine',
				'Accept-Encoding': 'gzip, deflate, br',
				Accept: '*/*',
				'User-Agent': 'n8n-nodes-synerise-integrations',
			},
			body: '{"a":1}',
			curl: expect.stringMatching(/^curl 'https:\/\/api\.example\.com\/orders\?a=1' \\\n/),
		},
		connection: { authentication: 'No Authentication' },
		warnings: [],
	});
});

test('says what the connection adds, masked, and what it replaces', () => {
	const preview = previewRequest(request, keyed, policy);
	expect(preview.connection).toEqual({
		authentication: 'API Key',
		addedHeaders: { 'x-api-key': 'Bearer *****' },
		addedUrlParameters: { client: '*****' },
	});
	expect(preview.warnings).toEqual(['The connection replaces your header "X-Api-Key".']);
	expect(preview.request.curl).toContain('client=\'"$CLIENT_SECRET"');
	expect(preview.request.curl).toContain('Bearer \'"$X_API_KEY_SECRET"');
});

test('a secret that the user repeats in the body is masked there, too', () => {
	const body = Buffer.from(JSON.stringify({ key: secret }));
	const binary = Buffer.concat([Buffer.from([0xff]), Buffer.from(secret)]);
	const shown = previewRequest({ ...request, body }, keyed, policy);
	expect(shown.request.body).toBe('{"key":"*****"}');
	expect(JSON.stringify(shown)).not.toContain(secret);
	const bytes = previewRequest({ ...request, body: binary }, keyed, policy);
	expect(bytes.request.body).toBe('[6 bytes that are not text]');
	expect(JSON.stringify(bytes)).not.toContain(secret);
});

test.each<[string, RegExp]>([
	['http://api.example.com/', /^The request would be refused: The URL must begin with https/],
	['https://127.0.0.1/', /^The request would be refused: The URL must name a domain/],
	[
		'https://user:pw@api.example.com/',
		/^The request would be refused: The URL must not contain a user/,
	],
])('warns of %s', (url, warning) => {
	const preview = previewRequest({ ...request, url: new URL(url) }, unauthenticated, policy);
	expect(preview.warnings).toEqual([expect.stringMatching(warning)]);
});

test('warns of a domain that the connection may not be used for', () => {
	const restricted = { ...keyed, allowedDomains: ['other.example.com'] };
	expect(previewRequest(request, restricted, policy).warnings).toContainEqual(
		expect.stringMatching(/may not be used for the domain "api\.example\.com"/),
	);
});

test('shows the request without its connection when that is not complete', () => {
	const preview = previewRequest(request, { method: apiKey, credential: {} }, policy, ['noted']);
	expect(preview.request.url).toBe('https://api.example.com/orders?a=1');
	expect(preview.warnings).toEqual([
		'noted',
		expect.stringMatching(/^The connection is not complete: /),
	]);
});

test('repeated headers are listed', () => {
	const headers: PreparedRequest['headers'] = [
		['X-A', '1'],
		['X-A', '2'],
		['X-A', '3'],
	];
	const preview = previewRequest({ ...request, headers }, unauthenticated, policy);
	expect(preview.request.headers).toMatchObject({ 'X-A': ['1', '2', '3'] });
});
