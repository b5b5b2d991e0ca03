import type { INodeTypeDescription } from 'n8n-workflow';

const RETRIEVE =
	'Click <b>Execute step</b> and send a request to the <b>test URL</b> within two minutes. Its parameters then show here, and the lists of this form offer them.';

/** What the editor shows in place of the input data: how to retrieve a sample request. */
export const triggerPanel: NonNullable<INodeTypeDescription['triggerPanel']> = {
	header: 'Retrieve data',
	executionsHelp: {
		inactive: `${RETRIEVE}<br /><br />Once the workflow is published, send to the <b>production URL</b>; those executions are found in the <a data-key="executions">executions list</a>.`,
		active: `${RETRIEVE}<br /><br />Requests to the <b>production URL</b> run the published workflow; those executions are found in the <a data-key="executions">executions list</a>.`,
	},
	activationHint:
		'Once the sample data look right, publish the workflow so that the production URL takes requests.',
};
