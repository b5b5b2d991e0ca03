/** The parser against the real curl: both get the same generated command, and must mean the same request. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { parseCurl, type CurlRequest } from '../../../../core/curl/parse';
import { Peer, type ReceivedRequest } from '../../../peers/recorder';
import { Seeded } from '../../../fixtures/seeded';

let peer: Peer;
beforeAll(async () => {
	peer = await Peer.start();
});
afterAll(() => peer.stop());

const TEXT = [...'ab Z0\'"\\!%&*?;#~^=+@:,./-_<>|()', 'é', '漢', '😀', '\t', '\n'];
const PLAIN = [...'abcXYZ019-._'];
const HEADER = [...'ab Z0\'"\\!%&*?#~^=+@,./-_<>|()'];

/** One argument in one of the ways that bash reads it. */
function quote(random: Seeded, text: string): string {
	const style = random.below(4);
	if (style === 0) return `'${text.replaceAll("'", "'\\''")}'`;
	if (style === 1) return `"${text.replace(/["\\$`]/g, '\\$&')}"`;
	if (style === 2) {
		return `$'${text.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n').replaceAll('é', '\\u00e9').replaceAll('漢', '\\xe6\\xbc\\xa2')}'`;
	}
	return text === '' ? "''" : text.replace(/[^\n]/gu, '\\$&').replaceAll('\n', "'\n'");
}

/** A name and a value where a form of curl's own small language may begin with `@`, `<` or a quote. */
const formContent = (random: Seeded) => random.text(TEXT, 10).replace(/^[@<]/, '');

function bodyOptions(random: Seeded): string[][] {
	const data = () => [
		random.pick(['-d', '--data', '--data-raw', '--data-binary', '--data-ascii']),
		random.text(TEXT, 12).replace(/^@/, ''),
	];
	const encoded = () => [
		'--data-urlencode',
		`${random.pick(['', '=', `${random.text(PLAIN, 4)}=`])}${random.text(TEXT, 8).replaceAll('@', '')}`,
	];
	const form = () => [
		random.pick(['-F', '--form', '--form-string']),
		`${random.text(PLAIN, 4)}x=${formContent(random)}`,
	];
	const quotedForm = () => [
		'-F',
		`q="${random.text(TEXT, 8).replace(/["\\]/g, '\\$&')}"${random.pick(['', ';type=text/x', ' ; type=text/plain;charset=utf-8'])}`,
	];
	switch (random.below(6)) {
		case 0:
			return random.pick([[], [['-r', random.pick(['5', '0-9', '-4'])]]]);
		case 1:
			return [data(), ...random.list(2, data), ...random.list(2, encoded)];
		case 2:
			return [
				['--json', random.text(TEXT, 12).replace(/^@/, '')],
				...random.list(1, () => ['--json', '{}']),
			];
		case 3:
			return [...random.list(2, form), quotedForm()];
		case 4:
			return [['-G'], encoded(), ...random.list(1, () => ['-d', random.text(PLAIN, 5)])];
		default:
			return [encoded(), ...random.list(2, data)];
	}
}

function headerOptions(random: Seeded): string[][] {
	const value = () => `v${random.text(HEADER, 10)}`;
	return random.list(4, () =>
		random.pick([
			['-H', `X-${random.text(PLAIN.slice(0, 6), 4)}q: ${value()}`],
			['--header', `X-None;`],
			['-H', 'Accept:'],
			['-H', 'Content-Type: text/plain'],
			['-H', `content-type:application/json`],
			['-A', value()],
			['-e', `${value()};auto`],
			['-b', `a=${random.text(PLAIN, 5)}`],
			['-u', `us:${value()}`],
			['--oauth2-bearer', `t${random.text(PLAIN, 5)}`],
			['-sS'],
			['--compressed'],
			['--http1.1'],
			['-o', '/dev/null'],
		]),
	);
}

/** curl 7.88 writes the escapes that `-G` adds in lower case, which means the same (RFC 3986, section 6.2.2.1). */
const normalTarget = (target: string) =>
	target.replace(/%[0-9a-f]{2}/gi, (escape) => escape.toUpperCase()).replace(/\?$/, '');

function generate(index: number): string {
	const random = new Seeded(1000 + index);
	const body = bodyOptions(random);
	const method = random.pick([[], ['-X', 'PUT'], ['-XPATCH'], ['--request', 'DELETE']]);
	const isForm = body.some(([name]) => /^(-F|--form)/.test(name!));
	const headers = headerOptions(random).filter(
		([, value]) => !isForm || !/^content-type/i.test(value ?? ''),
	);
	const path = `${peer.origin}/${random.text(PLAIN, 6)}${random.pick(['', '?', '?a=1&b=%20', '#part'])}`;
	const options = [...body, method, ...headers].filter((option) => option.length > 0);
	const at = random.below(options.length + 1);
	options.splice(at, 0, random.pick([[path], ['--url', path]]));
	return `curl ${options
		.map(([name, ...rest]) =>
			[
				name!.startsWith('-') ? name : quote(random, name!),
				...rest.map((text) => quote(random, text)),
			].join(' '),
		)
		.join(random.pick([' ', ' \\\n  ']))}`;
}

async function run(command: string): Promise<ReceivedRequest[]> {
	const shell = spawn('bash', {
		env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' },
		stdio: ['pipe', 'ignore', 'ignore'],
	});
	shell.stdin.end(`${command}\n`);
	await once(shell, 'exit');
	return peer.take();
}

const CURLS_OWN: Record<string, RegExp> = {
	'user-agent': /^curl\//,
	accept: /^\*\/\*$/,
	'accept-encoding': /deflate/,
};

async function partsOf(body: Buffer, type: string): Promise<Array<[string, string]>> {
	const form = await new Response(new Uint8Array(body), {
		headers: { 'content-type': type },
	}).formData();
	return [...form.entries()].map(([name, value]) => [name, String(value)]);
}

async function meaningOf(received: ReceivedRequest) {
	const headers = received.headers.filter(([name, value]) => !CURLS_OWN[name]?.test(value));
	const type = headers.find(([name]) => name === 'content-type')?.[1] ?? '';
	const boundary = / boundary=/.test(type);
	return {
		method: received.method,
		target: normalTarget(received.target),
		headers: headers.filter(([name]) => name !== 'content-type' || !boundary),
		body: boundary ? await partsOf(received.body, type) : received.body.toString(),
	};
}

function meaningOfParsed({ method, url, headers, body }: CurlRequest) {
	const isForm = body !== undefined && 'form' in body;
	return {
		method,
		target: normalTarget(`${new URL(url).pathname}${/\?.*/s.exec(url)?.[0] ?? ''}`),
		headers: headers
			.map(([name, value]): [string, string] => [name.toLowerCase(), value])
			.filter(([name]) => name !== 'content-type' || !isForm)
			.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0)),
		body: isForm
			? body.form.map((part) => [part.name, 'value' in part ? part.value : part.file])
			: body === undefined
				? ''
				: 'text' in body
					? body.text
					: body.file,
	};
}

test.each(Array.from({ length: 300 }, (_, index) => index))(
	'generated command %i',
	async (index) => {
		const command = generate(index);
		const [received, more] = await run(command);
		expect(more).toBeUndefined();
		expect({ command, ...(received && (await meaningOf(received))) }).toEqual({
			command,
			...meaningOfParsed(parseCurl(command)),
		});
	},
);
