/** Responses whose framing or header fields are odd, cut or invalid (RFC 9112), with `word` as their body. */
import type { OddResponse } from './odd-responses';

const framed = (
	name: string,
	lines: string[],
	body: string,
	{ closes = false, oddity = 'Framing and fields' as OddResponse['oddity'] } = {},
): OddResponse => ({
	oddity,
	name,
	response: Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`, 'latin1'),
	expected: 'word',
	closes,
});

const cut = (name: string, lines: string[], body: string): OddResponse => ({
	...framed(name, lines, body, { closes: true, oddity: 'Incomplete bodies, to be refused' }),
	expected: null,
});

const invalid = (name: string, lines: string[], body: string): OddResponse =>
	framed(name, lines, body, { oddity: 'Invalid HTTP, or header fields over 16 KiB' });

const OK = 'HTTP/1.1 200 OK';
const TEXT = 'Content-Type: text/plain';
const FOUR = 'Content-Length: 4';
const CHUNKED = 'Transfer-Encoding: chunked';
const CONTINUE = ['HTTP/1.1 100 Continue', ''];

export const ODD_FRAMES: OddResponse[] = [
	framed('http-1-0', ['HTTP/1.0 200 OK', TEXT], 'word', { closes: true }),
	framed('http-1-0-length', ['HTTP/1.0 200 OK', TEXT, FOUR, 'Connection: keep-alive'], 'word'),
	framed('no-length', [OK, TEXT, 'Connection: close'], 'word', { closes: true }),
	framed('no-reason', ['HTTP/1.1 200', TEXT, FOUR], 'word'),
	framed('no-reason-space', ['HTTP/1.1 200 ', TEXT, FOUR], 'word'),
	framed('reason-latin1', ['HTTP/1.1 200 Tr\xe8s bien', TEXT, FOUR], 'word'),
	framed('continue', ['HTTP/1.1 100 Continue', '', OK, TEXT, FOUR], 'word'),
	framed(
		'early-hints',
		[
			...Array<string[]>(3).fill(['HTTP/1.1 103 Early Hints', 'Link: </a>', '']).flat(),
			OK,
			TEXT,
			FOUR,
		],
		'word',
	),
	framed('processing', ['HTTP/1.1 102 Processing', '', OK, TEXT, FOUR], 'word'),
	framed('chunks', [OK, TEXT, CHUNKED], '1\r\nw\r\n3\r\nord\r\n0\r\n\r\n'),
	framed('chunk-extension', [OK, TEXT, CHUNKED], '4;a=b;c="d"\r\nword\r\n0\r\n\r\n'),
	framed('chunk-zeros', [OK, TEXT, CHUNKED], '0004\r\nword\r\n000\r\n\r\n'),
	framed('chunk-trailer', [OK, TEXT, CHUNKED], '4\r\nword\r\n0\r\nX-Sum: 1\r\n\r\n'),
	framed('chunk-capitals', [OK, TEXT, 'TRANSFER-ENCODING: Chunked'], '4\r\nword\r\n0\r\n\r\n'),
	framed('length-empty', [OK, TEXT, 'Content-Length: 4 '], 'word'),
	framed('fields-empty', [OK, TEXT, FOUR, 'X-Empty:'], 'word'),
	framed('fields-type-twice', [OK, 'Content-Type: text/html', TEXT, FOUR], 'word'),
	framed('fields-cookies', [OK, TEXT, FOUR, 'Set-Cookie: a=1', 'Set-Cookie: b=2, c=3'], 'word'),
	framed('fields-many', [OK, TEXT, FOUR, ...Array<string>(500).fill('X-A: 1')], 'word'),
	framed('fields-16-kib', [OK, TEXT, FOUR, `X-Large: ${'a'.repeat(16_000)}`], 'word'),
	framed('status-299', ['HTTP/1.1 299 Odd', TEXT, FOUR], 'word'),
	framed('status-599', ['HTTP/1.1 599 Odd', TEXT, FOUR], 'word'),
	framed('status-999', ['HTTP/1.1 999 Odd', TEXT, FOUR], 'word'),
	framed('lines-before', ['', OK, TEXT, FOUR], 'word'),
	framed('upgrade', [OK, TEXT, FOUR, 'Upgrade: h2,h2c', 'Connection: Upgrade, Keep-Alive'], 'word'),
	framed('continue-twice', [...CONTINUE, ...CONTINUE, OK, TEXT, FOUR], 'word'),
	cut('chunk-cut', [OK, TEXT, CHUNKED], '4\r\nwo'),
	cut('chunk-no-end', [OK, TEXT, CHUNKED], '4\r\nword\r\n'),
	cut('length-cut', [OK, TEXT, 'Content-Length: 9'], 'word'),
	invalid('chunk-spaces', [OK, TEXT, CHUNKED], '4  \r\nword\r\n0\r\n\r\n'),
	invalid('chunk-and-length', [OK, TEXT, FOUR, CHUNKED], '4\r\nword\r\n0\r\n\r\n'),
	invalid('chunk-lf', [OK, TEXT, CHUNKED], '4\nword\n0\n\n'),
	invalid('length-twice', [OK, TEXT, FOUR, FOUR], 'word'),
	invalid('length-list', [OK, TEXT, 'Content-Length: 4, 4'], 'word'),
	invalid('fields-folded', [OK, TEXT, 'X-Long: a', '  b', FOUR], 'word'),
	invalid('fields-lf', [`${OK}\n${TEXT}\n${FOUR}`], 'word'),
	invalid('fields-space', [OK, TEXT, FOUR, 'X-Odd : 1'], 'word'),
	invalid('fields-control', [OK, TEXT, FOUR, 'X-Odd: a\x01b'], 'word'),
	invalid('fields-large', [OK, TEXT, FOUR, `X-Large: ${'a'.repeat(40_000)}`], 'word'),
	invalid('http-2-name', ['HTTP/2 200 OK', TEXT, FOUR], 'word'),
	invalid('lower-name', ['http/1.1 200 OK', TEXT, FOUR], 'word'),
];
