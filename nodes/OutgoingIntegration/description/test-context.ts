import type { INodeProperties } from 'n8n-workflow';

const show = { action: ['sendTestRequest', 'previewRequest'] };

/** The profile and the event that stand in for those of a real run. */
export const testContext: INodeProperties[] = [
	{
		displayName:
			'The test profile and event are used where fields read customer or event in inserts; without such inserts they are ignored',
		name: 'testContextNotice',
		type: 'notice',
		displayOptions: { show },
		default: '',
	},
	{
		displayName: 'Test Profile',
		name: 'testProfile',
		type: 'json',
		typeOptions: { rows: 4 },
		displayOptions: { show },
		default: '{}',
		placeholder: '{ "email": "jane.smith@example.com" }',
		description:
			'Profile in whose context the request is made: inserts read it as customer. Left empty, that of the item is used.',
	},
	{
		displayName: 'Test Event',
		name: 'testEvent',
		type: 'json',
		typeOptions: { rows: 6 },
		displayOptions: { show },
		default: '{}',
		placeholder: '{ "action": "order.placed", "params": { "number": "1001" } }',
		description:
			'Own event as the context of the request: inserts read it as event. Left empty, that of the item is used.',
	},
];
