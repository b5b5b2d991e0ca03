import type { INodeProperties } from 'n8n-workflow';

/** The third section of the form: what makes a request a duplicate of an earlier one. */
export const deduplicationProperties: INodeProperties[] = [
	{
		displayName: 'Deduplication Hash Generator',
		name: 'deduplication',
		type: 'boolean',
		default: false,
		noDataExpression: true,
		description:
			'Whether to start the workflow only once for requests that agree in the parameters you choose. A repeated request is answered with 204.',
	},
	{
		displayName: 'Parameter Names or IDs',
		name: 'deduplicationParameters',
		type: 'multiOptions',
		typeOptions: {
			loadOptionsMethod: 'getSampleParameters',
			loadOptionsDependsOn: ['sampleKey'],
		},
		default: [],
		displayOptions: { show: { deduplication: [true] } },
		hint: 'At most 5. A sender that sets its own key sends it as X-Deduplication-Hash: then choose only that header.',
		description:
			'The parameters from which the deduplication hash is built. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
];
