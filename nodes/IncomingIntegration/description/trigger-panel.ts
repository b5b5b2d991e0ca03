import type { INodeTypeDescription } from 'n8n-workflow';

const SAMPLE =
	'To get sample data, copy the <b>test URL</b> from <b>Webhook URLs</b>, click <b>Execute step</b>, and send a request to it within two minutes. Its parameters appear in the output and in this form’s lists.';

const EXECUTIONS = '<a data-key="executions">executions list</a>';

/** What the editor shows in place of the input data: how to get a sample request. */
export const triggerPanel: NonNullable<INodeTypeDescription['triggerPanel']> = {
	header: 'Listen for a test request',
	executionsHelp: {
		inactive: `${SAMPLE}<br /><br />This workflow is not published, so its <b>production URL</b> returns 404. Publish it to accept requests there; they appear in the ${EXECUTIONS}.`,
		active: `${SAMPLE}<br /><br />This workflow is published: requests to its <b>production URL</b> start it and appear in the ${EXECUTIONS}, not here.`,
	},
	activationHint: {
		inactive:
			'When the data looks right, publish the workflow to accept requests on the production URL.',
		active: 'The workflow is published and accepts requests on the production URL.',
	},
};
