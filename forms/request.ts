import type { INodeProperties } from 'n8n-workflow';
import { templated } from './templated';
import { methodOptions } from './methods';

const pairs = (
	displayName: string,
	name: string,
	placeholder: string,
	show: Record<string, Array<string | boolean>>,
): INodeProperties => ({
	displayName,
	name,
	type: 'fixedCollection',
	displayOptions: { show },
	typeOptions: { multipleValues: true },
	placeholder,
	default: { parameters: [{ name: '', value: '' }] },
	options: [
		{
			displayName: 'Parameter',
			name: 'parameters',
			values: [
				templated({ displayName: 'Name', name: 'name', type: 'string', default: '' }),
				templated({ displayName: 'Value', name: 'value', type: 'string', default: '' }),
			],
		},
	],
});

/** Method, URL, query and headers. Names as in n8n's HTTP Request node, so that Import cURL fills them. */
export const request: INodeProperties[] = [
	{
		displayName: '',
		name: 'curlImport',
		type: 'curlImport',
		default: '',
	},
	{
		displayName: 'Method',
		name: 'method',
		type: 'options',
		options: methodOptions,
		default: 'POST',
		description: 'The HTTP method of the request',
	},
	templated({
		displayName: 'URL',
		name: 'url',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. https://api.example.com/orders/{{ event.params.number }}',
		hint: 'Must start with https:// and a domain name. Inserts are allowed after the domain.',
		description:
			'Where the request is sent. Inserts work in both modes: Jinjava, such as {{ event.params.ID }}, and n8n expressions.',
	}),
	{
		displayName: 'Send Query Parameters',
		name: 'sendQuery',
		type: 'boolean',
		noDataExpression: true,
		default: false,
		description: 'Whether to add query parameters to those in the URL',
	},
	pairs('Query Parameters', 'queryParameters', 'Add Query Parameter', { sendQuery: [true] }),
	{
		displayName: 'Send Headers',
		name: 'sendHeaders',
		type: 'boolean',
		noDataExpression: true,
		default: false,
		description: 'Whether the request has headers of your own',
	},
	pairs('Headers', 'headerParameters', 'Add Header', { sendHeaders: [true] }),
];
