import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';
import { allowedDomainsFields } from './fields/allowed-domains';

/** A signature over each request, by the Standard Webhooks specification. */
export class StandardWebhooksApi implements ICredentialType {
	// A literal type: the registry pairs it with the method that reads these fields.
	name = 'standardWebhooksApi' as const;

	displayName = 'Standard Webhooks (Outgoing Integration)';

	documentationUrl =
		'https://github.com/n8n-nodes-synerise-integrations/n8n-nodes-synerise-integrations/blob/main/docs/connections/standard-webhooks.md';

	icon: Icon = {
		light: 'file:icons/standard-webhooks.svg',
		dark: 'file:icons/standard-webhooks.dark.svg',
	};

	properties: INodeProperties[] = [
		{
			displayName: 'Secret',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			placeholder: 'e.g. whsec_...',
			description: 'The signing secret, as the receiver shows it',
		},
		{
			displayName: 'Additional Secret',
			name: 'additionalSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			placeholder: 'e.g. whsec_...',
			description:
				'The new secret while receivers change over: each request then carries a signature by both',
		},
		...allowedDomainsFields,
	];
}
