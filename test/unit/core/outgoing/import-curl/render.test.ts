/** From a pasted command through the form to the request: what the node sends is what curl would send. */
import { parseCurl } from '../../../../../core/curl/parse';
import { exportCurl } from '../../../../../core/outgoing/export-curl/export';
import { toParameters } from '../../../../../core/outgoing/import-curl/to-parameters';
import { FormReader } from '../../../../../core/outgoing/fields';
import { prepare } from '../../../../../core/outgoing/outgoing-integration';

async function requestOf(command: string) {
	const { parameters } = toParameters(parseCurl(command));
	const { request } = await prepare(
		new FormReader({ values: { webhookName: 'Test', ...parameters } }),
		{
			index: 0,
			context: {
				json: {},
				currentStep: { diagramId: '', diagramName: '', blockId: '', blockName: '' },
			},
		},
		{
			clock: { now: () => 0 },
			runId: () => 'run',
			readFile: async () => ({
				data: Buffer.from([0xff, 0]),
				fileName: 'a.bin',
				mimeType: 'image/png',
			}),
		},
	);
	return request;
}

test.each<[string, string, Array<[string, string]>, string]>([
	["curl 'https://e.example/x?a=1%20b&c'", 'https://e.example/x?a=1%20b&c', [], ''],
	[
		"curl -G https://e.example -d 'a=1' --data-urlencode 'b=ü +'",
		'https://e.example/?a=1&b=%C3%BC+%2B',
		[],
		'',
	],
	[
		"curl https://e.example -d 'a=1' --data-raw '@not=a file' --data-raw '@x'",
		'https://e.example/',
		[['Content-Type', 'application/x-www-form-urlencoded']],
		'a=1&@not=a file&@x',
	],
	[
		"curl https://e.example -d 'a=1&b=2'",
		'https://e.example/',
		[['Content-Type', 'application/x-www-form-urlencoded']],
		'a=1&b=2',
	],
	[
		'curl https://e.example -d 123',
		'https://e.example/',
		[['Content-Type', 'application/x-www-form-urlencoded']],
		'123',
	],
	[
		`curl https://e.example -H 'content-type: application/json; charset=UTF-8' -d '{"a" : 1.0}'`,
		'https://e.example/',
		[['content-type', 'application/json; charset=UTF-8']],
		'{"a" : 1.0}',
	],
	[
		`curl https://e.example --json '{"a":1}'`,
		'https://e.example/',
		[
			['Accept', 'application/json'],
			['Content-Type', 'application/json'],
		],
		'{"a":1}',
	],
	["curl https://e.example -H 'Content-Type:' -d x", 'https://e.example/', [], 'x'],
	[
		"curl https://e.example -H 'Content-Type: application/json' -d 'not json'",
		'https://e.example/',
		[['Content-Type', 'application/json']],
		'not json',
	],
	[
		'curl https://e.example -X PUT -T a.bin',
		'https://e.example/a.bin',
		[['Content-Type', 'image/png']],
		Buffer.from([0xff, 0]).toString(),
	],
])('%s', async (command, url, headers, body) => {
	const request = await requestOf(command);
	expect(request.url.href).toBe(url);
	expect(request.headers).toEqual(headers);
	expect(request.body?.toString() ?? '').toBe(body);
});

test('a multipart form has its fields and files', async () => {
	const request = await requestOf('curl https://e.example -F \'a="b;c"\' -F f=@x.png');
	const type = request.headers.find(([name]) => name === 'Content-Type')![1];
	const form = await new Response(new Uint8Array(request.body!), {
		headers: { 'content-type': type },
	}).formData();
	expect(form.get('a')).toBe('b;c');
	expect((form.get('f') as File).name).toBe('a.bin');
});

test('an exported command gives the same request when it is pasted again', async () => {
	const first = await requestOf(
		`curl -X PATCH 'https://e.example/x?q[]=1' -g -H 'X: it'\\''s' --json '{"ä":"\\n"}'`,
	);
	const again = await requestOf(exportCurl(first));
	expect({ ...again, headers: [...again.headers].sort() }).toEqual({
		...first,
		headers: [...first.headers].sort(),
	});
});
