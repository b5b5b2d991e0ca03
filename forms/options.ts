import type { INodeProperties } from 'n8n-workflow';
import { templated } from './templated';

/** How requests are sent and responses shown. Names as in n8n's HTTP Request node where it has the option. */
export const options: INodeProperties[] = [
	{
		displayName:
			'Sends up to 10 requests at a time. Use Concurrency and Requests per Second to change that.',
		name: 'pacingNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Concurrency',
				name: 'concurrency',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 100 },
				default: 10,
				description: 'How many items are sent at a time. The output keeps the order of the items.',
			},
			{
				displayName: 'Fail on Error Status',
				name: 'failOnErrorStatus',
				type: 'boolean',
				default: false,
				description:
					'Whether a response with a status of 400 or above is an error instead of an event',
			},
			templated({
				displayName: 'Idempotency Key',
				name: 'idempotencyKey',
				type: 'string',
				default: '',
				placeholder: 'e.g. {{ event.params.number }}',
				description:
					'Sends the header Idempotency-Key, the same for all attempts of an item, so that any method may be retried. Left empty, a key is generated.',
			}),
			{
				displayName: 'Ignore SSL Issues (Insecure)',
				name: 'allowUnauthorizedCerts',
				type: 'boolean',
				default: false,
				description: 'Whether to connect even if SSL certificate validation is not possible',
			},
			{
				displayName: 'Max Response Size (MiB)',
				name: 'maxResponseSize',
				type: 'number',
				typeOptions: { minValue: 0, numberPrecision: 2 },
				default: 10,
				description: 'Maximum response size after decompression. A larger response is an error.',
			},
			templated({
				displayName: 'Proxy',
				name: 'proxy',
				type: 'string',
				default: '',
				placeholder: 'e.g. http://proxy.example.com:3128',
				description:
					'HTTP proxy for this node. If empty, the proxy settings of the n8n server apply.',
			}),
			{
				displayName: 'Redirects',
				name: 'redirect',
				type: 'fixedCollection',
				typeOptions: { multipleValues: false },
				placeholder: 'Add Redirect',
				default: { redirect: {} },
				options: [
					{
						displayName: 'Redirect',
						name: 'redirect',
						values: [
							{
								displayName: 'Follow Redirects',
								name: 'followRedirects',
								type: 'boolean',
								default: true,
								description:
									'Whether to follow redirects. Each address is checked like the URL, and credentials are not sent on to another domain.',
							},
							{
								displayName: 'Max Redirects',
								name: 'maxRedirects',
								type: 'number',
								typeOptions: { minValue: 0 },
								displayOptions: { show: { followRedirects: [true] } },
								default: 21,
								description: 'How many redirects are followed before it is an error',
							},
						],
					},
				],
			},
			{
				displayName: 'Requests per Second',
				name: 'requestsPerSecond',
				type: 'number',
				typeOptions: { minValue: 0, numberPrecision: 2 },
				default: 0,
				description: 'Maximum number of items started per second; 0 means no limit',
			},
			{
				displayName: 'Response',
				name: 'response',
				type: 'fixedCollection',
				typeOptions: { multipleValues: false },
				placeholder: 'Add Response',
				default: { response: {} },
				options: [
					{
						displayName: 'Response',
						name: 'response',
						values: [
							{
								displayName: 'Include Response Headers and Status',
								name: 'fullResponse',
								type: 'boolean',
								default: true,
								description:
									'Whether to show the response headers and status text as well as the status code and body',
							},
							{
								displayName: 'Response Format',
								name: 'responseFormat',
								type: 'options',
								options: [
									{ name: 'Autodetect', value: 'autodetect' },
									{ name: 'File', value: 'file' },
									{ name: 'JSON', value: 'json' },
									{ name: 'Text', value: 'text' },
								],
								default: 'autodetect',
								description: 'How the response is read',
							},
							{
								displayName: 'Put Output in Field',
								name: 'outputPropertyName',
								type: 'string',
								default: 'data',
								displayOptions: { show: { responseFormat: ['autodetect', 'file'] } },
								description: 'Binary property for the file of a binary response',
							},
						],
					},
				],
			},
			{
				displayName: 'Retry',
				name: 'retry',
				type: 'fixedCollection',
				typeOptions: { multipleValues: false },
				placeholder: 'Add Retry',
				default: { retry: {} },
				description:
					'Repeats a request after a network error, a timeout, or the status 408, 425, 429, 500, 502 to 504 or 520 to 529. POST and PATCH are repeated only when the host cannot have processed them (no connection, or 403, 429 or 503 with Retry-After), with an idempotency key, or when you select Retry Any Method.',
				options: [
					{
						displayName: 'Retry',
						name: 'retry',
						values: [
							{
								displayName: 'First Wait (Ms)',
								name: 'baseDelay',
								type: 'number',
								default: 1000,
								description:
									'Longest wait before the second attempt;	it doubles with each further one. The real wait is random below it.',
							},
							{
								displayName: 'Longest Wait (Ms)',
								name: 'maxDelay',
								type: 'number',
								default: 30000,
								description: 'Limit of each wait, also of those that the host asks for',
							},
							{
								displayName: 'Max Attempts',
								name: 'maxAttempts',
								type: 'number',
								default: 3,
								description: 'How often an item is sent, the first time included',
							},
							{
								displayName: 'Retry Any Method',
								name: 'anyMethod',
								type: 'boolean',
								default: false,
								description:
									'Whether to repeat POST and PATCH also when the host may have processed the request, which it may then process twice',
							},
							{
								displayName: 'Total Timeout (Ms)',
								name: 'totalTimeout',
								type: 'number',
								default: 0,
								description: 'How long an item may take with all its attempts;	0 means no limit',
							},
						],
					},
				],
			},
			{
				displayName: 'Timeout',
				name: 'timeout',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 30000,
				description:
					'How long one attempt may take, from connecting to the last byte of the response, in milliseconds',
			},
		],
	},
];
