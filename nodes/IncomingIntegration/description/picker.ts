import type { INodeProperties } from 'n8n-workflow';

/** Names a parameter of the requests: from the list of those that a sample had, or by its address. */
export const parameterPicker: INodeProperties = {
	displayName: 'Parameter',
	name: 'parameter',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	description: 'A parameter of the request: select it from the sample, or write its address',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a parameter…',
			typeOptions: {
				searchListMethod: 'searchParameters',
				searchable: true,
				// An endpoint without authentication has no credential, and the list needs none.
				skipCredentialsCheckInRLC: true,
			},
		},
		{
			displayName: 'By Address',
			name: 'address',
			type: 'string',
			placeholder: 'e.g. complaint.priority, items[0].sku or header:x-source',
		},
	],
};
