import type { INodeProperties } from 'n8n-workflow';
import { NO_DEFAULT } from '../../forms/no-default';

const sized = { type: ['number', 'text'] };

/** The form that someone fills in who uses a saved integration. */
export const schemaFields: INodeProperties[] = [
	{
		displayName: 'Form Fields',
		name: 'schema',
		type: 'fixedCollection',
		typeOptions: {
			multipleValues: true,
			multipleValueButtonText: 'Add Form Field',
			sortable: true,
		},
		default: NO_DEFAULT,
		placeholder: 'Add Form Field',
		description:
			'What a workflow fills in when it uses this integration. Write {{ context.id }} in the fields above where the value belongs, or {% context id %} to send nothing without it.',
		options: [
			{
				displayName: 'Rows',
				name: 'rows',
				values: [
					{
						displayName: 'ID',
						name: 'id',
						type: 'string',
						noDataExpression: true,
						default: '',
						placeholder: 'e.g. channel',
						description: 'Name in templates: letters, digits and underscores',
					},
					{
						displayName: 'Label',
						name: 'label',
						type: 'string',
						noDataExpression: true,
						default: '',
						placeholder: 'e.g. Channel',
						description: 'Name in the form',
					},
					{
						displayName: 'Type',
						name: 'type',
						type: 'options',
						noDataExpression: true,
						options: [
							{ name: 'Boolean', value: 'boolean' },
							{ name: 'Choice', value: 'choice' },
							{ name: 'Number', value: 'number' },
							{ name: 'Text', value: 'text' },
						],
						default: 'text',
					},
					{
						displayName: 'Required',
						name: 'required',
						type: 'boolean',
						noDataExpression: true,
						default: false,
						description: 'Whether the field must be filled in or have a default',
					},
					{
						displayName: 'Options',
						name: 'options',
						type: 'string',
						noDataExpression: true,
						typeOptions: { rows: 3 },
						displayOptions: { show: { type: ['choice'] } },
						default: '',
						description: 'The values to select from, one per line or separated by commas',
					},
					{
						displayName: 'Minimum',
						name: 'minimum',
						type: 'string',
						noDataExpression: true,
						displayOptions: { show: sized },
						default: '',
						description: 'Least number, or least count of characters of a text',
					},
					{
						displayName: 'Maximum',
						name: 'maximum',
						type: 'string',
						noDataExpression: true,
						displayOptions: { show: sized },
						default: '',
						description: 'Largest number, or largest count of characters of a text',
					},
					{
						displayName: 'Default',
						name: 'default',
						type: 'string',
						noDataExpression: true,
						default: '',
						description: 'Value of the field when it is left empty',
					},
				],
			},
		],
	},
];
