import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';
import { definitionFields } from './fields/outgoing-definition';
import { schemaFields } from './fields/schema';

/** An outgoing integration that is prepared once and used by many workflows. */
export class OutgoingIntegrationApi implements ICredentialType {
	name = 'outgoingIntegrationApi' as const;

	displayName = 'Outgoing Integration';

	documentationUrl =
		'https://github.com/n8n-nodes-synerise-integrations/n8n-nodes-synerise-integrations/blob/main/docs/existing-integrations.md';

	icon: Icon = {
		light: 'file:icons/outgoing-integration.svg',
		dark: 'file:icons/outgoing-integration.dark.svg',
	};

	properties: INodeProperties[] = [...definitionFields, ...schemaFields];
}
