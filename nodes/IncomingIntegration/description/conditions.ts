import type { INodeProperties } from 'n8n-workflow';

/** The fourth section of the form: which requests are meant for the workflow. */
export const conditionsProperties: INodeProperties[] = [
	{
		displayName: 'Conditions',
		name: 'conditions',
		type: 'filter',
		placeholder: 'Add Condition',
		default: {},
		typeOptions: {
			filter: { caseSensitive: true, typeValidation: 'loose', version: 2 },
		},
		hint: 'On the left, write the address of a parameter as the sample shows it: complaint.priority, items[0].sku or header:x-source',
		description:
			'Which requests start the workflow; without conditions all do. Others are answered with 200 OK and start nothing.',
	},
];
