import type { HttpResponse } from '../../../../core/http/client';
import {
	readContent,
	RESPONSE_LIMITS,
	type ResponseFormat,
} from '../../../../core/outgoing/response';
import { finish } from '../../../../core/steps';

const read = (
	body: string | number[],
	headers: HttpResponse['headers'] = {},
	format: ResponseFormat = 'autodetect',
	url = 'https://example.com/files/report%201.pdf?x=/y',
) =>
	finish(
		readContent(
			{ status: 200, statusText: 'OK', headers, body: Buffer.from(body as never), url },
			format,
		),
	);

const type = (value: string) => ({ 'content-type': value });

describe('readContent', () => {
	it.each([
		'application/json',
		'application/json; charset=utf-8',
		'Application/Vnd.Api+JSON',
		'text/json',
	])('reads %s as JSON', (contentType) => {
		expect(read('{"a":[1,null]}', type(contentType))).toEqual({
			kind: 'json',
			value: { a: [1, null] },
		});
	});

	it.each([
		'text/plain',
		'text/html',
		'application/xml',
		'application/soap+xml',
		'application/x-www-form-urlencoded',
	])('reads %s as text', (contentType) =>
		expect(read('{}', type(contentType))).toEqual({ kind: 'text', value: '{}' }),
	);

	it('takes what only claims to be JSON as text', () => {
		expect(read('oops', type('application/json'))).toEqual({ kind: 'text', value: 'oops' });
	});

	describe('hands on as text, with its number of values, what n8n could not hold as JSON', () => {
		const limits = RESPONSE_LIMITS;
		const list = (count: number, item: (index: number) => string) =>
			Array.from({ length: count }, (_, index) => item(index)).join(',');
		const long = 'k'.repeat(16_400);
		it.each([
			[
				'nested deeper than 1,000 levels',
				(more: number) => '['.repeat(limits.depth + more) + ']'.repeat(limits.depth + more),
				1,
			],
			[
				'with more than 1,000,000 values',
				(more: number) => `[${list(limits.count + more, () => '1')}]`,
				limits.count + 1,
			],
			[
				'with more than 250,000 containers',
				(more: number) => `[${list(limits.containers - 1 + more, () => '[]')}]`,
				limits.containers,
			],
			[
				'with more than 100,000 names',
				(more: number) => `{${list(limits.names + 10_000 * more, (index) => `"n${index}":1`)}}`,
				limits.names + 10_000,
			],
			[
				'with more than 16 long names',
				(more: number) => `{${list(limits.longNames + more, (index) => `"${long}${index}":1`)}}`,
				limits.longNames + 1,
			],
		])('%s', (_what, text, values) => {
			expect(read(text(0), type('application/json'))).toMatchObject({ kind: 'json' });
			expect(read(text(1), type('application/json'))).toEqual({
				kind: 'text',
				value: text(1),
				values,
			});
		});
	});

	it('looks at the bytes when no type is given', () => {
		expect(read('{"a":1}')).toEqual({ kind: 'json', value: { a: 1 } });
		expect(read('hello')).toEqual({ kind: 'text', value: 'hello' });
		expect(read([0xff, 0xfe, 0x00])).toMatchObject({ kind: 'file' });
	});

	it('decodes other charsets and drops a byte order mark', () => {
		expect(read([0xe4], type('text/plain; charset=iso-8859-1'))).toEqual({
			kind: 'text',
			value: 'ä',
		});
		expect(read([0xe4], type('text/plain; charset="latin1"'))).toEqual({
			kind: 'text',
			value: 'ä',
		});
		expect(read([0xef, 0xbb, 0xbf, 0x61], type('text/plain'))).toEqual({
			kind: 'text',
			value: 'a',
		});
		expect(read('a', type('text/plain; charset=klingon'))).toEqual({ kind: 'text', value: 'a' });
	});

	it('knows an empty answer', () => {
		expect(read('', type('application/json'))).toEqual({ kind: 'empty' });
		expect(read('', type('image/png'))).toEqual({ kind: 'empty' });
	});

	it('follows the format that the user asks for', () => {
		expect(read('{"a":1}', type('application/json'), 'text')).toEqual({
			kind: 'text',
			value: '{"a":1}',
		});
		expect(read('{"a":1}', type('text/plain'), 'json')).toEqual({ kind: 'json', value: { a: 1 } });
		expect(read('x', type('text/plain'), 'file')).toMatchObject({
			kind: 'file',
			file: { mimeType: 'text/plain' },
		});
	});

	it.each([
		[{}, 'report 1.pdf'],
		[{ 'content-disposition': 'attachment; filename="a b.png"' }, 'a b.png'],
		[{ 'content-disposition': 'attachment; filename=a.png; size=3' }, 'a.png'],
		[{ 'content-disposition': "attachment; filename=a.png; filename*=UTF-8''%C3%A4.png" }, 'ä.png'],
		[{ 'content-disposition': 'attachment; filename="../../etc/passwd"' }, 'passwd'],
		[{ 'content-disposition': 'attachment; filename="..\\\\evil.exe"' }, 'evil.exe'],
	])('names a file by %j', (headers, fileName) => {
		expect(read([1, 2], { ...type('image/png'), ...headers })).toEqual({
			kind: 'file',
			file: { data: Buffer.from([1, 2]), mimeType: 'image/png', fileName },
		});
	});

	it('leaves a file without a name nameless', () => {
		expect(read([1], type('image/png'), 'autodetect', 'https://example.com/')).toMatchObject({
			file: { fileName: undefined },
		});
	});
});
