/** What the forms that list something share. */
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** Whether *Get Many* of a resource returns all, or how many. */
export const listLength = (resource: string): INodeProperties[] => [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		displayOptions: { show: { resource: [resource], operation: ['getMany'] } },
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		displayOptions: { show: { resource: [resource], operation: ['getMany'], returnAll: [false] } },
		default: 50,
		description: 'Max number of results to return',
	},
];

export const outcomeChoices: INodePropertyOptions[] = [
	{ name: 'Accepted', value: 'accepted' },
	{ name: 'Any', value: 'any' },
	{ name: 'Duplicate', value: 'duplicate' },
	{ name: 'Filtered', value: 'filtered' },
	{ name: 'Refused', value: 'refused' },
];
