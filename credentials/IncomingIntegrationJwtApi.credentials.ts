import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';
import { issuingFields } from './fields/jwt-issuing';
import { claimFields, keyFields } from './fields/jwt-verification';

/** Which JSON Web Tokens an endpoint accepts, and whether it gives them out itself. */
export class IncomingIntegrationJwtApi implements ICredentialType {
	name = 'incomingIntegrationJwtApi' as const;

	displayName = 'Incoming Integration JWT API';

	documentationUrl =
		'https://github.com/n8n-nodes-synerise-integrations/n8n-nodes-synerise-integrations/blob/main/docs/connections/incoming-jwt.md';

	icon: Icon = {
		light: 'file:icons/incoming-jwt.svg',
		dark: 'file:icons/incoming-jwt.dark.svg',
	};

	properties: INodeProperties[] = [...keyFields, ...claimFields, ...issuingFields];
}
