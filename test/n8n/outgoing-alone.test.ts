import type { IDataObject } from 'n8n-workflow';

import { Editor } from '../../host/editor';
import { OUTGOING } from '../../host/n8n';
import { sharedN8n } from '../../host/testing';
import { startPeer } from '../fixtures/https-peer';

jest.setTimeout(180_000);

/** A node without a trigger before it, opened in the editor. */
async function openAlone(name: string, parameters: IDataObject): Promise<Editor> {
	const n8n = await sharedN8n();
	const workflow = await n8n.saveWorkflow({
		name: `${name} alone`,
		nodes: [{ name, type: OUTGOING, parameters: { webhookName: name, ...parameters } }],
	});
	const editor = await Editor.open(n8n);
	await editor.openWorkflow(workflow.id);
	await editor.openNode(name);
	return editor;
}

const execute = (editor: Editor) => editor.page.getByTestId('node-execute-button').first().click();

it('previews a node that stands alone, and reviews a pasted command, in the editor', async () => {
	const editor = await openAlone('Preview', {
		action: 'previewRequest',
		method: 'GET',
		url: 'https://api.example.com/{{ customer.id }}',
		testProfile: '{"id":"p-7"}',
		curlReview: true,
		curlCommand: "curl https://api.example.com/other -H 'X-A: 1'",
	});
	try {
		const changes = editor.parameter('curlChanges');
		await editor.page.waitForFunction(
			"[...document.querySelectorAll('input')].some((i) => [i.value, i.placeholder].includes('2 changes'))",
		);
		await changes.click();
		await editor.page
			.getByText(
				'Now: https://api.example.com/{{ customer.id }} · After: https://api.example.com/other',
			)
			.waitFor();
		await editor.page.getByText('Now: not set · After: 1').waitFor();
		await changes.click();
		await execute(editor);
		await editor.page.getByText('https://api.example.com/p-7').first().waitFor();
	} finally {
		await editor.close();
	}
});

it('sends the test request of a node that stands alone', async () => {
	const peer = await startPeer(
		(_request, response) => {
			response.writeHead(202, { 'content-type': 'application/json' }).end('{"ticket":"T-7"}');
		},
		{ plain: true },
	);
	const editor = await openAlone('Try', {
		action: 'sendTestRequest',
		method: 'GET',
		url: `${peer.origin}/profiles/{{ customer.id }}`,
		testProfile: '{"id":"p-7"}',
	});
	try {
		await execute(editor);
		await editor.page.getByText('T-7').first().waitFor();
		expect(peer.seen.map(({ url }) => url)).toEqual(['/profiles/p-7']);
	} finally {
		await editor.close();
		await peer.close();
	}
});
