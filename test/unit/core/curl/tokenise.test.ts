import { CurlSyntaxError } from '../../../../core/curl/problems';
import { tokenise } from '../../../../core/curl/tokenise';

const words = (command: string) => tokenise(command).words.map(({ text }) => text);
const kinds = (command: string) =>
	tokenise(command).notes.map(({ kind, message }) => `${kind}: ${message}`);

describe('words of a POSIX shell', () => {
	test.each<[string, string, string[]]>([
		['blanks and tabs', 'curl  a\tb', ['curl', 'a', 'b']],
		['no-break blanks of a web page', 'curl\u00A0a\u00A0-v', ['curl', 'a', '-v']],
		['single quotes', "curl 'a \"$b\\n'", ['curl', 'a "$b\\n']],
		['double quotes', 'curl "a \'b\' \\"c\\" \\\\ \\$d \\x"', ['curl', 'a \'b\' "c" \\ $d \\x']],
		['adjoining parts', `curl a'b'"c"\\d`, ['curl', 'abcd']],
		['an empty argument', 'curl \'\' ""', ['curl', '', '']],
		[
			'line continuations, also in double quotes',
			'curl \\\n a\\\nb "c\\\nd"',
			['curl', 'ab', 'cd'],
		],
		['continuations with CRLF', 'curl \\\r\n a', ['curl', 'a']],
		[
			'ANSI-C quotes',
			"curl $'a\\tb\\'\\\\\\x41\\101\\u00e9\\U0001F600\\cA'",
			['curl', "a\tb'\\AAé😀\x01"],
		],
		['bytes of UTF-8 in ANSI-C quotes', "curl $'\\xc3\\xa9'", ['curl', 'é']],
		['surrogate pairs as browsers write them', "curl $'\\ud83d\\ude00'", ['curl', '😀']],
		['an ANSI-C NUL ends the value', "curl $'a\\0b'c", ['curl', 'ac']],
		['unknown ANSI-C escapes', "curl $'\\q'", ['curl', '\\q']],
		['locale quotes', 'curl $"a"', ['curl', 'a']],
		['comments, but not within words', '# first\ncurl a#b # c\n# d', ['curl', 'a#b']],
		['a copied prompt', '$ curl a', ['curl', 'a']],
		['a final semicolon', 'curl a;', ['curl', 'a']],
		['other prompts', 'ada@host:~/x$ curl a', ['curl', 'a']],
		['a fence of Markdown', '```bash\ncurl a\n```', ['curl', 'a']],
		['backticks around it', '`curl a`', ['curl', 'a']],
	])('%s', (_, command, expected) => {
		expect(words(command)).toEqual(expected);
	});

	test('what only a shell can fill in stays as written, with a note', () => {
		const command = 'curl "$HOST/${ID}" $(date) `id` \'$not\'';
		expect(words(command)).toEqual(['curl', '$HOST/${ID}', '$(date)', '`id`', '$not']);
		expect(kinds(command).map((note) => note.split(' is ')[0])).toEqual([
			'unresolved: $HOST',
			'unresolved: ${ID}',
			'unresolved: $(date)',
			'unresolved: `id`',
		]);
	});

	test('output redirections and pipes behind the command do not change the request', () => {
		expect(words('curl a -s > out.txt 2>&1 | jq .')).toEqual(['curl', 'a', '-s']);
		expect(kinds('curl a > out.txt | jq .')).toEqual([
			'ignored: > out.txt only says where the output goes',
			'ignored: "| jq ." works on the response',
		]);
	});
});

describe('standard input', () => {
	test.each<[string, string, object]>([
		['a here-document', 'curl -d @- a <<EOF\nx\\\n$y \\$z\nEOF\n', { text: 'x$y $z\n' }],
		['a literal here-document', "curl -d @- a <<'EOF'\n$x \\$y\nEOF", { text: '$x \\$y\n' }],
		['an indented here-document', 'curl -d @- a <<-E\n\tx\n\t\ty\n\tE\n', { text: 'x\ny\n' }],
		['options behind the operator', 'curl -d @- <<E a\nx\nE', { text: 'x\n' }],
		['a here-string', "curl -d @- a <<< 'x y'", { text: 'x y\n' }],
		['a file', 'curl -d @- a < body.json', { file: 'body.json' }],
	])('%s', (_, command, input) => {
		expect(tokenise(command).input).toEqual(input);
	});
});

describe("Windows' cmd", () => {
	test("Chrome's form", () => {
		const command =
			'curl ^"https://e.example/?a=1^&b=2^" ^\r\n  -H ^"accept: */*^" ^\r\n  --data-raw ^"^{^\\^"a^\\^":^\\^"x^%^41 ^^ y^\\^"^}^"';
		expect(words(command)).toEqual([
			'curl',
			'https://e.example/?a=1&b=2',
			'-H',
			'accept: */*',
			'--data-raw',
			'{"a":"x%41 ^ y"}',
		]);
	});

	test('line ends in values', () => {
		expect(words('curl ^"a^" -d ^"x^\n\ny^"')).toEqual(['curl', 'a', '-d', 'x\ny']);
	});

	test('backslashes and quotes as the C runtime reads them', () => {
		expect(words('curl ^\n "C:\\dir\\\\" "a\\\\\\"b" "x""y" c\\d')).toEqual([
			'curl',
			'C:\\dir\\',
			'a\\"b',
			'x"y',
			'c\\d',
		]);
	});

	test.each(['C:\\> curl -d "{""a"":1}" b', 'curl.exe -d "{""a"":1}" b'])(
		'doubled quotes: %s',
		(text) => {
			expect(words(text).slice(1)).toEqual(['-d', '{"a":1}', 'b']);
		},
	);

	test('carets in POSIX quotes are no sign of it', () => {
		expect(words("curl -d 'x ^\"' a")).toEqual(['curl', '-d', 'x ^"', 'a']);
	});
});

describe('errors name the place', () => {
	test.each<[string, string, number, number]>([
		['an open single quote', "curl a \\\n -d 'x", 2, 5],
		['an open double quote', 'curl "x', 1, 6],
		['an open substitution', 'curl $(x', 1, 6],
		['bytes that are no text', "curl $'\\xff'", 1, 6],
		['blanks behind the backslash', 'curl a \\ \n -v', 1, 8],
		['a typographic quote', 'curl “a”', 1, 6],
		['a second command', 'curl a\ncurl b', 2, 1],
		['options on a line of their own', 'curl a\n-H "x: y"', 2, 1],
		['a chain', 'curl a && curl b', 1, 11],
		['an unquoted ampersand', 'curl http://a/?b=1&c=2', 1, 19],
		['parentheses', 'curl (a)', 1, 6],
		['process substitution', 'curl -d @<(date) a', 1, 10],
		['a here-document without end', 'curl a -d @- <<E\nx', 1, 14],
		['a redirection to nowhere', 'curl a >', 1, 8],
		['PowerShell', 'curl.exe a `\n -H "x: y"', 1, 12],
		['an open quote in cmd', 'curl ^\n "a', 2, 2],
		['a second line in cmd', 'curl ^"a^"\ncurl b', 1, 11],
	])('%s', (_, command, line, column) => {
		let error: unknown;
		try {
			tokenise(command);
		} catch (caught) {
			error = caught;
		}
		expect(error).toBeInstanceOf(CurlSyntaxError);
		expect(error).toMatchObject({ code: 'CURL_SYNTAX', position: { line, column } });
		expect((error as Error).message).toMatch(
			new RegExp(`^cURL command, line ${line}, column ${column}: `),
		);
	});
});
