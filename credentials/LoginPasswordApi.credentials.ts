import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';
import { allowedDomainsFields } from './fields/allowed-domains';

/** Basic authentication. */
export class LoginPasswordApi implements ICredentialType {
	// A literal type: the registry pairs it with the method that reads these fields.
	name = 'loginPasswordApi' as const;

	displayName = 'Login & Password';

	documentationUrl =
		'https://github.com/n8n-nodes-synerise-integrations/n8n-nodes-synerise-integrations/blob/main/docs/connections/login-password.md';

	icon: Icon = {
		light: 'file:icons/login-password.svg',
		dark: 'file:icons/login-password.dark.svg',
	};

	properties: INodeProperties[] = [
		{
			displayName: 'Login',
			name: 'login',
			type: 'string',
			default: '',
			placeholder: 'e.g. jane.smith',
			description: 'User name that the remote server knows',
			required: true,
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Sent with the login as basic authentication, with every request',
			required: true,
		},
		...allowedDomainsFields,
	];
}
