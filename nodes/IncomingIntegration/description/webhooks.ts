import type { IWebhookDescription } from 'n8n-workflow';

const ENDPOINT = 'automation-endpoint/endpoints/authorized/{{ $webhookId }}';

/** The routes that n8n registers; their tails are those of Synerise's endpoints. */
export const webhooks: IWebhookDescription[] = [
	{
		name: 'default',
		httpMethod: 'POST',
		path: `=${ENDPOINT}/trigger`,
		isFullPath: true,
		responseMode: 'onReceived',
		// n8n sends this once it has stored the execution.
		responseData: 'OK',
	},
];
