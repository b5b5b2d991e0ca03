import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';

import { Editor } from '../../host/editor';
import { INCOMING, OUTGOING, type N8nClient } from '../../host/n8n';
import { root } from '../../host/setup';
import { sharedN8n } from '../../host/testing';

// A page of the editor is 10 MB of scripts, which a busy machine takes its time for.
jest.setTimeout(300_000);

const OUTPUT = path.join(root, 'test/n8n/output');

const CONNECTIONS = [
	'Custom Connection',
	'Synerise API Key',
	'OAuth2 Client Credentials',
	'API Key',
	'SHA256-Based Authentication',
	'Standard Webhooks',
	'Login & Password',
];

let n8n: N8nClient;
let editor: Editor;

beforeAll(async () => {
	mkdirSync(OUTPUT, { recursive: true });
	n8n = await sharedN8n();
	editor = await Editor.open(n8n);
});

afterAll(() => editor?.close());

/** The names of the fields in the open form. */
const fieldNames = async () =>
	(await editor.page.getByTestId('input-label').allInnerTexts()).map(
		(label) => label.split('\n', 1)[0]?.trim() ?? '',
	);

/** Checks the open form: its fields stand in this order, none by its raw name, and it can be looked at. */
async function expectForm(name: string, fields: string[]): Promise<void> {
	const shown = await fieldNames();
	expect(shown.filter((label) => fields.includes(label))).toEqual(fields);
	expect(shown.filter((label) => /^[a-z]+[A-Z]/.test(label))).toEqual([]);
	const picture = path.join(OUTPUT, `${name}.png`);
	await editor.screenshot(picture);
	expect(statSync(picture).size).toBeGreaterThan(20_000);
}

describe('a new workflow', () => {
	beforeAll(() => editor.openNewWorkflow());

	it.each([
		['synerise', ['Incoming Integration', 'Outgoing Integration']],
		['webhook', ['Incoming Integration', 'Outgoing Integration']],
		['integration', ['Incoming Integration', 'Outgoing Integration']],
		['incoming', ['Incoming Integration']],
		['outgoing', ['Outgoing Integration']],
	])('finds the nodes by "%s"', async (word, names) => {
		expect(await editor.searchNodes(word)).toEqual(expect.arrayContaining(names));
	});

	it('adds the trigger, whose form opens in the order of the original', async () => {
		await editor.addNode('Incoming Integration', 'On a request with a JSON Web Token');
		await expectForm('incoming', [
			'Integration Name',
			'Node Icon',
			'Authentication',
			'Deduplication Hash Generator',
			'Conditions',
			'Settings',
		]);
		await editor.closeNode();
	});

	it('adds the action, whose form opens in the order of the original', async () => {
		await editor.addNode('Outgoing Integration');
		await expectForm('outgoing', [
			'Action',
			'Integration Type',
			'Authentication',
			'Webhook Name',
			'Event Name',
			'Method',
			'URL',
			'Additional Event Parameters',
			'Options',
		]);
	});

	it.each(CONNECTIONS)('opens the form of the connection %s from its picker', async (name) => {
		await editor.select('authentication', name);
		const modal = await editor.createCredential();
		const documentation = modal.getByRole('link', { name: 'Read our docs' });
		expect(await documentation.getAttribute('href')).toContain('/docs/connections/');
		const inputs = modal.locator('[data-test-id^="parameter-input-"]');
		await inputs.first().waitFor();
		if (name === 'Login & Password') return;
		await modal.locator('.el-dialog__close').click();
		await modal.waitFor({ state: 'hidden' });
	});

	it('saves a connection and uses it', async () => {
		const modal = editor.page.getByTestId('editCredential-modal');
		await modal.getByTestId('parameter-input-login').locator('input').fill('jane');
		await modal.getByTestId('parameter-input-password').locator('input').fill('open sesame 42');
		await modal.getByTestId('credential-save-button').click();
		await modal.waitFor({ state: 'hidden' });
		await editor.page.getByTestId('node-credentials-select').first().waitFor();
		const saved = await n8n.request<Array<{ type: string }>>('GET', 'credentials');
		expect(saved.map(({ type }) => type)).toContain('loginPasswordApi');
	});
});

describe('a saved workflow', () => {
	beforeAll(async () => {
		const workflow = await n8n.saveWorkflow({
			name: 'Editor test',
			nodes: [
				{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
				{ name: 'No name', type: OUTGOING, parameters: { url: 'https://example.com' } },
				{ name: 'No URL', type: OUTGOING, parameters: { webhookName: 'Test' } },
				{
					name: 'No template',
					type: OUTGOING,
					parameters: {
						webhookName: 'Test',
						url: 'https://example.com',
						sendBody: true,
						jsonBody: '{{ nope( }}',
					},
				},
				{ name: 'Tool', type: `${OUTGOING}Tool` },
			],
			connections: {
				Start: {
					main: [
						[
							{ node: 'No name', type: 'main', index: 0 },
							{ node: 'No URL', type: 'main', index: 0 },
							{ node: 'No template', type: 'main', index: 0 },
						],
					],
				},
			},
		});
		await editor.openWorkflow(workflow.id);
	});

	afterEach(() => editor.closeNode());

	it.each([
		['No name', 'Webhook Name'],
		['No URL', 'URL'],
	])('names the field that is missing instead of starting: %s', async (node, label) => {
		await editor.openNode(node);
		await editor.page.getByTestId('node-execute-button').first().click();
		await editor.page.getByText(`Parameter "${label}" is required`).first().waitFor();
	});

	it('shows what went wrong in which field', async () => {
		await editor.openNode('No template');
		await editor.page.getByTestId('node-execute-button').first().click();
		await editor.page
			.getByText(/JSON, line 1, column \d+/)
			.first()
			.waitFor();
	});

	it('offers the action as a tool of an AI agent', async () => {
		await editor.openNode('Tool');
		expect((await fieldNames()).slice(0, 2)).toEqual(['Description', 'Action']);
		const description = editor.parameter('toolDescription').locator('textarea');
		expect(await description.inputValue()).toMatch(
			/^Sends the configured HTTPS request and returns the response/,
		);
	});
});

it('publishes a workflow, whose endpoint then answers', async () => {
	const workflow = await n8n.saveWorkflow({
		name: 'To publish',
		nodes: [{ name: 'Endpoint', type: INCOMING, parameters: { authentication: 'none' } }],
	});
	await editor.openWorkflow(workflow.id);
	await editor.page.getByTestId('workflow-open-publish-modal-button').click();
	await editor.page.getByTestId('workflow-publish-button').click();
	await n8n.waitForEndpoint(n8n.endpointOf(workflow), 120);
});
