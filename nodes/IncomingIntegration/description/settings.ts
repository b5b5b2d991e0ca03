import type { INodeProperties } from 'n8n-workflow';

import { storeChoices } from './store-choices';

/** The last section of the form, and what n8n itself needs to find in the node's parameters. */
export const settingsProperties: INodeProperties[] = [
	{
		displayName: 'Endpoint ID',
		name: 'endpointId',
		type: 'string',
		default: '',
		placeholder: 'Generated, new for each copy of the node',
		description:
			'The ID in the URLs, for example to keep the one that senders already use: 8 to 64 letters, digits, hyphens and underscores. Leave empty to use a generated ID.',
	},
	{
		displayName: 'Settings',
		name: 'settings',
		type: 'collection',
		placeholder: 'Add Setting',
		default: {},
		options: [
			{
				displayName: 'Accept +JSON Types',
				name: 'acceptJsonSuffixes',
				type: 'boolean',
				default: true,
				description:
					'Whether content types that end in +JSON, such as those of CloudEvents and HAL, are read, too',
			},
			{
				displayName: 'Allowed IPs',
				name: 'allowedIps',
				type: 'string',
				default: '',
				placeholder: 'e.g. 203.0.113.7, 198.51.100.0/24',
				description:
					'Comma-separated addresses and CIDR ranges that may send; empty = all. Behind a proxy, set N8N_PROXY_HOPS so that n8n sees the sender’s address.',
			},
			{
				displayName: 'Deduplication Store',
				name: 'deduplicationStore',
				type: 'options',
				options: storeChoices,
				default: 'automatic',
				description: 'Where the deduplication hashes are kept',
			},
			{
				displayName: 'Deduplication Window (Days)',
				name: 'deduplicationWindow',
				type: 'number',
				typeOptions: { minValue: 0, numberPrecision: 5 },
				default: 7,
				description:
					'How long after the last request with the same hash another one is a duplicate',
			},
			{
				displayName: 'Keep Sensitive Headers',
				name: 'keepSensitiveHeaders',
				type: 'boolean',
				default: false,
				description:
					'Whether the output shows the Authorization, Cookie and signature headers instead of [redacted]. Executions are stored, so anyone who can view executions could impersonate the sender.',
			},
			{
				displayName: 'Large Numbers As Text',
				name: 'largeNumbersAsText',
				type: 'boolean',
				default: true,
				description:
					'Whether integers beyond 9,007,199,254,740,991 appear in the output as text with all their digits. JavaScript rounds such numbers.',
			},
			{
				displayName: 'Max Body Size (MiB)',
				name: 'maxBodySize',
				type: 'number',
				typeOptions: { minValue: 0, numberPrecision: 5 },
				default: 16,
				description:
					'Larger bodies get 413. Never above the limit of n8n itself (N8N_PAYLOAD_SIZE_MAX, 16 by default).',
			},
			{
				displayName: 'Rate Limit',
				name: 'rateLimit',
				type: 'number',
				typeOptions: { minValue: 0, numberPrecision: 0 },
				default: 0,
				description:
					'Requests per second. Requests over the limit get 429. 0 = no limit. Synerise’s own endpoints take 50.',
			},
			{
				displayName: 'Raw Body',
				name: 'rawBody',
				type: 'string',
				default: 'data',
				description:
					'Name of the binary property that gets the bytes of the body as they arrived. In queue mode, n8n needs a binary data mode that all processes share.',
			},
			{
				displayName: 'Request Log',
				name: 'requestLog',
				type: 'collection',
				placeholder: 'Add Limit',
				default: {},
				description:
					'How much the request log keeps of this endpoint: time, outcome, status, cause, address and size of each request, never what it held',
				options: [
					{
						displayName: 'Days',
						name: 'days',
						type: 'number',
						typeOptions: { minValue: 0, maxValue: 365, numberPrecision: 5 },
						default: 7,
						description: 'How long a request is kept',
					},
					{
						displayName: 'Entries',
						name: 'entries',
						type: 'number',
						typeOptions: { minValue: 0, maxValue: 10000, numberPrecision: 0 },
						default: 1000,
						description:
							'How many requests are kept. Refused requests take up to half of them. 0 = keep no log.',
					},
				],
			},
			{
				displayName: 'Requests per Execution',
				name: 'requestsPerExecution',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 1000, numberPrecision: 0 },
				default: 1,
				description:
					'Up to how many requests become items of one execution. Those that arrive while n8n stores an execution share the next one; each still gets its response once that is stored. 1 = an execution for each request.',
			},
			{
				displayName: 'Response',
				name: 'response',
				type: 'fixedCollection',
				default: { reply: { status: 200, contentType: 'text/plain', body: 'OK' } },
				placeholder: 'Add Response',
				description:
					'What an accepted request gets instead of 200 OK. Duplicates and refusals keep their replies.',
				options: [
					{
						displayName: 'Reply',
						name: 'reply',
						values: [
							{
								displayName: 'Status Code',
								name: 'status',
								type: 'number',
								typeOptions: { minValue: 200, maxValue: 299 },
								default: 200,
								description: 'From 200 to 299; 204 has no body',
							},
							{
								displayName: 'Content Type',
								name: 'contentType',
								type: 'string',
								default: 'text/plain',
								placeholder: 'e.g. application/json',
								description: 'Media type of the body',
							},
							{
								displayName: 'Body',
								name: 'body',
								type: 'string',
								typeOptions: { rows: 2 },
								noDataExpression: true,
								default: 'OK',
								placeholder: 'e.g. {"received": true}',
								description:
									'Text, with inserts that read event.params or the item. Leave empty for no body.',
							},
						],
					},
				],
			},
			{
				displayName: 'Wait for More',
				name: 'collectFor',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 5000, numberPrecision: 0 },
				default: 0,
				description:
					'How many milliseconds a request waits for others to share its execution with. 0 = only while n8n stores another execution. Needs Requests per Execution above 1.',
			},
		],
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'hidden',
		// n8n leaves the body of a request alone when it finds this, so that the node can respond to what is in it.
		default: { binaryData: true },
	},
];
