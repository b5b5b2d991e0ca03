import type { INodeProperties } from 'n8n-workflow';
import { methodOptions } from '../../../credentials/fields/methods';

const INSERTS =
	'In Fixed mode the text may hold inserts such as {{ event.params.ID }} and {{ customer.email }}';

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
				{ displayName: 'Name', name: 'name', type: 'string', default: '' },
				{ displayName: 'Value', name: 'value', type: 'string', default: '' },
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
	{
		displayName: 'URL',
		name: 'url',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. https://api.example.com/orders/{{ event.params.number }}',
		hint: 'HTTPS and a literal domain; no IP address, and inserts only after the domain',
		description: `Address that the request goes to: HTTPS and a domain, no IP address. Path and query may hold inserts or expressions, the domain may not. ${INSERTS}.`,
	},
	{
		displayName: 'Send Query Parameters',
		name: 'sendQuery',
		type: 'boolean',
		noDataExpression: true,
		default: false,
		description: 'Whether the request has query parameters besides those in the URL',
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
