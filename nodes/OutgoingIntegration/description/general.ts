import type { INodeProperties } from 'n8n-workflow';
import { authenticationOptions } from '../connection';

/** What the node does, how it signs in, and how its response event is called. */
export const general: INodeProperties[] = [
	{
		displayName: 'Action',
		name: 'action',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Send Request',
				value: 'sendRequest',
				description: 'Send a request for each item and turn each answer into an event',
				action: 'Send a request',
			},
		],
		default: 'sendRequest',
	},
	{
		displayName: 'Integration Type',
		name: 'integrationType',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Custom Webhook',
				value: 'custom',
				description: 'Define the request in this node',
			},
		],
		default: 'custom',
	},
	{
		displayName: 'Authentication',
		name: 'authentication',
		type: 'options',
		noDataExpression: true,
		options: authenticationOptions,
		default: 'none',
	},
	{
		displayName: 'Connection',
		name: 'credentials',
		type: 'credentials',
		default: '',
	},
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
