import { parseCurl } from '../../../../../core/curl/parse';
import { toParameters } from '../../../../../core/outgoing/import-curl/to-parameters';

const parametersOf = (options: string, url = 'https://e.example') =>
	toParameters(parseCurl(`curl '${url}' ${options}`)).parameters;
const notesOf = (options: string) =>
	toParameters(parseCurl(`curl https://e.example ${options}`)).notes.map(({ message }) => message);

const empty = {
	method: 'GET',
	url: 'https://e.example',
	sendQuery: false,
	sendHeaders: false,
	sendBody: false,
	options: {},
};

test('a plain URL', () => expect(parametersOf('')).toEqual(empty));

describe('query', () => {
	test('pairs that give back the same bytes become rows', () => {
		expect(parametersOf('', 'https://e.example/x?a=1&b=c%20d&a=2&$filter=x')).toEqual({
			...empty,
			url: 'https://e.example/x',
			sendQuery: true,
			queryParameters: {
				parameters: [
					{ name: 'a', value: '1' },
					{ name: 'b', value: 'c d' },
					{ name: 'a', value: '2' },
					{ name: '$filter', value: 'x' },
				],
			},
		});
	});

	test.each([
		'?a=+',
		'?a=%7B%7B1%7D%7D',
		'?a',
		'?a=1&',
		'?id={{ event.params.id }}',
		'?a[]=1',
		'?',
	])('%s stays in the URL as it is', (query) => {
		expect(parametersOf('-g', `https://e.example/x${query}`)).toEqual({
			...empty,
			url: `https://e.example/x${query}`,
		});
	});
});

describe('body', () => {
	const json = '{"a": 1.0, "a": "{{ x }}"}';
	test.each<[string, string, object]>([
		[
			'JSON keeps its text',
			`--json '${json}'`,
			{
				contentType: 'json',
				specifyBody: 'json',
				jsonBody: json,
				sendHeaders: true,
				headerParameters: { parameters: [{ name: 'Accept', value: 'application/json' }] },
			},
		],
		[
			'JSON of another media type keeps its header',
			"-H 'Content-Type: application/json; charset=UTF-8' -d '[1]'",
			{
				contentType: 'json',
				specifyBody: 'json',
				jsonBody: '[1]',
				sendHeaders: true,
				headerParameters: {
					parameters: [{ name: 'Content-Type', value: 'application/json; charset=UTF-8' }],
				},
			},
		],
		[
			'text that only claims to be JSON',
			"-H 'Content-Type: application/json' -d 'a=1'",
			{ contentType: 'raw', rawContentType: 'application/json', body: 'a=1' },
		],
		[
			'a form in pairs',
			"-d a=1 --data-urlencode 'b=c d'",
			{
				contentType: 'form-urlencoded',
				specifyBody: 'keypair',
				bodyParameters: {
					parameters: [
						{ name: 'a', value: '1' },
						{ name: 'b', value: 'c d' },
					],
				},
			},
		],
		[
			'form data that pairs would change',
			"-d '123'",
			{ contentType: 'form-urlencoded', specifyBody: 'string', body: '123' },
		],
		[
			'another media type',
			"-H 'content-type: text/xml' --data-raw '<a/>'",
			{ contentType: 'raw', rawContentType: 'text/xml', body: '<a/>' },
		],
		[
			'no media type at all',
			"-H 'Content-Type:' -d 'x'",
			{ contentType: 'raw', rawContentType: '', body: 'x' },
		],
		[
			'a file',
			'--data-binary @a.bin -H "Content-Type: image/png"',
			{
				contentType: 'binaryData',
				inputDataFieldName: 'data',
				sendHeaders: true,
				headerParameters: { parameters: [{ name: 'Content-Type', value: 'image/png' }] },
			},
		],
		[
			'a multipart form with files',
			"-F 'a=b;type=text/x' -F f=@x.png -F 'g=@y.png;type=image/x;filename=z.png' -H 'Content-Type: multipart/form-data'",
			{
				contentType: 'multipart-form-data',
				bodyParameters: {
					parameters: [
						{ parameterType: 'formData', name: 'a', value: 'b', mediaType: 'text/x' },
						{ parameterType: 'formBinaryData', name: 'f', inputDataFieldName: 'data' },
						{
							parameterType: 'formBinaryData',
							name: 'g',
							inputDataFieldName: 'data2',
							mediaType: 'image/x',
							fileName: 'z.png',
						},
					],
				},
			},
		],
	])('%s', (_, options, expected) => {
		expect(parametersOf(options)).toEqual({
			...empty,
			method: 'POST',
			sendBody: true,
			...expected,
		});
	});
});

test('options by the names of the form', () => {
	expect(parametersOf('-L --max-redirs 4 -m 2 -x http://p:1 -k').options).toEqual({
		redirect: { redirect: { followRedirects: true, maxRedirects: 4 } },
		timeout: 2000,
		proxy: 'http://p:1',
		allowUnauthorizedCerts: true,
	});
});

test('what the form cannot hold is named', () => {
	expect(notesOf('-X PROPFIND')).toEqual(['the method PROPFIND has no counterpart in this node']);
});
