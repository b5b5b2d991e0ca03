import { COMBINATIONS, inRow, InsertForm, type Field, type Run } from '../fixtures/editor-inserts';
import { typeText } from '../../host/text-entry';

// Nothing here sets a parameter but the keyboard and the mouse.
jest.setTimeout(300_000);

let form: InsertForm;
beforeAll(async () => {
	form = await InsertForm.open();
});
afterAll(() => form?.close());

const targetOf = ({ request }: Run) => new URL(request.url, 'http://localhost');

const FIELDS: Field[] = [
	{
		label: 'Webhook Name',
		at: (editor) => editor.parameter('webhookName'),
		arrived: ({ event }) => event.params['name'],
	},
	{
		label: 'URL',
		at: (editor) => editor.parameter('url'),
		arrived: (run) => `${form.peer.origin}${decodeURIComponent(targetOf(run).pathname)}`,
	},
	{
		label: 'Query Parameters, Name',
		at: inRow('queryParameters', 'name'),
		arrived: (run) => [...targetOf(run).searchParams.keys()][0],
	},
	{
		label: 'Query Parameters, Value',
		at: inRow('queryParameters', 'value'),
		arrived: (run) => [...targetOf(run).searchParams.values()][0],
	},
	{
		label: 'Headers, Value',
		at: inRow('headerParameters', 'value'),
		arrived: ({ request }) => request.headers['x-name'],
	},
	{
		label: 'JSON',
		at: (editor) => editor.parameter('jsonBody'),
		around: ['{"a": [{"b": "', '"}]}'],
		arrived: ({ request }) => request.body.toString(),
	},
	{
		label: 'Additional Event Parameters, Value',
		at: inRow('additionalEventParameters', 'value'),
		arrived: ({ event }) => event.params['extra'],
	},
];

it.each(COMBINATIONS)('$way in $mode mode, inserts reach the peer', async (combination) => {
	await form.openNewNode();
	const { editor, peer } = form;
	for (const name of ['sendQuery', 'sendHeaders', 'sendBody']) await form.turnOn(name);
	await editor.page
		.getByTestId('fixed-collection-additionalEventParameters')
		.getByTestId('fixed-collection-add')
		.click();
	await typeText(inRow('headerParameters', 'name')(editor), 'X-Name');
	await typeText(inRow('additionalEventParameters', 'name')(editor), 'extra');
	const fields = FIELDS.map((field) =>
		field.label === 'URL'
			? { ...field, around: [`${peer.origin}/`, ''] as [string, string] }
			: field,
	);
	const expected = await form.fill(fields, combination);
	const run = await form.run();
	expect(Object.fromEntries(fields.map(({ label, arrived }) => [label, arrived(run)]))).toEqual(
		expected,
	);
});
