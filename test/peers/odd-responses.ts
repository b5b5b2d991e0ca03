/** Responses that real servers send and that clients read differently, with what a reader expects of each. */
import zlib from 'node:zlib';
import { ODD_FRAMES } from './odd-frames';
import { rawResponse, startRawPeer, type RawPeer } from './raw';

/** What is odd about a response, as the page of the node has it. */
export type Oddity =
	| 'Content codings'
	| 'Empty bodies with a coding'
	| 'JSON'
	| 'Text in a charset'
	| 'Names of files'
	| 'Framing and fields'
	| 'Incomplete bodies, to be refused'
	| 'Invalid HTTP, or header fields over 16 KiB';

export interface OddResponse {
	oddity: Oddity;
	/** Its path at the peer, too. */
	name: string;
	method?: 'HEAD';
	response: Buffer;
	/** The value, the text, or the name of the file, that is in the response. `null` = it is refused. */
	expected: unknown;
	/** Whether the connection ends with the response. */
	closes?: boolean;
}

const ZIPPED = 'zipped';
const gzip = zlib.gzipSync(ZIPPED);
const utf8 = (text: string) => Buffer.from(text).toString('latin1');
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();
const utf32be = (text: string) =>
	Buffer.concat([...text].map((character) => Buffer.from([0, ...numberBytes(character)])));

function numberBytes(character: string): number[] {
	const point = character.codePointAt(0) as number;
	return [point >> 16, (point >> 8) & 0xff, point & 0xff];
}

const encoded = (coding: string, body: Buffer, expected: unknown = ZIPPED): OddResponse => ({
	oddity: 'Content codings',
	name: `coding-${coding.replace(/\W+/g, '-')}-${body.length}`,
	response: rawResponse(
		'200 OK',
		['Content-Type: text/plain', `Content-Encoding: ${coding}`],
		body,
	),
	expected,
});

const truncated = (odd: OddResponse): OddResponse => ({
	...odd,
	oddity: 'Incomplete bodies, to be refused',
});

const empty = (status: string, coding: string, hasBody = false): OddResponse => ({
	oddity: 'Empty bodies with a coding',
	name: `empty-${status.slice(0, 3)}-${coding}${hasBody ? '' : '-no-length'}`,
	response: rawResponse(
		status,
		['Content-Type: application/json', `Content-Encoding: ${coding}`],
		'',
		{ hasBody },
	),
	expected: '',
});

const typed = (
	name: string,
	type: string,
	body: Buffer | string,
	expected: unknown,
): OddResponse => ({
	oddity: name.startsWith('json') ? 'JSON' : 'Text in a charset',
	name,
	response: rawResponse('200 OK', type === '' ? [] : [`Content-Type: ${type}`], body),
	expected,
});

const file = (name: string, disposition: string, fileName: string): OddResponse => ({
	oddity: 'Names of files',
	name,
	response: rawResponse(
		'200 OK',
		['Content-Type: application/pdf', `Content-Disposition: ${disposition}`],
		'%PDF',
	),
	expected: fileName,
});

const WORD = { word: 'é€' };
const JSON_WORD = JSON.stringify(WORD);
const chained = zlib.brotliCompressSync(zlib.deflateSync(gzip));

export const ODD_RESPONSES: OddResponse[] = [
	empty('200 OK', 'gzip', true),
	empty('200 OK', 'br', true),
	empty('200 OK', 'deflate', true),
	empty('200 OK', 'zstd', true),
	empty('204 No Content', 'gzip'),
	empty('304 Not Modified', 'gzip'),
	empty('302 Found', 'gzip', true),
	{
		oddity: 'Empty bodies with a coding',
		name: 'head-gzip',
		method: 'HEAD',
		response: rawResponse('200 OK', ['Content-Encoding: gzip', 'Content-Length: 500'], '', {
			hasBody: false,
		}),
		expected: '',
	},
	encoded('gzip', gzip),
	encoded('x-gzip', gzip),
	encoded('gzip', gzip.subarray(0, -8)),
	encoded('GZIP', Buffer.concat([zlib.gzipSync('zip'), zlib.gzipSync('ped')])),
	encoded('deflate', zlib.deflateSync(ZIPPED)),
	encoded('deflate', zlib.deflateRawSync(ZIPPED)),
	encoded('br', zlib.brotliCompressSync(ZIPPED)),
	encoded('zstd', zlib.zstdCompressSync(ZIPPED)),
	encoded('gzip, deflate, br', chained),
	encoded('identity', Buffer.from(ZIPPED)),
	encoded('utf-8', Buffer.from(ZIPPED)),
	encoded('gzip, identity', gzip),
	encoded(
		'x-deflate',
		zlib.deflateSync(ZIPPED),
		Buffer.from(zlib.deflateSync(ZIPPED)).toString('utf8'),
	),
	encoded('zstd', Buffer.concat([zlib.zstdCompressSync('zip'), zlib.zstdCompressSync('ped')])),
	encoded('gzip', Buffer.concat([gzip, Buffer.from('rest')]), null),
	truncated(encoded('br', zlib.brotliCompressSync(ZIPPED).subarray(0, -1), null)),
	truncated(encoded('zstd', zlib.zstdCompressSync(ZIPPED).subarray(0, -1), null)),
	encoded('deflate', zlib.deflateSync(ZIPPED).subarray(0, -4)),
	encoded('gzip', Buffer.from('not gzip'), null),
	encoded('gzip,'.repeat(6), gzip, null),
	typed('json-big', 'application/json', '{"id":9007199254740993,"n":1.5}', {
		id: '9007199254740993',
		n: 1.5,
	}),
	typed('json-int64', 'application/json', '[-9223372036854775808,18446744073709551615]', [
		'-9223372036854775808',
		'18446744073709551615',
	]),
	typed('json-infinite', 'application/json', '{"a":1e400}', { a: '1e400' }),
	typed('json-bom', 'application/json', `\ufeff${JSON_WORD}`, WORD),
	typed('json-latin1', 'application/json; charset=iso-8859-1', Buffer.from('{"a":"é"}', 'latin1'), {
		a: 'é',
	}),
	typed('json-utf16', 'application/json; charset=utf-16', utf16be(`\ufeff${JSON_WORD}`), WORD),
	typed('json-utf16-unmarked', 'application/json', Buffer.from(JSON_WORD, 'utf16le'), WORD),
	typed('json-utf32', 'application/json; charset=UTF-32', utf32be(JSON_WORD), WORD),
	typed('json-problem', 'application/problem+json', '{"title":"x"}', { title: 'x' }),
	typed('json-two-types', 'text/plain, application/json', '{"a":1}', { a: 1 }),
	typed('json-untyped', '', '{"a":1}', { a: 1 }),
	typed('text-cp1252', 'text/plain; charset="windows-1252"', Buffer.from([0x80]), '€'),
	typed('text-sjis', 'text/plain; charset=Shift_JIS', Buffer.from([0x93, 0xfa]), '日'),
	typed(
		'xml-declared',
		'application/xml',
		Buffer.from('<?xml version="1.0" encoding="ISO-8859-15"?><a>\xa4</a>', 'latin1'),
		'<?xml version="1.0" encoding="ISO-8859-15"?><a>€</a>',
	),
	typed(
		'html-declared',
		'text/html',
		Buffer.from('<html><head><meta charset=windows-1251></head>\xc4</html>', 'latin1'),
		'<html><head><meta charset=windows-1251></head>Д</html>',
	),
	typed(
		'html-http-equiv',
		'text/html',
		Buffer.from(
			'<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-2">\xb1',
			'latin1',
		),
		'<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-2">ą',
	),
	file('file-quoted', 'attachment; filename="a \\"b\\".pdf"', 'a "b".pdf'),
	file(
		'file-extended',
		"attachment; filename=x.pdf; filename*=UTF-8''%e2%82%ac%20rates.pdf",
		'€ rates.pdf',
	),
	file('file-raw-utf8', `attachment; filename="${utf8('Grüße.pdf')}"`, 'Grüße.pdf'),
	file('file-latin1', 'attachment; filename="Gr\xfc\xdfe.pdf"', 'Grüße.pdf'),
	file('file-semicolon', 'attachment; filename="a;b.pdf"', 'a;b.pdf'),
	file('file-spaces', 'attachment; filename=my report.pdf', 'my report.pdf'),
	file('file-capitals', 'ATTACHMENT; FILENAME = "A.pdf";', 'A.pdf'),
	file('file-no-type', 'filename="a.pdf"', 'a.pdf'),
	file('file-form-data', 'form-data; name="x"; filename="a.pdf"', 'a.pdf'),
	file('file-extended-quoted', `attachment; filename*="UTF-8''a%20b.pdf"`, 'a b.pdf'),
	file('file-extended-plain', 'attachment; filename*=a.pdf', 'a.pdf'),
	file('file-extended-latin1', "attachment; filename*=ISO-8859-1'de'Gr%fc%dfe.pdf", 'Grüße.pdf'),
	file('file-extended-cp1252', "attachment; filename*=windows-1252''%80.pdf", '€.pdf'),
	file('file-extended-wrong', "attachment; filename*=UTF-8''%ff.pdf; filename=a.pdf", 'a.pdf'),
	file('file-path', 'attachment; filename="../../etc/a.pdf"', 'a.pdf'),
	...ODD_FRAMES,
];

/** Each response at the path of its name. */
export const startOddPeer = async (): Promise<RawPeer> =>
	await startRawPeer(({ target, socket }) => {
		const odd = ODD_RESPONSES.find(({ name }) => target === `/${name}`);
		socket.write(odd?.response ?? rawResponse('404 Not Found', []));
		if (odd?.closes) socket.end();
	});
