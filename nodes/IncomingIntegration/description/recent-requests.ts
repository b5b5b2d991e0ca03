import type { INodeProperties, INodePropertyTypeOptions } from 'n8n-workflow';

import { outcomeChoices } from './lists';

/** A list to read, not to select from: its entries are requests and select nothing. */
const requestList: INodePropertyTypeOptions = {
	loadOptionsMethod: 'getRecentRequests',
	loadOptionsDependsOn: ['sampleKey', 'settings', 'recentOutcome'],
};

/** What became of the latest requests, next to the settings that decide it. */
export const recentRequestsProperties: INodeProperties[] = [
	{
		displayName: 'Recent Requests',
		name: 'recentRequests',
		type: 'options',
		noDataExpression: true,
		typeOptions: requestList,
		default: '',
		description:
			'What became of the latest requests to the endpoint and why, newest first. Open the list to read it. It selects nothing.',
	},
	{
		displayName: 'Outcome of Recent Requests',
		name: 'recentOutcome',
		type: 'options',
		noDataExpression: true,
		options: outcomeChoices,
		default: 'any',
		description: 'Which requests the list above shows',
	},
];
