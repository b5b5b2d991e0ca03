import type { INodeProperties } from 'n8n-workflow';

import { parameterPicker } from './picker';

/** The third section of the form: what makes a request a duplicate of an earlier one. */
export const deduplicationProperties: INodeProperties[] = [
	{
		displayName: 'Deduplication Hash Generator',
		name: 'deduplication',
		type: 'boolean',
		default: false,
		noDataExpression: true,
		description:
			'Whether to drop duplicates: the workflow starts only once for requests with the same values in the selected parameters. Duplicates get a 204 response.',
	},
	{
		displayName: 'Parameters That Identify a Request',
		name: 'deduplicationParameters',
		type: 'fixedCollection',
		typeOptions: {
			multipleValues: true,
			multipleValueButtonText: 'Add Parameter',
			maxAllowedFields: 5,
		},
		placeholder: 'Add Parameter',
		default: { rows: [{ parameter: { mode: 'list', value: '' } }] },
		displayOptions: { show: { deduplication: [true] } },
		description:
			'Up to 5. If the sender provides its own key in X-Deduplication-Hash, select only that header.',
		options: [{ displayName: 'Parameter', name: 'rows', values: [parameterPicker] }],
	},
];
