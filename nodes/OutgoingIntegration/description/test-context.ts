import type { INodeProperties } from 'n8n-workflow';

const show = { action: ['sendTestRequest', 'previewRequest'] };

/** The profile and the event that stand in for those of a real run. */
export const testContext: INodeProperties[] = [
	{
		displayName:
			'<b>Test integration</b>: used only by inserts that read customer or event. Leave empty to use the input item.',
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
			'Profile in whose context the request is made: inserts read it as customer. Leave empty to use the profile of the input item.',
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
			'Custom event in whose context the request is made: inserts read it as event. Leave empty to use the event of the input item.',
	},
];
