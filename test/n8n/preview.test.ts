import { Editor } from '../../host/editor';
import { OUTGOING } from '../../host/n8n';
import { sharedN8n } from '../../host/testing';

it('previews a node that stands alone, and reviews a pasted command, in the editor', async () => {
	const n8n = await sharedN8n();
	const workflow = await n8n.saveWorkflow({
		name: 'Preview alone',
		nodes: [
			{
				name: 'Preview',
				type: OUTGOING,
				parameters: {
					action: 'previewRequest',
					method: 'GET',
					url: 'https://api.example.com/{{ customer.id }}',
					testProfile: '{"id":"p-7"}',
					curlReview: true,
					curlCommand: "curl https://api.example.com/other -H 'X-A: 1'",
				},
			},
		],
	});
	const editor = await Editor.open(n8n);
	try {
		await editor.openWorkflow(workflow.id);
		await editor.openNode('Preview');
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
		await editor.page.getByTestId('node-execute-button').first().click();
		await editor.page.getByText('https://api.example.com/p-7').first().waitFor();
	} finally {
		await editor.close();
	}
}, 180_000);
