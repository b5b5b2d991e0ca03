import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';
import { HIDDEN_ROWS_HINT } from './fields/secret-rows';
import { NO_DEFAULT } from '../forms/no-default';

/** Senders that carry an API key in a header. */
export class HeaderKeyApi implements ICredentialType {
	name = 'headerKeyApi' as const;

	displayName = 'API Key in a Header API';

	documentationUrl =
		'https://github.com/n8n-nodes-synerise-integrations/n8n-nodes-synerise-integrations/blob/main/docs/connections/header-key.md';

	icon: Icon = {
		light: 'file:icons/header-key.svg',
		dark: 'file:icons/header-key.dark.svg',
	};

	properties: INodeProperties[] = [
		{
			displayName: 'Header',
			name: 'header',
			type: 'string',
			default: 'X-API-Key',
			required: true,
			placeholder: 'e.g. X-API-Key',
			description: 'Name of the header that carries the key',
		},
		{
			displayName: 'Keys',
			name: 'keys',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Key' },
			default: NO_DEFAULT,
			placeholder: 'Add Key',
			description:
				'Each of them is valid. Give every sender its own, so that one can be replaced without the others.',
			options: [
				{
					displayName: 'Rows',
					name: 'rows',
					values: [
						{
							displayName: 'Key',
							name: 'key',
							type: 'string',
							typeOptions: { password: true },
							default: '',
							hint: HIDDEN_ROWS_HINT,
						},
					],
				},
			],
		},
	];
}
