import type { INodeProperties } from 'n8n-workflow';
import { templated } from './templated';

const webhookName: INodeProperties = templated({
	displayName: 'Webhook Name',
	name: 'webhookName',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. Notify complaints team',
	description: 'Sets "name" in the response event',
});

/** A name, nothing, or a text with inserts, which is checked when it is rendered. */
const NAME_OR_INSERTS = '^(?:\\s*(?:[A-Za-z0-9._-]{2,32})?\\s*|[\\s\\S]*\\{[{%][\\s\\S]*)$';

/** An event that is known, from the list, or one that gets its definition at the first response. */
const eventName: INodeProperties = templated({
	displayName: 'Event Name',
	name: 'eventName',
	type: 'resourceLocator',
	default: { mode: 'list', value: 'webhook.response' },
	description:
		'Action name of the event that each response becomes. The list has the events that this project knows. Empty means webhook.response.',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select an event…',
			typeOptions: {
				searchListMethod: 'searchEvents',
				searchable: true,
				// Without authentication there is no credential, and the list needs none.
				skipCredentialsCheckInRLC: true,
				allowNewResource: {
					label: 'Create new event',
					defaultName: '',
					method: 'createEvent',
				},
			},
		},
		{
			displayName: 'By Name',
			name: 'name',
			type: 'string',
			placeholder: 'e.g. complaint.notified',
			hint: '2 to 32 letters, digits, hyphens, underscores and dots. Inserts work, too.',
			validation: [
				{
					type: 'regex',
					properties: {
						regex: NAME_OR_INSERTS,
						errorMessage: 'Event Name: use 2 to 32 letters, digits, hyphens, underscores and dots',
					},
				},
			],
		},
	],
});

/** What the response event is called. */
export const naming: INodeProperties[] = [webhookName, eventName];

/** The same in a saved integration, which belongs to no project: it has no list of events. */
export const savedNaming: INodeProperties[] = [
	webhookName,
	templated({
		displayName: 'Event Name',
		name: 'eventName',
		type: 'string',
		default: 'webhook.response',
		placeholder: 'e.g. complaint.notified',
		description:
			'Action name of the event that each response becomes: 2 to 32 letters, digits, hyphens, underscores and dots. Empty means webhook.response.',
	}),
];
