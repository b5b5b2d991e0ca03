import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';
import { ownDomainsFields } from './fields/allowed-domains';
import { templated } from '../forms/templated';
import { methodOptions } from '../forms/methods';
import { nameValueRows } from '../forms/rows';

/** A token from an authorization request of the user's own making. */
export class CustomConnectionApi implements ICredentialType {
	// A literal type: the registry pairs it with the method that reads these fields.
	name = 'customConnectionApi' as const;

	displayName = 'Custom Connection';

	documentationUrl =
		'https://github.com/n8n-nodes-synerise-integrations/n8n-nodes-synerise-integrations/blob/main/docs/connections/custom-connection.md';

	icon: Icon = {
		light: 'file:icons/custom-connection.svg',
		dark: 'file:icons/custom-connection.dark.svg',
	};

	properties: INodeProperties[] = [
		{
			displayName:
				'<b>Authorization request</b>: runs before the first request and each time the TTL expires.',
			name: 'requestNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Secret',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'The value that the service asks for when it issues a token. Write {{ secret }} below wherever the authorization request needs it.',
		},
		{
			displayName: 'Method',
			name: 'method',
			type: 'options',
			noDataExpression: true,
			options: methodOptions,
			default: 'POST',
			description: 'The HTTP method of the authorization request',
		},
		templated({
			displayName: 'URL',
			name: 'url',
			type: 'string',
			noDataExpression: true,
			default: '',
			required: true,
			placeholder: 'e.g. https://auth.example.com/token',
			description: 'Where the authorization request goes',
		}),
		nameValueRows({
			displayName: 'Headers',
			name: 'headers',
			description:
				'Headers of the authorization request. Host, Content-Length, Transfer-Encoding, Connection and Expect cannot be set.',
			button: 'Add Header',
			namePlaceholder: 'e.g. Accept',
			placeholder: 'e.g. application/json',
		}),
		templated({
			displayName: 'Body',
			name: 'body',
			type: 'string',
			noDataExpression: true,
			typeOptions: { rows: 4 },
			default: '',
			placeholder: 'e.g. { "api-key": "{{ secret }}" }',
			description:
				'Body of the authorization request. A form (a=b&c=d) is sent as a form, anything else as JSON, unless a Content-Type header says otherwise.',
		}),
		{
			displayName:
				'<b>Token placement settings</b>: where each target request carries the token. Fill in at least one header or URL parameter.',
			name: 'placementNotice',
			type: 'notice',
			default: '',
		},
		nameValueRows({
			displayName: 'Token Headers',
			name: 'tokenHeaders',
			description:
				'Headers that are added to each target request. Values read the response: authResponseBody, authResponseStatusCode and authResponseHeaders. Host and other fields of the HTTP connection cannot be set.',
			button: 'Add Header',
			namePlaceholder: 'e.g. Authorization',
			placeholder: 'e.g. Bearer {{ authResponseBody | fromjson | attr("token") }}',
		}),
		nameValueRows({
			displayName: 'Token URL Parameters',
			name: 'tokenUrlParameters',
			description: 'Parameters that are added to the URL of each target request',
			button: 'Add URL Parameter',
			namePlaceholder: 'e.g. access_token',
			placeholder: 'e.g. {{ authResponseBody | fromjson | attr("token") }}',
		}),
		{
			displayName: 'TTL (Seconds)',
			name: 'ttl',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 604800 },
			default: 60,
			description:
				'How long the response of the authorization request is valid. Empty means 60 seconds; 0 fetches a new token for every request.',
		},
		...ownDomainsFields,
	];
}
