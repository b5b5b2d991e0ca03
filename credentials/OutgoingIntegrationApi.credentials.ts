import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';
import { definitionFields } from './fields/outgoing-definition';
import { schemaFields } from './fields/schema';

const icon: INodeProperties = {
	displayName: 'Node Icon',
	name: 'icon',
	type: 'icon',
	default: { type: 'emoji', value: '' },
	description: 'Shown with the name of the integration in the nodes that use it',
};

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

	properties: INodeProperties[] = [icon, ...definitionFields, ...schemaFields];
}
