import type { INodeProperties } from 'n8n-workflow';

import { listLength } from './lists';

const showFor = (...operation: string[]) => ({
	show: { resource: ['eventDefinition'], operation },
});

/** The fields of the resource "Event Definition". */
export const eventFields: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['eventDefinition'] } },
		options: [
			{
				name: 'Delete',
				value: 'delete',
				action: 'Delete an event definition',
				description: 'Delete a definition; the next response with this event name creates it again',
			},
			{
				name: 'Get',
				value: 'get',
				action: 'Get an event definition',
				description: 'Get name, description and parameters of an event',
			},
			{
				name: 'Get Many',
				value: 'getMany',
				action: 'Get many event definitions',
				description: 'Get the events that this project knows, by name',
			},
			{
				name: 'Update',
				value: 'update',
				action: 'Update an event definition',
				description: 'Change the description or the parameters of an event',
			},
		],
		default: 'getMany',
	},
	{
		displayName: 'Event',
		name: 'eventName',
		type: 'resourceLocator',
		displayOptions: showFor('delete', 'get', 'update'),
		default: { mode: 'list', value: '' },
		required: true,
		description: 'An event of this project',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Select an event…',
				typeOptions: {
					searchListMethod: 'searchEvents',
					searchable: true,
					skipCredentialsCheckInRLC: true,
				},
			},
			{
				displayName: 'By Name',
				name: 'name',
				type: 'string',
				placeholder: 'e.g. complaint.notified',
			},
		],
	},
	...listLength('eventDefinition'),
	{
		displayName: 'Update Fields',
		name: 'updateFields',
		type: 'collection',
		placeholder: 'Add Field',
		displayOptions: showFor('update'),
		default: {},
		options: [
			{
				displayName: 'Description',
				name: 'description',
				type: 'string',
				default: '',
				placeholder: 'e.g. The partner was told about a complaint',
				description: 'What the event means, in up to 500 characters',
			},
			{
				displayName: 'Parameters',
				name: 'parameters',
				type: 'fixedCollection',
				typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Parameter' },
				placeholder: 'Add Parameter',
				default: {},
				description: 'All parameters of the event; they replace those of the definition',
				options: [
					{
						displayName: 'Rows',
						name: 'rows',
						values: [
							{
								displayName: 'Name',
								name: 'name',
								type: 'string',
								default: '',
								placeholder: 'e.g. body.ticket',
							},
							{
								displayName: 'Type',
								name: 'type',
								type: 'options',
								options: [
									{ name: 'Array', value: 'array' },
									{ name: 'Boolean', value: 'boolean' },
									{ name: 'Null', value: 'null' },
									{ name: 'Number', value: 'number' },
									{ name: 'Object', value: 'object' },
									{ name: 'String', value: 'string' },
								],
								default: 'string',
							},
						],
					},
				],
			},
		],
	},
];
