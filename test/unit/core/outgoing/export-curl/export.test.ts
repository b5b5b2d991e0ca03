import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { PreparedRequest } from '../../../../../core/connections/connection';
import { createHttpClient, withDefaultHeaders } from '../../../../../core/http/undici-client';
import { exportCurl, exportCurlLine } from '../../../../../core/outgoing/export-curl/export';
import { Peer } from '../../../../peers/recorder';
import { Seeded } from '../../../../fixtures/seeded';

const client = createHttpClient({ allowedHosts: '127.0.0.1' });

let peer: Peer;
beforeAll(async () => {
	peer = await Peer.start();
});
afterAll(async () => {
	await client.close();
	await peer.stop();
});

/** Pastes the command into the real shell, which runs the real curl. */
async function received(command: string, variables: Record<string, string> = {}) {
	const shell = spawn('sh', {
		env: { PATH: process.env.PATH, ...variables },
		stdio: ['pipe', 'ignore', 'ignore'],
	});
	shell.stdin.end(`${command}\n`);
	expect(await once(shell, 'exit')).toEqual([0, null]);
	return peer.take();
}

/** What the peer gets when the node's own client sends the request. */
async function sent(request: PreparedRequest) {
	await client.send({
		...request,
		timeoutMs: 10_000,
		maxResponseBytes: 1024,
		redirect: { follow: false, max: 0 },
	});
	return peer.take();
}

function requestTo(path: string, parts: Partial<PreparedRequest> = {}): PreparedRequest {
	const { headers = [], ...rest } = parts;
	return {
		method: 'GET',
		url: new URL(path, peer.origin),
		body: undefined,
		...rest,
		headers: withDefaultHeaders(headers),
	};
}

const ODD_TEXT = [
	...'ab Z09\'"\\$`!%&*?[]{}()<>|;#~^=+@:,./-_',
	'\t',
	'\n',
	'é',
	'漢',
	'😀',
	'\\n',
	'%s',
	"'\\''",
];
const CONTROL = [...ODD_TEXT, '\0', '\x01', '\x1b', '\r\n', '\x7f', '\u2028', '\uFEFF'];
const HEADER_TEXT = [...ODD_TEXT.slice(0, 40), 'é', 'ÿ', '\x80'];

const bodyKinds: Record<string, (random: Seeded) => { type: string; body: Buffer }> = {
	json: (random) => ({
		type: 'application/json',
		body: Buffer.from(
			JSON.stringify({ [random.text(CONTROL, 6)]: random.text(CONTROL, 40), n: 1.5 }),
		),
	}),
	'form-urlencoded': (random) => ({
		type: 'application/x-www-form-urlencoded',
		body: Buffer.from(
			new URLSearchParams(
				random.list(4, (): [string, string] => [random.text(CONTROL, 8), random.text(CONTROL, 20)]),
			).toString(),
		),
	}),
	'multipart-form-data': (random) => ({
		type: 'multipart/form-data; boundary=----x7MA4YWxk',
		body: Buffer.concat([
			Buffer.from(
				`------x7MA4YWxk\r\ncontent-disposition: form-data; name="note"\r\n\r\n${random.text(CONTROL, 20)}\r\n` +
					'------x7MA4YWxk\r\ncontent-disposition: form-data; name="file"; filename="a.bin"\r\ncontent-type: application/octet-stream\r\n\r\n',
			),
			random.bytes(200),
			Buffer.from('\r\n------x7MA4YWxk--\r\n'),
		]),
	}),
	raw: (random) => ({ type: 'text/plain', body: Buffer.from(random.text(CONTROL, 80)) }),
	binaryData: (random) => ({ type: 'application/octet-stream', body: random.bytes(300) }),
	none: () => ({ type: '', body: Buffer.alloc(0) }),
};

function generate(index: number): PreparedRequest {
	const random = new Seeded(index);
	const kind = Object.keys(bodyKinds)[index % 6]!;
	const { type, body } = bodyKinds[kind]!(random);
	const url = new URL(peer.origin);
	url.pathname = `/p${random.text(ODD_TEXT, 12)}`;
	url.search = random.text(ODD_TEXT, 20).replaceAll('#', '');
	const headers: PreparedRequest['headers'] = random.list(4, () => [
		random.pick(['X-Odd', 'X-Other', 'Accept', 'User-Agent', 'X-Signature']),
		random
			.text(HEADER_TEXT, 20)
			.replace(/[\n\t]/g, '')
			.trim(),
	]);
	if (type !== '' && random.below(5) > 0) headers.push(['Content-Type', type]);
	const method =
		kind === 'none'
			? random.pick(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'POST'])
			: random.pick(['POST', 'PUT', 'PATCH', 'DELETE']);
	return {
		method,
		url,
		headers: withDefaultHeaders(headers),
		body: body.length > 0 ? body : undefined,
	};
}

test.each(Array.from({ length: 240 }, (_, index) => index))(
	'generated request %i is the same on the wire from curl and from the node',
	async (index) => {
		const request = generate(index);
		const expected = await sent(request);
		expect(expected).toHaveLength(1);
		expect(await received(exportCurl(request))).toEqual(expected);
		const line = exportCurlLine(request);
		expect(line).not.toContain('\n');
		expect(await received(line)).toEqual(expected);
	},
);

test('a body over what an argument may hold goes through standard input', async () => {
	const body = Buffer.from('é'.repeat(1_100_000));
	const request = requestTo('/big', {
		method: 'PUT',
		headers: [['Content-Type', 'text/plain']],
		body,
	});
	const [fromCurl] = await received(exportCurl(request));
	expect(fromCurl).toEqual((await sent(request))[0]);
});

test('masked secrets become shell variables that give the same request when they are set', async () => {
	const requestWith = (secrets: [string, string, string, string, string]) =>
		requestTo(`/?api_key=${secrets[0]}&Path=${secrets[1]}`, {
			method: 'POST',
			headers: [['Authorization', `Bearer ${secrets[2]}`]],
			body: Buffer.from(`{"password":"${secrets[3]}","again":"${secrets[4]}"}\0`),
		});
	const values: [string, string, string, string, string] = [
		'tok%2B1',
		'p%27w+%24x',
		'tok+1/2',
		"p'w $x",
		'%s\\0',
	];
	const command = exportCurl(requestWith(['*****', '*****', '*****', '*****', '*****']), '*****');
	const names = ['API_KEY', 'PATH', 'AUTHORIZATION', 'BODY', 'BODY'].map(
		(name, index) => `${name}_SECRET${index === 4 ? '_2' : ''}`,
	);
	for (const name of names) expect(command).toContain(`"$${name}"`);
	expect(command).not.toContain('*****');
	const variables = Object.fromEntries(names.map((name, index) => [name, values[index]!]));
	expect(await received(command, variables)).toEqual(await sent(requestWith(values)));
});

test('a line has no line feed or tab of the body, and sends them', async () => {
	const request = requestTo('/lines', {
		method: 'POST',
		headers: [['Content-Type', 'text/plain']],
		body: Buffer.from("one\n\ttwo's \\n\n"),
	});
	const line = exportCurlLine(request);
	expect(line).not.toMatch(/[\n\t]/);
	const [fromCurl] = await received(line);
	expect(fromCurl).toEqual((await sent(request))[0]);
});

test('the command is laid out for reading', () => {
	const request: PreparedRequest = {
		method: 'PUT',
		url: new URL('https://api.example.com/v1/items?page=2'),
		headers: [
			['Accept', '*/*'],
			['User-Agent', 'n8n'],
			['Content-Type', 'application/json'],
		],
		body: Buffer.from('{"name":"Zoë\'s"}'),
	};
	expect(exportCurl(request)).toBe(
		[
			"curl 'https://api.example.com/v1/items?page=2' \\",
			"  --request 'PUT' \\",
			"  --header 'Accept: */*' \\",
			"  --header 'User-Agent: n8n' \\",
			"  --header 'Content-Type: application/json' \\",
			`  --data-raw '{"name":"Zoë'\\''s"}'`,
		].join('\n'),
	);
});
