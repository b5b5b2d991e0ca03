import type { INodeProperties, INodePropertyTypeOptions } from 'n8n-workflow';
import { CURL_FIELDS } from '../../../core/outgoing/import-curl/apply';

const show = { curlReview: [true] };

/** A list to read, not to select from: its entries are changes and have no ID. */
const reviewList: INodePropertyTypeOptions = {
	loadOptionsMethod: 'getCurlChanges',
	loadOptionsDependsOn: ['curlCommand', 'options', ...CURL_FIELDS],
};

/** A cURL command that is reviewed before it replaces anything, next to n8n's own import button. */
export const curlReview: INodeProperties[] = [
	{
		displayName: 'Review cURL Before Import',
		name: 'curlReview',
		type: 'boolean',
		noDataExpression: true,
		default: false,
		description: 'Whether to paste a cURL command and see what it would change in this form',
	},
	{
		displayName: 'cURL Command',
		name: 'curlCommand',
		type: 'string',
		noDataExpression: true,
		typeOptions: { rows: 6 },
		displayOptions: { show },
		default: '',
		placeholder: "curl 'https://api.example.com/orders' -H 'Accept: application/json'",
		description:
			'One command for a POSIX shell or for Windows cmd, as API documentation and browsers give it',
	},
	{
		displayName: 'Changes',
		name: 'curlChanges',
		type: 'options',
		noDataExpression: true,
		typeOptions: reviewList,
		displayOptions: { show },
		default: '',
		description:
			'What the command would change. Open the list to see each field, its value now and after.',
	},
	{
		displayName: 'Send the cURL Command Instead of the Fields',
		name: 'applyCurl',
		type: 'boolean',
		noDataExpression: true,
		displayOptions: { show },
		default: false,
		description:
			'Whether the request is taken from the command when the node runs. The action "Preview Request" then lists the values to copy into the fields.',
	},
];
