import type { INodePropertyOptions } from 'n8n-workflow';

/** Where an endpoint keeps what it remembers. */
export const storeChoices: INodePropertyOptions[] = [
	{
		name: 'Automatic',
		value: 'automatic',
		description: 'A file on a single instance, n8n’s own Redis in queue mode',
	},
	{
		name: 'Redis',
		value: 'redis',
		description: 'Your own Redis, for several instances',
	},
	{
		name: 'SQLite',
		value: 'sqlite',
		description: 'A file in the n8n folder',
	},
];
