import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';

import { signatureSchemes } from '../../../forms/signature-schemes';

import { eventFields } from './events';
import { listLength, outcomeChoices } from './lists';
import { storeChoices } from './store-choices';

export const logCredentials: INodeCredentialDescription[] = [
	{
		name: 'deduplicationRedisApi',
		required: true,
		displayOptions: { show: { deduplicationStore: ['redis'] } },
	},
];

const showFor = (resource: string, ...operation: string[]) => ({
	show: { resource: [resource], ...(operation.length > 0 && { operation }) },
});

const resources: INodeProperties[] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Duplicate',
				value: 'duplicate',
				description: 'The deduplication hashes that are on record',
			},
			{
				name: 'Endpoint',
				value: 'endpoint',
				description: 'The endpoint as its sender sees it',
			},
			{
				name: 'Event Definition',
				value: 'eventDefinition',
				description: 'The events that responses of Outgoing Integrations become',
			},
			{
				name: 'Request',
				value: 'request',
				description: 'What became of the requests',
			},
		],
		default: 'request',
	},
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: showFor('request'),
		options: [
			{
				name: 'Get Many',
				value: 'getMany',
				action: 'Get many requests',
				description: 'Get the latest requests with outcome, status and cause',
			},
			{
				name: 'Get Statistics',
				value: 'getStatistics',
				action: 'Get statistics of requests',
				description: 'Count the requests by outcome and cause',
			},
		],
		default: 'getMany',
	},
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: showFor('duplicate'),
		options: [
			{
				name: 'Forget',
				value: 'forget',
				action: 'Forget a duplicate',
				description: 'Let the next request with this hash start the workflow again',
			},
			{
				name: 'Forget All',
				value: 'forgetAll',
				action: 'Forget all duplicates',
				description: 'Erase all deduplication hashes of the endpoint',
			},
			{
				name: 'Look Up',
				value: 'lookUp',
				action: 'Look up a duplicate',
				description: 'Tell whether a request with this hash is on record',
			},
		],
		default: 'lookUp',
	},
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: showFor('endpoint'),
		options: [
			{
				name: 'Describe',
				value: 'describe',
				action: 'Describe an endpoint',
				description: 'Get an OpenAPI 3.1 document for the sender, made from the sample',
			},
		],
		default: 'describe',
	},
];

const notForEvents = { hide: { resource: ['eventDefinition'] } };

const endpoint: INodeProperties[] = [
	{
		displayName: 'Endpoint',
		name: 'endpointId',
		type: 'resourceLocator',
		displayOptions: notForEvents,
		default: { mode: 'list', value: '' },
		required: true,
		description:
			'The endpoint of an Incoming Integration Trigger in a workflow of the same project as this one',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Select an endpoint…',
				typeOptions: {
					searchListMethod: 'searchEndpoints',
					searchable: true,
					skipCredentialsCheckInRLC: true,
				},
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. 7d0a3c52-9c1e-4a57-8f0e-2f6b1f6a9a11',
			},
		],
	},
	{
		displayName: 'Deduplication Store',
		name: 'deduplicationStore',
		type: 'options',
		noDataExpression: true,
		displayOptions: notForEvents,
		options: storeChoices,
		default: 'automatic',
		description: 'The same as in the settings of the trigger',
	},
];

const request: INodeProperties[] = [
	...listLength('request'),
	{
		displayName: 'Outcome',
		name: 'outcome',
		type: 'options',
		displayOptions: showFor('request', 'getMany'),
		options: outcomeChoices,
		default: 'any',
		description: 'What became of the requests to return',
	},
	{
		displayName: 'Since',
		name: 'since',
		type: 'dateTime',
		displayOptions: showFor('request'),
		default: '',
		description: 'The time from which on requests count. Leave empty for all that the log keeps.',
	},
];

const duplicate: INodeProperties[] = [
	{
		displayName: 'Identify By',
		name: 'identifyBy',
		type: 'options',
		displayOptions: showFor('duplicate', 'forget', 'lookUp'),
		options: [
			{
				name: 'Deduplication Hash',
				value: 'deduplicationHash',
				description: 'As the request log and the output of the execution show it',
			},
			{
				name: 'Parameter Values',
				value: 'values',
				description: 'The values that the hash is made of',
			},
		],
		default: 'deduplicationHash',
	},
	{
		displayName: 'Deduplication Hash',
		name: 'deduplicationHash',
		type: 'string',
		displayOptions: {
			show: {
				resource: ['duplicate'],
				operation: ['forget', 'lookUp'],
				identifyBy: ['deduplicationHash'],
			},
		},
		default: '',
		description: 'The hash, or the key that the sender put in the header X-Deduplication-Hash',
	},
	{
		displayName: 'Values',
		name: 'values',
		type: 'json',
		displayOptions: {
			show: {
				resource: ['duplicate'],
				operation: ['forget', 'lookUp'],
				identifyBy: ['values'],
			},
		},
		default: '{}',
		description:
			'An object of parameter addresses and values, for example {"order.number": 17}. Enter each of the parameters that identify a request. A number and its text differ.',
	},
	{
		displayName: 'Forget All Hashes of This Endpoint',
		name: 'confirm',
		type: 'boolean',
		displayOptions: showFor('duplicate', 'forgetAll'),
		default: false,
		description:
			'Whether to erase all of them. Each request that is then repeated starts the workflow once more.',
	},
];

const describe: INodeProperties[] = [
	{
		displayName: 'Title',
		name: 'title',
		type: 'string',
		displayOptions: showFor('endpoint'),
		default: '',
		placeholder: 'e.g. Customer complaints',
		description: 'The title of the document',
	},
	{
		displayName: 'Authentication',
		name: 'authentication',
		type: 'options',
		displayOptions: showFor('endpoint'),
		options: [
			{ name: 'API Key in a Header', value: 'header' },
			{ name: 'Basic Authentication', value: 'basic' },
			{ name: 'JWT Authentication', value: 'jwt' },
			{ name: 'Signed Requests', value: 'signature' },
			{ name: 'Webhook From Meta', value: 'meta' },
			{ name: 'Without Authentication', value: 'none' },
		],
		default: 'jwt',
		description: 'The same as in the trigger',
	},
	{
		displayName: 'Tokens Are Issued',
		name: 'issuesTokens',
		type: 'boolean',
		displayOptions: { show: { resource: ['endpoint'], authentication: ['jwt'] } },
		default: false,
		description:
			'Whether senders get tokens for API keys at the login URL, which is then described too',
	},
	{
		displayName: 'Scheme',
		name: 'signatureScheme',
		type: 'options',
		displayOptions: { show: { resource: ['endpoint'], authentication: ['signature'] } },
		options: signatureSchemes,
		default: 'standardWebhooks',
		description: 'The same as in the credential',
	},
	{
		displayName: 'Header Name',
		name: 'headerName',
		type: 'string',
		displayOptions: { show: { resource: ['endpoint'], authentication: ['header'] } },
		default: 'X-Api-Key',
		description: 'The header with the API key, the same as in the credential',
	},
	{
		displayName: 'Header Name',
		name: 'headerName',
		type: 'string',
		displayOptions: {
			show: { resource: ['endpoint'], authentication: ['signature'], signatureScheme: ['custom'] },
		},
		default: 'X-Signature',
		description: 'The header with the signature, the same as in the credential',
	},
	{
		displayName: 'Base URL',
		name: 'baseUrl',
		type: 'string',
		displayOptions: showFor('endpoint'),
		default: '',
		placeholder: 'e.g. https://n8n.example.com/webhook',
		description:
			'The production URL up to and including /webhook. Leave empty to use the address of this n8n.',
	},
];

/** The form of the action node. */
export const logProperties: INodeProperties[] = [
	...resources,
	...endpoint,
	...request,
	...duplicate,
	...describe,
	...eventFields,
];
