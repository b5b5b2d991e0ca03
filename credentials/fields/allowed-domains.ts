import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

const all: INodePropertyOptions = {
	name: 'All',
	value: 'all',
	description:
		'Anyone who may use this connection in a workflow can send it to any host, also to one of their own',
};

const specific: INodePropertyOptions = {
	name: 'Specific Domains',
	value: 'domains',
	description: 'Refuse requests to any other domain',
};

const own: INodePropertyOptions = {
	name: "This Connection's Own Domain",
	value: 'own',
	description: 'Refuse requests to any domain but that of the URL above',
};

/** n8n's own names for the domains a credential may be sent to; it adds them only to credentials that its HTTP Request node can use. */
const fields = (options: INodePropertyOptions[], preset: string): INodeProperties[] => [
	{
		displayName: 'Allowed Domains',
		name: 'allowedHttpRequestDomains',
		type: 'options',
		noDataExpression: true,
		options,
		default: preset,
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

export const allowedDomainsFields = fields([all, specific], 'all');

/** For connections that have a URL of their own. */
export const ownDomainsFields = fields([all, specific, own], 'own');
