import type { INodeProperties } from 'n8n-workflow';
import { connections } from '../../../credentials/connections';

/** What the node does, where its request is defined, and how it signs in. */
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
				description: 'Send a request for each item and turn each response into an event',
				action: 'Send a request',
			},
			{
				name: 'Send Test Request',
				value: 'sendTestRequest',
				description:
					'Send one request with a test profile and event, and show request, response and event',
				action: 'Send a test request',
			},
			{
				name: 'Preview Request',
				value: 'previewRequest',
				description: 'Show the request and its cURL command without sending anything',
				action: 'Preview a request',
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
				description: 'Set up the request here',
			},
			{
				name: 'Existing Integration',
				value: 'existing',
				description: 'Reuse a saved integration',
			},
		],
		default: 'custom',
	},
	{
		displayName: 'Authentication',
		name: 'authentication',
		type: 'options',
		displayOptions: { hide: { integrationType: ['existing'] } },
		noDataExpression: true,
		options: connections.map(({ method: { name, displayName, description } }) => ({
			name: displayName,
			value: name,
			description,
		})),
		default: 'none',
	},
	{
		displayName: 'Connection',
		name: 'credentials',
		type: 'credentials',
		default: '',
	},
	{
		displayName: 'SSL Certificates',
		name: 'provideSslCertificates',
		type: 'boolean',
		noDataExpression: true,
		isNodeSetting: true,
		default: false,
		description:
			'Whether to show the host a client certificate, or to trust a private CA. Select it on the Parameters tab, below the authentication.',
	},
];
