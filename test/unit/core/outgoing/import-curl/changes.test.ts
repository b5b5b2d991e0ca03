import { changesOf } from '../../../../../core/outgoing/import-curl/changes';
import { labelOf } from '../../../../../nodes/OutgoingIntegration/labels';
import { parseCurl } from '../../../../../core/curl/parse';
import { toParameters } from '../../../../../core/outgoing/import-curl/to-parameters';

const changes = (now: Record<string, unknown>, command: string) =>
	changesOf(now, toParameters(parseCurl(command)).parameters, labelOf).map(
		({ label, now: before, after }) => [label, before, after],
	);

const command = "curl 'https://e.example/x?a=1' -H 'X-A: b' --json '{\"c\":1}' -L -m 2";

test('a form that was never touched', () => {
	expect(changes({}, command)).toEqual([
		['Method', undefined, 'POST'],
		['URL', undefined, 'https://e.example/x'],
		['Query Parameters: a', undefined, '1'],
		['Headers: X-A', undefined, 'b'],
		['Headers: Accept', undefined, 'application/json'],
		['Body Content Type', undefined, 'json'],
		['Specify Body', undefined, 'json'],
		['JSON', undefined, '{"c":1}'],
		['Redirects, Follow Redirects', undefined, 'true'],
		['Timeout', undefined, '2000'],
	]);
});

test('the same command again has no changes', () => {
	const { parameters } = toParameters(parseCurl(command));
	expect(changes({ ...parameters }, command)).toEqual([]);
	expect(
		changes({ ...parameters, webhookName: 'Orders', authentication: 'apiKey' }, command),
	).toEqual([]);
});

test('what the command does not have is named as going away', () => {
	const now = {
		method: 'PUT',
		url: 'https://e.example/x',
		sendHeaders: true,
		headerParameters: { parameters: [{ name: 'X-Old', value: '1' }] },
		sendBody: true,
		contentType: 'raw',
		rawContentType: 'text/plain',
		body: 'x',
		jsonBody: '{"hidden":true}',
	};
	expect(changes(now, 'curl -X PUT https://e.example/x')).toEqual([
		['Headers: X-Old', '1', undefined],
		['Body Content Type', 'raw', undefined],
		['Body', 'x', undefined],
		['Content Type', 'text/plain', undefined],
	]);
});

test('rows that are switched off and fields of another kind of body count for nothing', () => {
	const now = {
		method: 'GET',
		url: 'https://e.example/x',
		sendQuery: false,
		queryParameters: { parameters: [{ name: 'a', value: '1' }] },
		sendBody: false,
		jsonBody: '{}',
	};
	expect(changes(now, 'curl https://e.example/x')).toEqual([]);
});

test('repeated names and files are shown together', () => {
	expect(
		changes({ url: 'https://e.example' }, 'curl https://e.example -F a=1 -F a=2 -F f=@x'),
	).toEqual([
		['Method', undefined, 'POST'],
		['Body Content Type', undefined, 'multipart-form-data'],
		['Body Parameters: a', undefined, '1, 2'],
		['Body Parameters: f', undefined, 'file in data'],
	]);
});
