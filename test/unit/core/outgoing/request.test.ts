import type { ReadFile } from '../../../../core/outgoing/body';
import { renderRequest } from '../../../../core/outgoing/request';
import { formOf, rows, scopeWith } from './render';

const readFile: ReadFile = async (_item, property) => {
	if (property !== 'photo') throw new Error(`no file ${property}`);
	return { data: Buffer.from([0, 255, 10]), fileName: 'a.png', mimeType: 'image/png' };
};

const render = async (values: object, expressions: Record<string, unknown> = {}, json = {}) =>
	await renderRequest(
		formOf({ url: 'https://example.com/', method: 'POST', sendBody: true, ...values }, expressions),
		scopeWith(json),
		readFile,
	);

const text = async (...given: Parameters<typeof render>) => {
	const { body, headers } = await render(...given);
	return [body?.toString(), headers.find(([name]) => name === 'Content-Type')?.[1]];
};

describe('the body', () => {
	it('of JSON text goes out as rendered', async () => {
		const values = {
			contentType: 'json',
			specifyBody: 'json',
			jsonBody: '{ "n":  {{ json.n }}, "big": 12345678901234567890 }',
		};
		expect(await text(values, {}, { n: 5 })).toEqual([
			'{ "n":  5, "big": 12345678901234567890 }',
			'application/json',
		]);
	});

	it('of a JSON expression may be an object', async () => {
		const values = { contentType: 'json', specifyBody: 'json', jsonBody: '={{ $json }}' };
		expect(await text(values, { jsonBody: { a: ['{{ 1 }}'] } })).toEqual([
			'{"a":["{{ 1 }}"]}',
			'application/json',
		]);
	});

	it('of JSON must be JSON', async () => {
		const values = { contentType: 'json', specifyBody: 'json', jsonBody: '{"a": "{{ json.a }}"}' };
		await expect(render(values, {}, { a: 'say "hi"' })).rejects.toMatchObject({
			code: 'BODY_INVALID_JSON',
			field: 'jsonBody',
			hint: expect.stringContaining('tojson'),
		});
		expect(await text({ ...values, jsonBody: '  ' })).toEqual([undefined, undefined]);
	});

	it('of JSON pairs keeps the type that an expression gives', async () => {
		const values = {
			contentType: 'json',
			specifyBody: 'keypair',
			bodyParameters: rows(['n', '={{ 5 }}'], ['t', '{{ json.t }}'], ['', 'x'], ['o', '={{ {} }}']),
		};
		const expressions = {
			'bodyParameters.parameters[0].value': 5,
			'bodyParameters.parameters[3].value': { a: true },
		};
		expect(await text(values, expressions, { t: '5' })).toEqual([
			'{"n":5,"t":"5","o":{"a":true}}',
			'application/json',
		]);
	});

	it('of a form is encoded', async () => {
		const values = {
			contentType: 'form-urlencoded',
			specifyBody: 'keypair',
			bodyParameters: rows(['a b', 'ä&{{ 0 + 1 }}']),
		};
		expect(await text(values)).toEqual(['a+b=%C3%A4%261', 'application/x-www-form-urlencoded']);
		expect(
			await text(
				{ contentType: 'form-urlencoded', specifyBody: 'string', body: 'x={{ json.x }}' },
				{},
				{ x: '1' },
			),
		).toEqual(['x=1', 'application/x-www-form-urlencoded']);
	});

	it('of multiple parts holds fields and files', async () => {
		const { body, headers } = await render({
			contentType: 'multipart-form-data',
			bodyParameters: {
				parameters: [
					{ parameterType: 'formData', name: 'note', value: '{{ 0 + 1 }}é' },
					{ parameterType: 'formBinaryData', name: 'file', inputDataFieldName: 'photo' },
				],
			},
		});
		const sent = new Response(new Uint8Array(body ?? []), {
			headers: { 'content-type': headers[0]?.[1] ?? '' },
		});
		const parts = await sent.formData();
		expect(parts.get('note')).toBe('1é');
		const file = parts.get('file') as File;
		expect([file.name, file.type]).toEqual(['a.png', 'image/png']);
		expect([...new Uint8Array(await file.arrayBuffer())]).toEqual([0, 255, 10]);
	});

	it('of form data has the boundary, media types and file names that are set', async () => {
		const part = (fields: object) => ({ parameterType: 'formData', ...fields });
		const form = (type: string, mediaType = 'application/json') => ({
			sendHeaders: true,
			headerParameters: rows(['content-type', type]),
			contentType: 'multipart-form-data',
			bodyParameters: {
				parameters: [
					part({ name: 'a"b', value: '{}', mediaType, fileName: '{{ 0 + 1 }}.json' }),
					{
						parameterType: 'formBinaryData',
						name: 'f',
						inputDataFieldName: 'photo',
						mediaType: 'image/x; v=1',
						fileName: 'é.png',
					},
				],
			},
		});
		const own = await render(form('multipart/form-data; boundary="b-1"'));
		expect(own.headers).toEqual([['content-type', 'multipart/form-data; boundary="b-1"']]);
		expect(own.body?.toString('latin1')).toBe(
			Buffer.from(
				'--b-1\r\nContent-Disposition: form-data; name="a%22b"; filename="1.json"\r\n' +
					'Content-Type: application/json\r\n\r\n{}\r\n' +
					'--b-1\r\nContent-Disposition: form-data; name="f"; filename="é.png"\r\n' +
					'Content-Type: image/x; v=1\r\n\r\n',
			).toString('latin1') + '\x00\xff\n\r\n--b-1--\r\n',
		);
		const added = await render(form('Multipart/form-data;'));
		expect(added.headers[0]?.[1]).toMatch(
			/^Multipart\/form-data; boundary=----form-data-[0-9a-f]+$/,
		);
		const sent = new Response(new Uint8Array(added.body ?? []), {
			headers: { 'content-type': added.headers[0]?.[1] ?? '' },
		});
		expect((await sent.formData()).get('a"b')).toBeInstanceOf(File);
		await expect(render(form('multipart/form-data; boundary=""'))).rejects.toMatchObject({
			code: 'BODY_BOUNDARY',
		});
		for (const type of ['json', 'a/b\r\nX: y', 'a/']) {
			await expect(render(form('multipart/form-data', type))).rejects.toMatchObject({
				code: 'BODY_MEDIA_TYPE',
				field: 'bodyParameters.parameters[0].mediaType',
			});
		}
	});

	it('of raw text has the content type that is set', async () => {
		expect(
			await text({
				contentType: 'raw',
				rawContentType: 'application/xml',
				body: '<a>{{ 0 + 1 }}</a>',
			}),
		).toEqual(['<a>1</a>', 'application/xml']);
		expect(await text({ contentType: 'raw', body: 'x' })).toEqual(['x', undefined]);
	});

	it('of a file is its bytes', async () => {
		const { body, headers } = await render({
			contentType: 'binaryData',
			inputDataFieldName: ' photo ',
		});
		expect([...(body ?? [])]).toEqual([0, 255, 10]);
		expect(headers).toEqual([['Content-Type', 'image/png']]);
		await expect(render({ contentType: 'binaryData' })).rejects.toMatchObject({
			code: 'BODY_NO_FILE',
		});
		await expect(render({ contentType: 'binaryData', inputDataFieldName: 'x' })).rejects.toThrow(
			'no file x',
		);
	});

	it('is left out when it is off, however broken', async () => {
		expect(
			await text({ sendBody: false, contentType: 'json', specifyBody: 'json', jsonBody: '{{' }),
		).toEqual([undefined, undefined]);
	});

	it('must be of a known kind', async () => {
		await expect(render({ contentType: '__proto__' })).rejects.toMatchObject({
			code: 'BODY_CONTENT_TYPE',
		});
	});
});

describe('headers', () => {
	const headersOf = async (...pairs: Array<[string, unknown]>) =>
		(
			await render(
				{ sendBody: false, sendHeaders: true, headerParameters: rows(...pairs) },
				{},
				{ v: 'x' },
			)
		).headers;

	it('keep their order, names and repetitions', async () => {
		expect(
			await headersOf(['X-B', '{{ json.v }}'], ['x-a', ' 2 '], ['X-B', '3'], ['', '4']),
		).toEqual([
			['X-B', 'x'],
			['x-a', '2'],
			['X-B', '3'],
		]);
	});

	it('of the connection and a Host that equals the domain are left to the client', async () => {
		expect(
			await headersOf(['Content-Length', '5'], ['Connection', 'close'], ['Host', 'EXAMPLE.com']),
		).toEqual([]);
	});

	it.each([
		[['X Y', '1'], 'HEADER_INVALID', 'headerParameters.parameters[0].name'],
		[['X', 'a\r\nY: b'], 'HEADER_INVALID', 'headerParameters.parameters[0].value'],
		[['X', 'a\u0000'], 'HEADER_INVALID', 'headerParameters.parameters[0].value'],
		[['X', '€\n'.concat('b')], 'HEADER_INVALID', 'headerParameters.parameters[0].value'],
		[['Host', 'internal'], 'HEADER_HOST', 'headerParameters.parameters[0].value'],
	] as Array<[[string, string], string, string]>)('%j is refused', async (pair, code, field) => {
		await expect(headersOf(pair)).rejects.toMatchObject({ code, field });
	});

	it('may hold any letter', async () => {
		expect(await headersOf(['X', 'é € 😀'])).toEqual([['X', 'é € 😀']]);
	});

	it("keep the user's own content type", async () => {
		const { headers } = await render({
			sendHeaders: true,
			headerParameters: rows(['content-type', 'application/vnd.api+json']),
			contentType: 'json',
			specifyBody: 'json',
			jsonBody: '{}',
		});
		expect(headers).toEqual([['content-type', 'application/vnd.api+json']]);
	});
});

describe('the method', () => {
	it('may come from an expression and in any letter case', async () => {
		expect((await render({ sendBody: false, method: '={{ 1 }}' }, { method: 'put' })).method).toBe(
			'PUT',
		);
		await expect(render({ sendBody: false, method: 'TRACE' })).rejects.toMatchObject({
			code: 'METHOD_INVALID',
		});
	});
});

it('names field, line and column of a broken template', async () => {
	await expect(render({ contentType: 'raw', body: 'a\n{{ x | nofilter }}' })).rejects.toMatchObject(
		{
			message: expect.stringMatching(/^body, line 2, column \d+: /),
		},
	);
});
