import type { INodeProperties, INodePropertyTypeOptions } from 'n8n-workflow';

const actions = ['sendTestRequest', 'previewRequest'];
const show = { action: actions };
const ownContext = { action: actions, testContext: ['own'] };

/** The fields that contain templates, beside those of a saved integration, which the form cannot see. */
const TEMPLATES = [
	'webhookName',
	'eventName',
	'url',
	'queryParameters',
	'headerParameters',
	'jsonBody',
	'body',
	'bodyParameters',
	'additionalEventParameters',
	'curlCommand',
];

/**
 * Whether any template reads the profile or the event, as far as the text tells. An expression ends at closing
 * braces, so these are written by their codes.
 */
const READS_CONTEXT = `={{ $rawParameter["integrationType"] === "existing" || /\\x7b[\\x7b%][^\\x7d]*?\\b(?:customer|event)\\b/.test(JSON.stringify([${TEMPLATES.map((name) => `$rawParameter["${name}"]`).join(', ')}])) }}`;

/** What stands in for the profile and the event of a real run. */
export const testContext: INodeProperties[] = [
	{
		displayName: '<b>Test integration</b>',
		name: 'testContextNotice',
		type: 'notice',
		displayOptions: { show },
		default: '',
	},
	{
		displayName: 'Context',
		name: 'testContext',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show },
		options: [
			{
				name: 'Input Item',
				value: 'inputItem',
				description: 'Use an item of the input, as a real run does',
			},
			{
				name: 'Own Profile and Event',
				value: 'own',
				description: 'Define a profile and an event for the test',
			},
		],
		default: 'own',
		description: 'Where inserts that read customer or event get their values from',
	},
	{
		displayName: 'Reads Context',
		name: 'readsContext',
		type: 'hidden',
		default: READS_CONTEXT,
	},
	{
		displayName:
			'No insert in this form reads <b>customer</b> or <b>event</b>: Test Profile and Test Event are ignored.',
		name: 'unusedContextNotice',
		type: 'notice',
		displayOptions: { show: { ...ownContext, readsContext: [false] } },
		default: '',
	},
	{
		displayName: 'Item Index',
		name: 'testItemIndex',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		displayOptions: { show: { action: actions, testContext: ['inputItem'] } },
		default: 0,
		description: 'Which item of the input the request is made for. The first one is 0.',
	},
	{
		displayName: 'Test Profile',
		name: 'testProfile',
		type: 'json',
		typeOptions: { rows: 4 },
		displayOptions: { show: ownContext },
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
		displayOptions: { show: ownContext },
		default: '{}',
		placeholder: '{ "action": "order.placed", "params": { "number": "1001" } }',
		description:
			'Custom event in whose context the request is made: inserts read it as event. Leave empty to use the event of the input item.',
	},
];

/** A list to read, not to select from: its entries are changes and have no ID. */
const changesList: INodePropertyTypeOptions = {
	loadOptionsMethod: 'getEventChanges',
	loadOptionsDependsOn: ['eventName', 'integrationType'],
};

const showTest = { action: ['sendTestRequest'] };

/** "Update response event", and what it would change. */
export const responseEvent: INodeProperties[] = [
	{
		displayName: 'Changes of the Response Event',
		name: 'eventChanges',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: showTest },
		typeOptions: changesList,
		default: '',
		description:
			'How the last test response differed from the definition of the event. Open the list to see each parameter. After a test, refresh the list.',
	},
	{
		displayName: 'Update Response Event',
		name: 'updateResponseEvent',
		type: 'boolean',
		noDataExpression: true,
		displayOptions: { show: showTest },
		default: false,
		description:
			'Whether the parameters of the test response replace those of the definition of the event',
	},
];
