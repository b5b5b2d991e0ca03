import type { INodeProperties } from 'n8n-workflow';

import { operators, operatorsWith } from './operators';
import { parameterPicker } from './picker';

/** The fourth section of the form: which requests are meant for the workflow. */
export const conditionsProperties: INodeProperties[] = [
	{
		displayName: 'Conditions',
		name: 'conditions',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Condition' },
		placeholder: 'Add Condition',
		default: {},
		description:
			'Which requests start the workflow. Without conditions, every request does. Requests that do not meet them get 200 OK and start nothing.',
		options: [
			{
				displayName: 'Condition',
				name: 'rows',
				values: [
					parameterPicker,
					{
						displayName: 'Operator',
						name: 'operator',
						type: 'options',
						noDataExpression: true,
						options: operators,
						default: 'string:equals',
						description: 'How to compare. The type of the value follows the operator.',
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						displayOptions: { show: { operator: operatorsWith('string') } },
						description: 'The text to compare with. For arrays, the text of an element.',
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'number',
						default: 0,
						displayOptions: { show: { operator: operatorsWith('number') } },
						description: 'The number to compare with',
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'boolean',
						default: true,
						displayOptions: { show: { operator: operatorsWith('boolean') } },
						description: 'Whether the parameter is compared with true',
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'dateTime',
						default: '',
						displayOptions: { show: { operator: operatorsWith('dateTime') } },
						description: 'The moment to compare with',
					},
				],
			},
		],
	},
	{
		displayName: 'Start the Workflow If',
		name: 'conditionsMatch',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'All Conditions Are Met', value: 'all' },
			{ name: 'Any Condition Is Met', value: 'any' },
		],
		default: 'all',
		description:
			'How many of the conditions a request must meet. Without conditions, every request starts the workflow.',
	},
];
