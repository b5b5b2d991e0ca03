import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';
import { ownDomainsFields } from './fields/allowed-domains';

/** A workspace API key of Synerise; the token is fetched with it. */
export class SyneriseApi implements ICredentialType {
	// A literal type: the registry pairs it with the method that reads these fields.
	name = 'syneriseApi' as const;

	displayName = 'Synerise API Key';

	documentationUrl =
		'https://github.com/n8n-nodes-synerise-integrations/n8n-nodes-synerise-integrations/blob/main/docs/connections/synerise-api-key.md';

	icon: Icon = {
		light: 'file:icons/synerise-api-key.svg',
		dark: 'file:icons/synerise-api-key.dark.svg',
	};

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'A workspace API key with the permissions that your requests need',
		},
		{
			displayName: 'Environment',
			name: 'environment',
			type: 'options',
			options: [
				{ name: 'Azure EU', value: 'azureEu', description: 'The address api.synerise.com' },
				{ name: 'Azure US', value: 'azureUs', description: 'The address api.azu.synerise.com' },
				{ name: 'Custom', value: 'custom', description: 'An address of your own' },
				{ name: 'GCP', value: 'gcp', description: 'The address api.geb.synerise.com' },
			],
			default: 'azureEu',
			description: 'Where your workspace is hosted',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://api.example.com',
			description: 'The address of the API, without a path',
			displayOptions: { show: { environment: ['custom'] } },
		},
		{
			displayName: 'Login Method',
			name: 'loginMethod',
			type: 'options',
			options: [
				{
					name: 'JWT',
					value: 'jwt',
					description: 'Log in with the key and send the token until it expires',
				},
				{
					name: 'Basic',
					value: 'basic',
					description:
						'Send workspace GUID and key with each request, for keys that have basic authentication switched on',
				},
			],
			default: 'jwt',
			description: 'How to send the key',
		},
		{
			displayName: 'Workspace GUID',
			name: 'workspaceGuid',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 4d8a5478-ffc7-4bf2-b01b-8d48779d97a8',
			description: 'The GUID of the workspace that the key belongs to',
			displayOptions: { show: { loginMethod: ['basic'] } },
		},
		...ownDomainsFields,
	];
}
