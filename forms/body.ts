import type { INodeProperties } from 'n8n-workflow';
import { INSERTS_HINT, templated } from './templated';

const NAME = templated({ displayName: 'Name', name: 'name', type: 'string', default: '' });
const VALUE = templated({ displayName: 'Value', name: 'value', type: 'string', default: '' });

const bodyParameters = (
	show: Record<string, Array<string | boolean>>,
	values: INodeProperties[],
): INodeProperties => ({
	displayName: 'Body Parameters',
	name: 'bodyParameters',
	type: 'fixedCollection',
	displayOptions: { show: { sendBody: [true], ...show } },
	typeOptions: { multipleValues: true },
	placeholder: 'Add Parameter',
	default: { parameters: [{ name: '', value: '' }] },
	options: [{ displayName: 'Parameter', name: 'parameters', values }],
});

/** The body in each of its kinds. Names as in n8n's HTTP Request node, so that Import cURL fills them. */
export const body: INodeProperties[] = [
	{
		displayName: 'Send Body',
		name: 'sendBody',
		type: 'boolean',
		noDataExpression: true,
		default: false,
		description: 'Whether the request has a body',
	},
	{
		displayName: 'Body Content Type',
		name: 'contentType',
		type: 'options',
		displayOptions: { show: { sendBody: [true] } },
		options: [
			{ name: 'Binary File', value: 'binaryData' },
			{ name: 'Form URL Encoded', value: 'form-urlencoded' },
			{ name: 'Form-Data', value: 'multipart-form-data' },
			{ name: 'JSON', value: 'json' },
			{ name: 'Raw', value: 'raw' },
		],
		default: 'json',
		description: 'How the body is written',
	},
	{
		displayName: 'Specify Body',
		name: 'specifyBody',
		type: 'options',
		displayOptions: { show: { sendBody: [true], contentType: ['json'] } },
		options: [
			{ name: 'Using Fields Below', value: 'keypair' },
			{ name: 'Using JSON', value: 'json' },
		],
		default: 'json',
		description: 'Whether to fill in names and values or to write the JSON text',
	},
	bodyParameters({ contentType: ['json'], specifyBody: ['keypair'] }, [NAME, VALUE]),
	templated({
		displayName: 'JSON',
		name: 'jsonBody',
		type: 'string',
		typeOptions: { rows: 8 },
		displayOptions: { show: { sendBody: [true], contentType: ['json'], specifyBody: ['json'] } },
		default: '',
		placeholder: '{ "text": "New order {{ event.params.number }}" }',
		description:
			'JSON text of the body. Write {{ event.params.text | tojson }} without quotes around it where a value may contain quotes or line breaks.',
		hint: INSERTS_HINT,
	}),
	{
		displayName: 'Specify Body',
		name: 'specifyBody',
		type: 'options',
		displayOptions: { show: { sendBody: [true], contentType: ['form-urlencoded'] } },
		options: [
			{ name: 'Using Fields Below', value: 'keypair' },
			{ name: 'Using Single Field', value: 'string' },
		],
		default: 'keypair',
		description: 'Whether to fill in names and values or to write the encoded text',
	},
	bodyParameters({ contentType: ['form-urlencoded'], specifyBody: ['keypair'] }, [NAME, VALUE]),
	bodyParameters({ contentType: ['multipart-form-data'] }, [
		{
			displayName: 'Parameter Type',
			name: 'parameterType',
			type: 'options',
			options: [
				{ name: 'Form Data', value: 'formData' },
				{ name: 'Binary File', value: 'formBinaryData' },
			],
			default: 'formData',
		},
		NAME,
		{ ...VALUE, displayOptions: { show: { parameterType: ['formData'] } } },
		templated({
			displayName: 'Input Data Field Name',
			name: 'inputDataFieldName',
			type: 'string',
			displayOptions: { show: { parameterType: ['formBinaryData'] } },
			default: '',
			placeholder: 'e.g. data',
			hint: 'The name of the input field that contains the file',
			description: 'Binary property of the item whose file is sent',
		}),
		templated({
			displayName: 'Media Type',
			name: 'mediaType',
			type: 'string',
			default: '',
			placeholder: 'e.g. application/json',
			description:
				'Content-Type of this part. Leave empty for plain text, or to use the type of the file.',
		}),
		templated({
			displayName: 'File Name',
			name: 'fileName',
			type: 'string',
			default: '',
			placeholder: 'e.g. invoice-{{ event.params.number }}.pdf',
			description: 'Name that the receiver sees. Leave empty to use the name of the file.',
		}),
	]),
	templated({
		displayName: 'Body',
		name: 'body',
		type: 'string',
		typeOptions: { rows: 4 },
		displayOptions: {
			show: { sendBody: [true], contentType: ['form-urlencoded'], specifyBody: ['string'] },
		},
		default: '',
		placeholder: 'e.g. name={{ customer.email | urlencode }}&source=form',
		description: 'Encoded text of the body',
		hint: INSERTS_HINT,
	}),
	templated({
		displayName: 'Input Data Field Name',
		name: 'inputDataFieldName',
		type: 'string',
		displayOptions: { show: { sendBody: [true], contentType: ['binaryData'] } },
		default: '',
		placeholder: 'e.g. data',
		hint: 'The name of the input field that contains the file',
		description: 'Binary property of the item whose file is the body',
	}),
	templated({
		displayName: 'Content Type',
		name: 'rawContentType',
		type: 'string',
		displayOptions: { show: { sendBody: [true], contentType: ['raw'] } },
		default: '',
		placeholder: 'e.g. application/xml',
		description: 'Content-Type of the body',
	}),
	templated({
		displayName: 'Body',
		name: 'body',
		type: 'string',
		typeOptions: { rows: 8 },
		displayOptions: { show: { sendBody: [true], contentType: ['raw'] } },
		default: '',
		description: 'Text of the body',
		hint: INSERTS_HINT,
	}),
];
