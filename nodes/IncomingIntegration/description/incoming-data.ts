import type { INodeProperties } from 'n8n-workflow';

/** The second section of the form: how to retrieve a sample request. */
export const incomingDataProperties: INodeProperties[] = [
	{
		displayName:
			'<b>Incoming data</b>: click <b>Execute step</b> and send a request to the test URL within two minutes. Its parameters are then listed below.',
		name: 'incomingDataNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Sample Key',
		name: 'sampleKey',
		type: 'hidden',
		// The editor asks for list entries without saying of which node; this names it.
		default: '={{ $webhookId }}',
	},
];
