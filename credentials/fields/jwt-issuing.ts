import type { INodeProperties } from 'n8n-workflow';
import { HIDDEN_ROWS_HINT } from './secret-rows';
import { NO_DEFAULT } from '../../forms/no-default';

const whenIssuing = { issueTokens: [true] };

/** "Log in as Workspace": the endpoint issues tokens for API keys. */
export const issuingFields: INodeProperties[] = [
	{
		displayName: 'Issue Tokens',
		name: 'issueTokens',
		type: 'boolean',
		default: false,
		description:
			'Whether the endpoint’s login URL returns tokens for the API keys below, as Log in as Workspace does at Synerise. To see that URL, turn on Show Login URL in the node.',
	},
	{
		displayName: 'API Keys',
		name: 'apiKeys',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add API Key' },
		default: NO_DEFAULT,
		placeholder: 'Add API Key',
		displayOptions: { show: whenIssuing },
		description: 'The workspace API keys that may log in',
		options: [
			{
				displayName: 'Rows',
				name: 'rows',
				values: [
					{
						displayName: 'Name',
						name: 'name',
						type: 'string',
						default: 'Workspace',
						description: 'Becomes the subject of the tokens',
					},
					{
						displayName: 'Key',
						name: 'key',
						type: 'string',
						typeOptions: { password: true },
						default: '',
						description: `Random text that only the sender knows. ${HIDDEN_ROWS_HINT}.`,
					},
					{
						displayName: 'Permissions',
						name: 'permissions',
						type: 'string',
						default: 'INCOMING_WEBHOOK_EXECUTE',
						description:
							'What the tokens permit, separated by commas. Must include the Permission above.',
					},
				],
			},
		],
	},
	{
		displayName: 'Private Key',
		name: 'privateKey',
		type: 'string',
		typeOptions: { password: true, rows: 4 },
		default: '',
		placeholder: '-----BEGIN PRIVATE KEY-----',
		displayOptions: { show: whenIssuing, hide: { keySource: ['secret'] } },
		description:
			'The PEM key that signs the tokens, RS512 for an RSA key. Its public half is accepted without being listed above.',
	},
	{
		displayName: 'Token Lifetime (Minutes)',
		name: 'tokenLifetime',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 60,
		displayOptions: { show: whenIssuing },
		description: 'How long a token is valid',
	},
];
