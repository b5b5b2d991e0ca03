import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';
import { ownDomainsFields } from './fields/allowed-domains';

/** OAuth 2.0 client credentials grant. */
export class ClientCredentialsOAuth2Api implements ICredentialType {
	// A literal type: the registry pairs it with the method that reads these fields.
	name = 'clientCredentialsOAuth2Api' as const;

	displayName = 'OAuth2 Client Credentials';

	documentationUrl =
		'https://github.com/n8n-nodes-synerise-integrations/n8n-nodes-synerise-integrations/blob/main/docs/connections/oauth2-client-credentials.md';

	icon: Icon = {
		light: 'file:icons/oauth2-client-credentials.svg',
		dark: 'file:icons/oauth2-client-credentials.dark.svg',
	};

	properties: INodeProperties[] = [
		{
			displayName: 'Token Endpoint URL',
			name: 'tokenUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://auth.example.com/oauth2/token',
			description: 'Where the authorization server issues access tokens',
		},
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			default: '',
			required: true,
			description: 'The identifier that the service provider gave your application',
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'The secret that belongs to the client ID',
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'string',
			default: '',
			placeholder: 'e.g. users:read messages:write',
			description:
				'The access that your application asks for, as the documentation of the API names it. Separate scopes with spaces.',
		},
		{
			displayName: 'Audience',
			name: 'audience',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://api.example.com',
			description: 'The API that the token is for, where the authorization server asks for it',
		},
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://api.example.com',
			description: 'The same for authorization servers that call it resource (RFC 8707)',
		},
		{
			displayName: 'Client Authentication',
			name: 'clientAuthentication',
			type: 'options',
			options: [
				{
					name: 'Body',
					value: 'body',
					description: 'Send client ID and client secret in the body of the token request',
				},
				{
					name: 'Header',
					value: 'header',
					description: 'Send client ID and client secret as a Basic Authorization header',
				},
			],
			default: 'header',
			description: 'How to send the client credentials',
		},
		...ownDomainsFields,
	];
}
