import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request as send } from 'undici';
import type { PreparedRequest } from '../../../../../core/connections/connection';
import { exportCurl } from '../../../../../core/outgoing/curl/export';
import { Peer } from './peer';
import { Seeded } from './seeded';

let peer: Peer;
beforeAll(async () => {
	peer = await Peer.start();
});
afterAll(() => peer.stop());

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

/** What the peer gets when undici, the client under the node, sends the request. */
async function sent({ method, url, headers, body }: PreparedRequest) {
	const response = await send(url, {
		method: method as 'GET',
		headers: headers.flatMap(([name, value]) => [name, value]),
		body: body ?? null,
	});
	await response.body.dump();
	return peer.take();
}

function requestTo(path: string, parts: Partial<PreparedRequest> = {}): PreparedRequest {
	return { method: 'GET', url: new URL(path, peer.origin), headers: [], body: undefined, ...parts };
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
	return { method, url, headers, body: body.length > 0 ? body : undefined };
}

test.each(Array.from({ length: 240 }, (_, index) => index))(
	'generated request %i is the same on the wire from curl and from the node',
	async (index) => {
		const request = generate(index);
		const expected = await sent(request);
		expect(expected).toHaveLength(1);
		expect(await received(exportCurl(request))).toEqual(expected);
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

test('secrets become shell variables that give the same request when they are set', async () => {
	const secrets = ["p'w $x", 'tok+1/2'];
	const request = requestTo('/?api_key=tok%2B1%2F2&Path=p%27w+%24x', {
		method: 'POST',
		headers: [['Authorization', 'Bearer tok+1/2']],
		body: Buffer.from('{"password":"p\'w $x"}\0'),
	});
	const command = exportCurl(request, secrets);
	expect(command).not.toMatch(/tok\+1|tok%2B1|p'w|p%27w/);
	const variables = {
		API_KEY_SECRET: 'tok%2B1%2F2',
		PATH_SECRET: 'p%27w+%24x',
		AUTHORIZATION_SECRET: 'tok+1/2',
		BODY_SECRET: "p'w $x",
	};
	for (const name of Object.keys(variables)) expect(command).toContain(`"$${name}"`);
	expect(await received(command, variables)).toEqual(await sent(request));
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
