import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';
import { allowedDomainsFields } from './fields/allowed-domains';

/** A hash over each request, as Eagle Eye requires it. */
export class EagleEyeSha256Api implements ICredentialType {
	// A literal type: the registry pairs it with the method that reads these fields.
	name = 'eagleEyeSha256Api' as const;

	displayName = 'SHA256 (Outgoing Integration)';

	documentationUrl =
		'https://github.com/n8n-nodes-synerise-integrations/n8n-nodes-synerise-integrations/blob/main/docs/connections/sha256.md';

	icon: Icon = {
		light: 'file:icons/sha256.svg',
		dark: 'file:icons/sha256.dark.svg',
	};

	properties: INodeProperties[] = [
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
			description: 'The secret that the service provider gave your application',
		},
		...allowedDomainsFields,
	];
}
