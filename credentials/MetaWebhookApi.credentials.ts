import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';
import { secretRows } from './fields/secret-rows';

/** How requests from Meta are verified. */
export class MetaWebhookApi implements ICredentialType {
	name = 'metaWebhookApi' as const;

	displayName = 'Meta Webhook API';

	documentationUrl =
		'https://github.com/n8n-nodes-synerise-integrations/n8n-nodes-synerise-integrations/blob/main/docs/connections/meta-webhook.md';

	icon: Icon = {
		light: 'file:icons/meta-webhook.svg',
		dark: 'file:icons/meta-webhook.dark.svg',
	};

	properties: INodeProperties[] = [
		{
			displayName: 'Verify Token',
			name: 'verifyToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'Any text of your own. Enter the same text in the webhook settings of your app at Meta.',
		},
		secretRows({
			displayName: 'App Secrets',
			name: 'appSecrets',
			description:
				'The app secret from the basic settings of your app at Meta, which signs each request. Add the new one before you reset it.',
			button: 'Add App Secret',
		}),
	];
}
