import type { INodeProperties } from 'n8n-workflow';

import { ENDPOINT_ID_EXPRESSION } from './webhooks';

/** The second section of the form: how to retrieve a sample request. */
export const incomingDataProperties: INodeProperties[] = [
	{
		displayName:
			'<b>Get sample data</b>: copy the test URL from <b>Webhook URLs</b>, click <b>Execute step</b>, and send a request within two minutes.',
		name: 'incomingDataNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Sample Key',
		name: 'sampleKey',
		type: 'hidden',
		// The editor asks for list entries without saying of which node; this names its endpoint.
		default: `={{ ${ENDPOINT_ID_EXPRESSION} }}`,
	},
];
