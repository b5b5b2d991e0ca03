/**
 * `npm run docs:screenshots`: takes the pictures of docs/images again, in light and dark, from the editor of a real n8n that runs the
 * workflow of examples/complaint-triage.json.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { ensurePartnerCertificate } from '../demo/certificate';
import { startPartner } from '../demo/partner';
import type { PublishedWorkflow } from '../host/api';
import { Editor } from '../host/editor';
import { example, N8n } from '../host/n8n';
import { freePort } from '../host/ports';
import { root } from '../host/setup';

const IMAGES = path.join(root, 'docs/images');
const complaint = readFileSync(path.join(root, 'demo/complaint.json'), 'utf8');

/** What an event that really occurred looks like in the trigger's output. */
const PINNED = {
	'complaint.id': 'cmp-20240610-001',
	'complaint.customer.email': 'jane.smith@example.com',
	'complaint.priority': 'high',
};

/** Runs the open workflow as a user does: starts listening, sends a request to the test URL, waits for the end. */
async function runOnce(editor: Editor, testUrl: string): Promise<void> {
	await editor.page.getByTestId('execute-workflow-button').first().click();
	for (;;) {
		const answer = await fetch(testUrl, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: complaint,
		});
		if (answer.ok) break;
		await editor.page.waitForTimeout(200);
	}
	await editor.page.getByText('Workflow executed successfully').first().waitFor();
	await editor.page
		.getByText('Workflow executed successfully')
		.first()
		.waitFor({ state: 'hidden' });
}

/** Takes a picture of the open form, with the pointer where it calls up no tip. */
async function pictureForm(editor: Editor, name: string): Promise<void> {
	await editor.page.mouse.move(0, 0);
	await editor.page.getByRole('tooltip').first().waitFor({ state: 'hidden' });
	await editor.screenshot(path.join(IMAGES, name));
}

const THEMES = ['light', 'dark'] as const;

/** `incoming-form.png` as it is in the light theme, `incoming-form.dark.png` in the dark one. */
const fileOf = (name: string, theme: (typeof THEMES)[number]) =>
	theme === 'light' ? `${name}.png` : `${name}.dark.png`;

async function takePictures(n8n: N8n, partnerUrl: string): Promise<void> {
	const definition = example('complaint-triage');
	const nodes = definition.nodes.map((node) => {
		const url = node.parameters?.['url'];
		if (typeof url !== 'string') return node;
		return {
			...node,
			parameters: { ...node.parameters, url: new URL(new URL(url).pathname, partnerUrl).href },
		};
	});
	const workflow = await n8n.saveWorkflow({ ...definition, nodes });
	for (const theme of THEMES) await pictureTheme(n8n, workflow, theme);
}

async function pictureTheme(
	n8n: N8n,
	workflow: PublishedWorkflow,
	theme: (typeof THEMES)[number],
): Promise<void> {
	const editor = await Editor.open(n8n, { theme });
	try {
		await editor.page.setViewportSize({ width: 1280, height: 720 });
		await editor.openWorkflow(workflow.id);
		await runOnce(editor, n8n.endpointOf(workflow, 'webhook-test'));
		await editor.page.getByTestId('zoom-to-fit').click();
		await editor.screenshot(path.join(IMAGES, fileOf('workflow', theme)));

		await editor.page.setViewportSize({ width: 1280, height: 800 });
		await editor.openNode('Complaint received');
		await editor.page.getByText('Webhook URLs', { exact: true }).click();
		await pictureForm(editor, fileOf('incoming-form', theme));
		await editor.closeNode();

		await editor.page.setViewportSize({ width: 1280, height: 640 });
		await editor.openNode('Open a ticket');
		await pictureForm(editor, fileOf('outgoing-form', theme));

		await editor.closeNode();
		const json = { parameters: PINNED, body: JSON.parse(complaint) as object };
		const pinned = await n8n.saveWorkflow({
			...example('complaint-triage'),
			pinData: { 'Complaint received': [{ json }] },
		});
		await editor.openWorkflow(pinned.id);
		await editor.openNode('Complaint received');
		await editor.page.getByText('This data is pinned').first().waitFor();
		if (theme === 'light') await pictureForm(editor, fileOf('pinned-event', theme));
	} finally {
		await editor.close();
	}
}

async function main(): Promise<void> {
	const folder = mkdtempSync(path.join(tmpdir(), 'screenshots-'));
	const certificate = await ensurePartnerCertificate(folder);
	const port = await freePort();
	const partner = await startPartner(port, certificate, () => undefined);
	const n8n = await N8n.start({
		env: {
			NODE_EXTRA_CA_CERTS: certificate.authorityFile,
			SYNERISE_INTEGRATIONS_ALLOWED_HOSTS: `localhost:${port}`,
		},
	});
	try {
		await takePictures(n8n, `https://localhost:${port}`);
	} finally {
		partner.close();
		await n8n.stop();
		rmSync(folder, { recursive: true, force: true });
	}
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
