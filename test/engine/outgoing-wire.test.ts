import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

process.env['SYNERISE_INTEGRATIONS_ALLOWED_HOSTS'] = 'localhost';

import { runNode } from '../../host/engine';
import { OutgoingIntegration } from '../../nodes/OutgoingIntegration/OutgoingIntegration.node';
import { startPeer, type Peer } from '../fixtures/https-peer';

const PICTURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 255]);

describe('the wire of an Outgoing Integration', () => {
	let peer: Peer;
	let failures = 0;
	beforeAll(async () => {
		peer = await startPeer(({ url, body, headers }, response) => {
			if (url === '/flaky' && failures-- > 0) {
				response.writeHead(503, { 'retry-after': '0' }).end();
			} else if (url === '/picture.png') {
				response.writeHead(200, { 'content-type': 'image/png' }).end(PICTURE);
			} else if (url === '/large') {
				response.writeHead(200, { 'content-type': 'text/plain' }).end('x'.repeat(100_000));
			} else if (url === '/refused') {
				response.writeHead(422, { 'content-type': 'application/json' }).end('{"reason":"no"}');
			} else if (url === '/moved') {
				response.writeHead(302, { location: '/echo' }).end();
			} else {
				response
					.writeHead(200, { 'content-type': 'text/plain' })
					.end(`${headers['content-type'] ?? ''}|${body.toString('base64')}`);
			}
		});
	});
	afterAll(async () => await peer.close());
	beforeEach(() => {
		peer.seen.length = 0;
	});

	const run = async (
		path: string,
		parameters: IDataObject,
		items: INodeExecutionData[] = [{ json: {} }],
		node: IDataObject = {},
	) =>
		await runNode(new OutgoingIntegration(), items, {
			parameters: {
				webhookName: 'Test',
				method: 'GET',
				url: `${peer.origin}${path}`,
				...parameters,
			},
			node,
		});

	const backOff = 'status 503, Retry-After names no time ahead, exponential back-off';
	const retry = { retry: { maxAttempts: 3, baseDelay: 1 } };

	const file = (data: Buffer): INodeExecutionData => ({
		json: {},
		binary: { photo: { data: data.toString('base64'), mimeType: 'image/png', fileName: 'a.png' } },
	});

	it('tells in the output why it tried again, with one idempotency key for all attempts', async () => {
		failures = 2;
		const result = await run('/flaky', { method: 'POST', options: { retry, idempotencyKey: '' } });
		expect(result.outputs[0]?.[0]?.json).toMatchObject({
			event: { params: { status: 200 } },
			response: {
				retries: [
					{ attempt: 2, waitMs: 1, reason: backOff },
					// From half of the back-off of 2 ms up to all of it.
					{ attempt: 3, waitMs: expect.any(Number) as number, reason: backOff },
				],
			},
		});
		const keys = peer.seen.map(({ headers }) => headers['idempotency-key']);
		expect(keys).toHaveLength(3);
		expect(new Set(keys).size).toBe(1);
	});

	it('puts the masked request and its attempts beside the error of a failed item', async () => {
		failures = 2;
		const result = await runNode(new OutgoingIntegration(), [{ json: { id: 7 } }], {
			parameters: {
				webhookName: 'Test',
				method: 'PUT',
				url: `${peer.origin}/flaky`,
				authentication: 'loginPassword',
				sendBody: true,
				jsonBody: '{"id": {{ json.id }}}',
				options: {
					failOnErrorStatus: true,
					retry: { retry: { maxAttempts: 2, baseDelay: 1 } },
					idempotencyKey: 'order-{{ json.id }}',
				},
			},
			node: { onError: 'continueRegularOutput' },
			credentials: { loginPasswordApi: { login: 'ada', password: 'open sesame 42' } },
		});
		const json = result.outputs[0]?.[0]?.json;
		const { host } = new URL(peer.origin);
		expect(json).toMatchObject({
			error: `${host} returned status 503 Service Unavailable`,
			message: expect.stringContaining('All 2 attempts failed.'),
			details: {
				code: 'HTTP_STATUS',
				request: {
					method: 'PUT',
					url: `${peer.origin}/flaky`,
					headers: {
						'Content-Type': 'application/json',
						'Idempotency-Key': 'order-7',
						Authorization: 'Basic *****',
					},
					body: '{"id": 7}',
				},
				attempts: [
					{ attempt: 1, result: 'status 503' },
					{ attempt: 2, result: 'status 503', waitMs: 1, reason: backOff },
				],
			},
		});
		expect(JSON.stringify(result.outputs)).not.toContain('sesame');
	});

	it('keeps the bytes of a failed body that is no text', async () => {
		const parameters = {
			method: 'PUT',
			sendBody: true,
			contentType: 'binaryData',
			inputDataFieldName: 'photo',
			options: { failOnErrorStatus: true },
		};
		const failed = await run('/refused', parameters, [file(PICTURE)], {
			onError: 'continueRegularOutput',
		});
		expect(failed.outputs[0]?.[0]?.json).toMatchObject({
			details: {
				request: { body: PICTURE.toString('base64'), bodyEncoding: 'base64' },
				attempts: [{ attempt: 1, result: 'status 422' }],
			},
		});
	});

	it('gives each item a key of its own', async () => {
		await run('/echo', { options: { idempotencyKey: '' } }, [{ json: {} }, { json: {} }]);
		expect(new Set(peer.seen.map(({ headers }) => headers['idempotency-key'])).size).toBe(2);
	});

	it('puts a binary answer into binary data and points to it', async () => {
		const result = await run('/picture.png', {
			options: { response: { response: { outputPropertyName: 'picture' } } },
		});
		const [item] = result.outputs[0] ?? [];
		expect(item?.json).toMatchObject({
			event: {
				params: {
					'body.binary': 'picture',
					'body.mimeType': 'image/png',
					'body.fileSize': PICTURE.length,
					'body.fileName': 'picture.png',
				},
			},
			response: { body: { binary: 'picture' } },
		});
		expect(item?.binary?.['picture']).toMatchObject({
			mimeType: 'image/png',
			fileName: 'picture.png',
		});
		expect(Buffer.from(item?.binary?.['picture']?.data ?? '', 'base64')).toEqual(PICTURE);
	});

	it('sends a file of the item as the body', async () => {
		const parameters = {
			method: 'PUT',
			sendBody: true,
			contentType: 'binaryData',
			inputDataFieldName: 'photo',
		};
		const result = await run('/echo', parameters, [file(PICTURE)]);
		expect(result.outputs[0]?.[0]?.json).toMatchObject({
			response: { body: `image/png|${PICTURE.toString('base64')}` },
		});
	});

	it('sends a file of the item as a part, and names the one that is missing', async () => {
		const parameters = {
			method: 'POST',
			sendBody: true,
			contentType: 'multipart-form-data',
			bodyParameters: {
				parameters: [
					{ parameterType: 'formData', name: 'note', value: '{{ json.note }}' },
					{ parameterType: 'formBinaryData', name: 'file', inputDataFieldName: 'photo' },
				],
			},
		};
		await run('/echo', parameters, [{ ...file(PICTURE), json: { note: 'hi' } }]);
		const [seen] = peer.seen;
		expect(seen?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
		expect(seen?.body.includes(PICTURE)).toBe(true);
		expect(seen?.body.toString('latin1')).toContain('name="file"; filename="a.png"');
		const missing = await run('/echo', parameters, [{ json: {} }]);
		expect(missing.status).toBe('error');
		expect(missing.error?.message).toContain('photo');
	});

	it('makes an error of an error status when the user wants that', async () => {
		const parameters = { options: { failOnErrorStatus: true } };
		const stopped = await run('/refused', parameters);
		expect(stopped.error).toMatchObject({ name: 'NodeApiError', httpCode: '422' });
		expect(stopped.error?.message).toContain('422');
		const split = await run('/refused', parameters, [{ json: { id: 7 } }], {
			onError: 'continueErrorOutput',
		});
		expect(split.outputs.map((output) => output.length)).toEqual([0, 1]);
		expect(split.outputs[1]?.[0]?.json).toMatchObject({
			id: 7,
			error: expect.stringContaining('422'),
			details: { request: { method: 'GET', url: `${peer.origin}/refused` } },
		});
	});

	it('follows redirects only when the option is added', async () => {
		const still = await run('/moved', {});
		expect(still.outputs[0]?.[0]?.json).toMatchObject({ event: { params: { status: 302 } } });
		const followed = await run('/moved', { options: { redirect: { redirect: {} } } });
		expect(followed.outputs[0]?.[0]?.json).toMatchObject({ event: { params: { status: 200 } } });
	});

	it('fails an item without an answer and goes on with the others', async () => {
		const urls = [{ path: 'echo' }, { path: 'large' }, { path: 'echo' }];
		const result = await run(
			'/{{ json.path }}',
			{ options: { maxResponseSize: 0.01 } },
			urls.map((json) => ({ json })),
			{ onError: 'continueRegularOutput' },
		);
		expect(
			result.outputs[0]?.map(({ json, pairedItem }) => [Object.keys(json), pairedItem]),
		).toEqual([
			[['event', 'response'], { item: 0 }],
			[['error', 'message', 'details'], { item: 1 }],
			[['event', 'response'], { item: 2 }],
		]);
		expect(result.outputs[0]?.[1]?.json['error']).toContain('larger than');
	});

	it('shows less of the answer when that is enough', async () => {
		const result = await run('/echo', {
			options: { response: { response: { fullResponse: false } } },
		});
		expect(Object.keys(result.outputs[0]?.[0]?.json['response'] as object)).toEqual([
			'statusCode',
			'body',
		]);
	});

	it('lets templates read what an earlier step had for the item', async () => {
		const items = [1, 2].map((n) => ({ json: { parameters: { n }, integration: { name: 'In' } } }));
		await run(
			'/echo',
			{
				method: 'POST',
				sendBody: true,
				contentType: 'raw',
				body: "{{ automationPathSteps['Items'].event.params.n }} {{ currentStep.blockName }} {{ event.action }}",
				options: { concurrency: 1 },
			},
			items,
		);
		expect(peer.seen.map(({ body }) => body.toString())).toEqual([
			'1 Outgoing Integration In',
			'2 Outgoing Integration In',
		]);
	});

	it('names the option that cannot be used', async () => {
		const result = await run('/echo', { options: { concurrency: 0 } });
		expect(result.error?.message).toBe('Concurrency: must be a number of at least 1');
	});
});
