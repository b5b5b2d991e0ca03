import type { INodeProperties } from 'n8n-workflow';

/** n8n's own names for the domains a credential may be sent to; it adds them only to credentials that its HTTP Request node can use. */
export const allowedDomainsFields: INodeProperties[] = [
	{
		displayName: 'Allowed Domains',
		name: 'allowedHttpRequestDomains',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'All',
				value: 'all',
				description: 'Send this connection to every domain that a request names',
			},
			{
				name: 'Specific Domains',
				value: 'domains',
				description: 'Refuse requests to any other domain',
			},
		],
		default: 'all',
		description:
			'Which domains requests with this connection may go to, its own authorization request included',
	},
	{
		displayName: 'Domains',
		name: 'allowedDomains',
		type: 'string',
		default: '',
		placeholder: 'e.g. api.example.com, *.example.com',
		description: 'Domains separated by commas. A * stands for every subdomain.',
		displayOptions: { show: { allowedHttpRequestDomains: ['domains'] } },
	},
];
