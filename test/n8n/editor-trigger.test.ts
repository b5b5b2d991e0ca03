import { Editor } from '../../host/editor';
import { taken, typeText } from '../../host/text-entry';
import type { N8nClient } from '../../host/n8n';
import { sharedN8n } from '../../host/testing';
import { post } from '../fixtures/incoming';

// Nothing here sets a parameter but the keyboard and the mouse.
jest.setTimeout(400_000);

let n8n: N8nClient;
let editor: Editor;

beforeAll(async () => {
	n8n = await sharedN8n();
	editor = await Editor.open(n8n);
});
afterAll(() => editor?.close());

const click = (testId: string) => editor.page.getByTestId(testId).first().click();

const clickText = (text: string) => editor.page.getByText(text, { exact: true }).first().click();

const send = (url: string, body: object) => post(url, JSON.stringify(body));

const clipboard = () => editor.page.evaluate<string>('navigator.clipboard.readText()');

/** Takes steps, each of them one click or one text typed, and gives how many they were. */
async function inSteps(steps: Array<() => Promise<unknown>>): Promise<number> {
	for (const step of steps) await step();
	return steps.length;
}

const openPanel = () => click('canvas-add-button');
const search = (text: string) => () =>
	editor.page.getByTestId('node-creator-search-bar').fill(text);
const pickNode = (name: string) => () =>
	editor.page
		.getByTestId('node-creator-item-name')
		.getByText(name, { exact: true })
		.first()
		.click();
const copyUrl = () => editor.page.locator('.webhook-url').first().click();
const closeForm = () => click('ndv-close-button');
const publish = [
	() => click('workflow-open-publish-modal-button'),
	() => click('workflow-publish-button'),
];

it('publishes an open endpoint in no more interactions than a Webhook node', async () => {
	await editor.openNewWorkflow();
	const ours = await inSteps([
		openPanel,
		search('incoming'),
		pickNode('Incoming Integration'),
		() => clickText('On a request without authentication'),
		() => clickText('Webhook URLs'),
		() => click('radio-button-production'),
		copyUrl,
		closeForm,
		...publish,
	]);
	const url = await clipboard();
	await n8n.waitForEndpoint(url, 120);
	expect((await send(url, { a: 1 })).body).toBe('OK');

	await editor.openNewWorkflow();
	const webhooks = await inSteps([
		openPanel,
		search('webhook'),
		pickNode('Webhook'),
		() => editor.parameter('httpMethod').click(),
		() => clickText('POST'),
		() => click('radio-button-production'),
		copyUrl,
		closeForm,
		...publish,
	]);
	await n8n.waitForEndpoint(await clipboard(), 120);
	expect(ours).toBeLessThanOrEqual(webhooks);
	expect(ours).toBe(10);
});

/** Selects a parameter of the sample in a picker, which is opened for it. */
async function pickParameter(list: string, address: string): Promise<void> {
	const { page } = editor;
	await page.getByTestId(`fixed-collection-${list}`).getByTestId('rlc-input').click();
	await page.getByTestId('rlc-item').filter({ hasText: address }).first().click();
}

describe('an endpoint with a sample', () => {
	let url: string;

	beforeAll(async () => {
		await editor.openNewWorkflow();
		await editor.addNode('Incoming Integration', 'On a request without authentication');
		await clickText('Webhook URLs');
		await copyUrl();
		const testUrl = await clipboard();
		url = testUrl.replace('/webhook-test/', '/webhook/');
		await click('node-execute-button');
		await editor.page.getByText('Listening for test event').first().waitFor();
		await n8n.waitForEndpoint(testUrl, 60);
		await send(testUrl, { order: { id: 'o-1', total: 20 } });
		await editor.page.getByText('order.total').first().waitFor();
	});

	it('offers its parameters for conditions and deduplication, and does what was selected', async () => {
		const { page } = editor;
		await editor.parameter('deduplication').locator('.el-switch').click();
		await pickParameter('deduplicationParameters', 'order.id');
		await page
			.getByTestId('fixed-collection-conditions')
			.getByTestId('fixed-collection-add')
			.click();
		await pickParameter('conditions', 'order.total');
		await editor.select('operator', 'Number: Is Greater Than');
		await typeText(editor.parameter('value'), '10');
		await taken(page);
		await closeForm();
		await inSteps(publish);
		await n8n.waitForEndpoint(url, 120);
		const replies: number[] = [];
		for (const order of [
			{ id: 'o-1', total: 20 },
			{ id: 'o-1', total: 20 },
			{ id: 'o-2', total: 5 },
		])
			replies.push((await send(url, { order })).status);
		expect(replies).toEqual([200, 204, 200]);
	});

	it('is not published again with an address that cannot be read', async () => {
		const { page } = editor;
		// What n8n shows after a workflow was published.
		await page.getByRole('button', { name: 'Got it' }).click();
		await page.locator('[data-test-id="canvas-node"]').first().dblclick();
		const condition = page.getByTestId('fixed-collection-conditions');
		await condition.getByTestId('rlc-mode-selector').click();
		await page.locator('.el-select-dropdown__item:visible').getByText('By Address').click();
		const address = condition.getByTestId('rlc-input');
		await address.click();
		await page.keyboard.press('ControlOrMeta+A');
		await page.keyboard.type('order[id]');
		await taken(page);
		await closeForm();
		await inSteps(publish);
		await page
			.getByText(/Conditions, row 1: .*order\[id\]/)
			.first()
			.waitFor();
	});
});
