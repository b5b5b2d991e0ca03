import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { Editor } from '../../host/editor';
import { N8nClient } from '../../host/n8n';
import { freePort } from '../../host/ports';
import { root } from '../../host/setup';
import { taken, typeText } from '../../host/text-entry';
import { startDemo } from '../fixtures/demo';

// The steps of README.md, "Five minutes", in their order: each goes on where the one before ended.
jest.setTimeout(400_000);

const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
const command = /^curl --location [\s\S]*?^\}'$/m.exec(readme)?.[0] ?? '';
const folder = mkdtempSync(path.join(tmpdir(), 'readme-'));

let demo: ReturnType<typeof startDemo>;
let port: string;
let editor: Editor;
let n8n: N8nClient;

beforeAll(async () => {
	port = String(await freePort());
	demo = startDemo(folder, { N8N_PORT: port, PARTNER_PORT: String(await freePort()) });
	await demo.printed(/^curl /m);
	n8n = new N8nClient(`http://localhost:${port}`);
	await n8n.signIn();
	editor = await Editor.open(n8n);
	const address = /^Editor\s+(\S+)/m.exec(demo.output())?.[1] ?? '';
	await editor.page.goto(address);
});

afterAll(async () => {
	await editor?.close();
	demo.child.kill('SIGINT');
	await demo.ended;
	rmSync(folder, { recursive: true, force: true });
});

/** Pastes the README's command into a shell; gives the body and the status. */
const sendComplaint = (id = 'cmp-20240610-001', edit = (text: string) => text) =>
	execFileSync(
		'sh',
		[
			'-c',
			edit(command)
				.replace('curl', "curl --silent --write-out ' %{http_code}'")
				.replace('localhost:5678', `localhost:${port}`)
				.replace('cmp-20240610-001', id),
		],
		{ encoding: 'utf8' },
	).trim();

const openNode = (name: string) => editor.openNode(name);

async function closeForm(): Promise<void> {
	await taken(editor.page);
	await editor.page.getByTestId('ndv-close-button').click();
	await editor.page.getByTestId('ndv').waitFor({ state: 'hidden' });
}

/** Publishes, and waits until n8n says so. */
async function publish(): Promise<void> {
	const { page } = editor;
	await page.getByTestId('workflow-open-publish-modal-button').click();
	const done = page.waitForResponse(
		(response) => response.url().endsWith('/activate') && response.ok(),
	);
	await page.getByTestId('workflow-publish-button').click();
	await done;
	const understood = page.getByRole('button', { name: 'Got it' });
	if (await understood.isVisible()) await understood.click();
}

async function pickParameter(list: string, address: string): Promise<void> {
	const { page } = editor;
	await page.getByTestId(`fixed-collection-${list}`).getByTestId('rlc-input').click();
	await page.getByTestId('rlc-item').filter({ hasText: address }).first().click();
}

it('1. shows the endpoint with its two URLs', async () => {
	await openNode('Complaint received');
	const { page } = editor;
	await page.getByText('Webhook URLs', { exact: true }).click();
	await page.getByTestId('radio-button-test').waitFor();
	await page.getByTestId('radio-button-production').click();
	await page.getByText('/authorized/demo-complaints/trigger').first().waitFor();
	await closeForm();
});

it('2. shows what came in, flattened and as it was sent', async () => {
	expect(sendComplaint()).toBe('OK 200');
	await demo.printed(/Partner received: .*New high complaint from jane\.smith@example\.com/);
	const { page } = editor;
	await page.getByTestId('radio-button-executions').click();
	await page.locator('[data-test-id="canvas-node"]').first().waitFor();
	await openNode('Complaint received');
	await page.getByText('complaint.attachments[0].fileName').first().waitFor();
	await page.getByText('customer_support_portal').first().waitFor();
	await page.getByTestId('ndv-close-button').click();
	await page.getByTestId('radio-button-workflow').click();
});

it('3. accepts a complaint once, and drops the second', async () => {
	await openNode('Complaint received');
	await editor.parameter('deduplication').locator('.el-switch').click();
	await pickParameter('deduplicationParameters', 'complaint.id');
	await closeForm();
	await publish();
	expect([sendComplaint(), sendComplaint()]).toEqual(['OK 200', '204']);
});

it('4. lets a complaint of another priority start nothing', async () => {
	await openNode('Complaint received');
	const conditions = editor.page.getByTestId('fixed-collection-conditions');
	await conditions.getByTestId('fixed-collection-add').click();
	await pickParameter('conditions', 'complaint.priority');
	await typeText(conditions.getByTestId('parameter-input-value'), 'low');
	await closeForm();
	await publish();
	const received = demo.output().split('Partner received').length;
	expect(sendComplaint('cmp-2')).toBe('OK 200');
	const workflow = await n8n.findWorkflow('Complaint to partner');
	expect(await n8n.waitForExecutions(workflow?.id ?? '', 2)).toHaveLength(2);
	expect(demo.output().split('Partner received')).toHaveLength(received);
});

it('5. shows a request as it would leave', async () => {
	await openNode('Tell the partner');
	await editor.select('action', 'Preview Request');
	await taken(editor.page);
	await editor.page.getByTestId('node-execute-button').first().click();
	const path = '/automation-endpoint/endpoints/authorized/demo-complaints/trigger';
	await n8n.waitForEndpoint(`${n8n.baseUrl}/webhook-test${path}`);
	const forTest = (text: string) =>
		text.replace('/webhook/', '/webhook-test/').replace('"priority": "high"', '"priority": "low"');
	expect(sendComplaint('cmp-3', forTest)).toMatch(/ 200$/);
	await editor.page
		.getByText('New low complaint from jane.smith@example.com', { exact: false })
		.first()
		.waitFor();
});
