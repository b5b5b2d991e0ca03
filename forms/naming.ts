import type { INodeProperties } from 'n8n-workflow';
import { templated } from './templated';

/** What the response event is called. */
export const naming: INodeProperties[] = [
	templated({
		displayName: 'Webhook Name',
		name: 'webhookName',
		type: 'string',
		default: '',
		placeholder: 'e.g. Notify complaints team',
		description: 'Sets "name" in the response event',
	}),
	templated({
		displayName: 'Event Name',
		name: 'eventName',
		type: 'string',
		default: 'webhook.response',
		placeholder: 'e.g. complaint.notified',
		description:
			'Action name of the event that each response becomes: 2 to 32 letters, digits, hyphens, underscores and dots. Empty means webhook.response.',
	}),
];
