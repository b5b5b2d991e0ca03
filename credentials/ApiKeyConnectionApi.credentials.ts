import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';
import { allowedDomainsFields } from './fields/allowed-domains';
import { nameValueRows } from '../forms/rows';

/** A secret in headers or URL parameters. */
export class ApiKeyConnectionApi implements ICredentialType {
	// A literal type: the registry pairs it with the method that reads these fields.
	name = 'apiKeyConnectionApi' as const;

	displayName = 'API Key (Outgoing Integration)';

	documentationUrl =
		'https://github.com/n8n-nodes-synerise-integrations/n8n-nodes-synerise-integrations/blob/main/docs/connections/api-key.md';

	icon: Icon = {
		light: 'file:icons/api-key.svg',
		dark: 'file:icons/api-key.dark.svg',
	};

	properties: INodeProperties[] = [
		{
			displayName: 'Secret',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'The API key. Write {{ secret }} below wherever the request needs it.',
		},
		nameValueRows({
			displayName: 'Headers',
			name: 'headers',
			description:
				'Headers that are added to each request. Host, Content-Length, Transfer-Encoding, Connection and Expect cannot be set.',
			button: 'Add Header',
			namePlaceholder: 'e.g. X-Api-Key',
			placeholder: 'e.g. {{ secret }}',
		}),
		nameValueRows({
			displayName: 'URL Parameters',
			name: 'urlParameters',
			description: 'Parameters that are added to the URL of each request',
			button: 'Add URL Parameter',
			namePlaceholder: 'e.g. api_key',
			placeholder: 'e.g. {{ secret }}',
		}),
		...allowedDomainsFields,
	];
}
