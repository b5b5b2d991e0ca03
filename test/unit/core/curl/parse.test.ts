import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCurl, type CurlBody } from '../../../../core/curl/parse';

interface Case {
	name: string;
	command: string;
	method: string;
	url: string;
	headers: Array<{ name: string; value: string }>;
	body: string | null;
	formData?: Array<{ name: string; value: string }>;
}

const cases = JSON.parse(
	readFileSync(join(__dirname, '../../../fixtures/curl-commands.json'), 'utf8'),
) as Case[];

function textOf(body: CurlBody | undefined): string | null {
	if (body === undefined || 'form' in body) return null;
	return 'text' in body ? body.text : `@${body.file}`;
}

const sorted = (headers: Array<[string, string]>) =>
	headers.map(([name, value]) => `${name.toLowerCase()}: ${value}`).sort();

test.each(cases)('$name', (expected) => {
	const request = parseCurl(expected.command);
	expect(request.method).toBe(expected.method);
	expect(request.url).toBe(expected.url);
	expect(sorted(request.headers)).toEqual(
		sorted(expected.headers.map(({ name, value }) => [name, value])),
	);
	expect(textOf(request.body)).toBe(expected.body);
	if (expected.formData) expect(request.body).toEqual({ form: expected.formData });
});

const notesOf = (command: string, kind: string) =>
	parseCurl(command)
		.notes.filter((note) => note.kind === kind)
		.map(({ message }) => message);

describe('what the request cannot hold is named', () => {
	test.each<[string, string, RegExp]>([
		['--digest', 'curl --digest -u a:b https://e.example', /^--digest has no counterpart/],
		['letters', 'curl -C 5 https://e.example', /^-C \(--continue-at\) has no counterpart/],
		['-E', 'curl -E c.pem https://e.example', /^-E \(--cert\) belongs .* as "Certificate" of/],
		['--key', 'curl --key k.pem https://e.example', /^--key belongs .* as "Private Key" of/],
		['--pass', 'curl --pass x https://e.example', /^--pass belongs .* enter it as "Passphrase" of/],
		['--cacert', 'curl --cacert a.pem https://e.example', /^--cacert belongs .* as "CA" of/],
		['-F with -d', 'curl -d a -F b=c https://e.example', /^curl refuses -F together with -d/],
		['-T with -d', 'curl -d a -T f https://e.example', /^curl refuses -T together with -d/],
		['headers of a part', 'curl -F "a=b;headers=\\"X: y\\"" https://e.example', /^;headers= of -F/],
		['URL globs', 'curl "https://e.example/{a,b}"', /^curl sends several requests for \{a,b\}/],
		['SOCKS proxies', 'curl -x socks5://p https://e.example', /^a socks5 proxy/],
		[
			'--location-trusted',
			'curl --location-trusted https://e.example',
			/^--location-trusted sends credentials/,
		],
		['-r with a body', 'curl -r 0-1 -d x https://e.example', /^-r together with a body/],
		[
			'another type of form',
			'curl -F a=b -H "Content-Type: multipart/related" https://e.example',
			/multipart\/related/,
		],
	])('unsupported: %s', (_, command, message) => {
		expect(notesOf(command, 'unsupported')).toEqual([expect.stringMatching(message)]);
	});

	test.each<[string, string, RegExp]>([
		['standard input', 'curl -d @- https://e.example', /^standard input is not part/],
		['a header file', 'curl -H @h.txt https://e.example', /^the headers in the file h\.txt/],
		['a cookie file', 'curl -b jar.txt https://e.example', /^the cookies in the file jar\.txt/],
		['a shell variable', 'curl -H "Authorization: $T" https://e.example', /^\$T is filled in/],
	])('unresolved: %s', (_, command, message) => {
		expect(notesOf(command, 'unresolved')).toEqual([expect.stringMatching(message)]);
	});

	test.each<[string, string, RegExp]>([
		['a body file', 'curl -d @b.json https://e.example', /^the file b\.json is on your disk/],
		['a redirected file', 'curl -d @- https://e.example < b.json', /^the file b\.json/],
		['a form file', 'curl -F f=@a.bin https://e.example', /^the file a\.bin/],
		['an upload', 'curl -T a.bin https://e.example', /^the file a\.bin/],
		['a password', 'curl -u a:b https://e.example', /^-u contains a secret/],
		['HTTP', 'curl http://e.example', /^the URL does not begin with https/],
	])('advice: %s', (_, command, message) => {
		expect(notesOf(command, 'advice')).toContainEqual(expect.stringMatching(message));
	});

	test.each(['-d a -d @b', '--data-urlencode @b', '--url-query n@b'])(
		'a file that the form cannot hold is unresolved: %s',
		(options) => {
			expect(notesOf(`curl ${options} https://e.example`, 'unresolved')).toHaveLength(1);
		},
	);

	test('options that only print are accepted by name', () => {
		expect(notesOf('curl -sS -o out --compressed https://e.example', 'ignored')).toEqual([
			'-s does not change the request',
			'-S does not change the request',
			'-o does not change the request',
			'--compressed does not change the request',
		]);
	});

	test('inserts in a URL are no glob', () => {
		expect(parseCurl('curl "https://e.example/{{ a|join(\',\') }}"').notes).toEqual([]);
	});
});

describe('commands that are none', () => {
	test.each<[string, string, string]>([
		['nothing', '', 'line 1, column 1: there is no command'],
		[
			'another program',
			'wget a',
			'line 1, column 1: the command must begin with curl, not with "wget"',
		],
		['no URL', 'curl -v', 'line 1, column 1: the command has no URL'],
		['two URLs', 'curl https://a b', 'line 1, column 16: "b" would be a second URL'],
		[
			'two requests',
			'curl https://a --next b',
			'line 1, column 16: --next begins a second request',
		],
		['an unknown option', 'curl --nope a', 'line 1, column 6: curl has no option --nope'],
		['an unknown letter', 'curl -s= a', 'line 1, column 6: curl has no option -='],
		['a value with =', 'curl --data=x a', 'line 1, column 6: curl has no option --data=x'],
		[
			'an ambiguous option',
			'curl --req PUT a',
			'line 1, column 6: --req could mean --request or --request-target',
		],
		['a missing value', 'curl a -H', 'line 1, column 8: -H needs a value'],
		['a form without name', 'curl -F a b', 'line 1, column 6: -F needs name=content'],
		['a time that is none', 'curl -m soon a', 'line 1, column 6: -m needs a number, not "soon"'],
		['another protocol', 'curl ftp://a', 'line 1, column 6: ftp:// is no HTTP address'],
	])('%s', (_, command, message) => {
		expect(() => parseCurl(command)).toThrow(`cURL command, ${message}`);
	});
});

describe('options', () => {
	const wire = (options: string) => parseCurl(`curl ${options} https://e.example`).wire;

	test('how the request is sent', () => {
		expect(wire('-L --max-redirs 3 -m 1.5 -k -x proxy:8080 -U "a:b@c"')).toEqual({
			followRedirects: true,
			maxRedirects: 3,
			timeoutMs: 1500,
			proxy: 'http://a:b%40c@proxy:8080',
			allowUnauthorizedCerts: true,
		});
		expect(wire('--connect-timeout 5 --no-location --max-redirs -1')).toEqual({
			followRedirects: false,
			maxRedirects: 100,
			timeoutMs: 5000,
		});
	});

	test('unambiguous beginnings, letters in a row and -- as curl has them', () => {
		const { method, headers, url } = parseCurl('curl --heade "A: b" -sXPUT -- -odd.example');
		expect({ method, headers, url }).toEqual({
			method: 'PUT',
			headers: [['A', 'b']],
			url: 'http://-odd.example',
		});
	});

	test('a user in the URL becomes Basic authentication', () => {
		const { url, headers } = parseCurl('curl https://a%40b:c@e.example/x');
		expect({ url, headers }).toEqual({
			url: 'https://e.example/x',
			headers: [['Authorization', `Basic ${Buffer.from('a@b:c').toString('base64')}`]],
		});
	});

	test('standard input in the command is the body', () => {
		expect(parseCurl('curl -d @- https://e.example <<E\na\nb\nE').body).toEqual({ text: 'ab' });
		expect(parseCurl('curl --data-binary @- https://e.example <<E\na\nb\nE').body).toEqual({
			text: 'a\nb\n',
		});
		expect(parseCurl('curl --data-urlencode n@- https://e.example <<< "a b"').body).toEqual({
			text: 'n=a+b%0A',
		});
		const { method, body } = parseCurl('curl -T - https://e.example/x <<< a');
		expect({ method, body }).toEqual({ method: 'PUT', body: { text: 'a\n' } });
	});

	test('files of a form', () => {
		expect(
			parseCurl(
				'curl -F \'f=@"a;b.txt";filename=c.txt;type=text/plain\' -F g=@d/e.bin https://e.example',
			).body,
		).toEqual({
			form: [
				{ name: 'f', file: 'a;b.txt', fileName: 'c.txt', type: 'text/plain' },
				{ name: 'g', file: 'd/e.bin', fileName: 'e.bin' },
			],
		});
	});
});

it('refuses a command of more characters than it reads in a second', () => {
	expect(() => parseCurl(`curl https://example.com -d '${'x'.repeat(1_000_000)}'`)).toThrow(
		'the command has 1000030 characters, more than 1000000',
	);
});
