import type { INodeProperties } from 'n8n-workflow';

/** How the response event is called. */
export const naming: INodeProperties[] = [
	{
		displayName: 'Webhook Name',
		name: 'webhookName',
		type: 'string',
		default: '',
		placeholder: 'e.g. Notify complaints team',
		description: 'Shown as the parameter "name" of the response event',
	},
	{
		displayName: 'Event Name',
		name: 'eventName',
		type: 'string',
		default: 'webhook.response',
		placeholder: 'e.g. complaint.notified',
		description:
			'Action name of the event that each answer gives: 2 to 32 letters, digits, hyphens, underscores and dots. Left empty, it is webhook.response.',
	},
];
