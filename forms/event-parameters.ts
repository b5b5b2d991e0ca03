import type { INodeProperties } from 'n8n-workflow';
import { templated } from './templated';

/** What the user adds to the response event. */
export const eventParameters: INodeProperties[] = [
	{
		displayName: 'Additional Event Parameters',
		name: 'additionalEventParameters',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, maxAllowedFields: 10 },
		placeholder: 'Add Parameter',
		default: {},
		description:
			'Up to 10 parameters of your own in the response event. Their values are always text.',
		options: [
			{
				displayName: 'Parameter',
				name: 'parameters',
				values: [
					templated({
						displayName: 'Parameter',
						name: 'name',
						type: 'string',
						default: '',
						placeholder: 'e.g. channel',
						hint: 'Not eventUUID, status, statusDescription, uuid, clientId, diagramId, diagramName, blockId, blockName, req, name or body',
						description: 'Name of the parameter: up to 128 characters, no special characters',
					}),
					templated({
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						placeholder: 'e.g. {{ event.params.source }}',
						description: 'Value of the parameter: up to 230 characters',
					}),
				],
			},
		],
	},
];
