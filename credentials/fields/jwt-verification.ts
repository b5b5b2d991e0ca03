import type { INodeProperties } from 'n8n-workflow';
import { secretRows } from './secret-rows';
import { NO_DEFAULT } from '../../forms/no-default';

const showFor = (...keySource: string[]): INodeProperties['displayOptions'] & object => ({
	show: { keySource },
});

const algorithmOptions = (names: string[]) => names.map((name) => ({ name, value: name }));

/** Public keys are no secrets: they are shown, line by line. */
const pemField = (displayName: string, name: string, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	typeOptions: { rows: 4 },
	default: '',
	placeholder: '-----BEGIN PUBLIC KEY-----',
	description,
});

/** Where the keys are that tokens are verified with. */
export const keyFields: INodeProperties[] = [
	{
		displayName: 'Key Source',
		name: 'keySource',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'JWKS URL',
				value: 'jwksUrl',
				description:
					'The issuer publishes a JSON Web Key Set, or an OpenID configuration that names one',
			},
			{
				name: 'PEM URL',
				value: 'pemUrl',
				description: 'The issuer publishes a PEM public key, as Synerise does',
			},
			{
				name: 'Public Key',
				value: 'publicKey',
				description: 'You have the public key in PEM format',
			},
			{
				name: 'Shared Secret',
				value: 'secret',
				description: 'Issuer and endpoint share a secret',
			},
		],
		default: 'secret',
		description: 'Where the keys for verifying tokens come from',
	},
	{
		...secretRows({
			displayName: 'Secrets',
			name: 'secrets',
			description:
				'A token signed with any of them is valid. Use random text: at least 32 bytes for HS256, 48 for HS384, 64 for HS512.',
			button: 'Add Secret',
		}),
		displayOptions: showFor('secret'),
	},
	{
		displayName: 'Public Keys',
		name: 'publicKeys',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Public Key' },
		default: NO_DEFAULT,
		placeholder: 'Add Public Key',
		displayOptions: showFor('publicKey'),
		description: 'A token signed with the private half of any of them is valid',
		options: [
			{
				displayName: 'Rows',
				name: 'rows',
				values: [pemField('Public Key', 'publicKey', 'A PEM public key or certificate')],
			},
		],
	},
	{
		displayName: 'URL',
		name: 'url',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. https://api.synerise.com/v4/public.pem',
		displayOptions: showFor('jwksUrl', 'pemUrl'),
		description: 'Where the issuer publishes its keys',
	},
	{
		displayName: 'Algorithms',
		name: 'algorithms',
		type: 'multiOptions',
		noDataExpression: true,
		options: algorithmOptions([
			'Ed25519',
			'EdDSA',
			'ES256',
			'ES384',
			'ES512',
			'HS256',
			'HS384',
			'HS512',
			'PS256',
			'PS384',
			'PS512',
			'RS256',
			'RS384',
			'RS512',
		]),
		default: [],
		description:
			'The signature algorithms to accept; empty = all that fit the keys. Those that begin with HS are for shared secrets, all others for public keys.',
	},
];

/** What a token must say. */
export const claimFields: INodeProperties[] = [
	{
		displayName:
			'A token must contain the permission <b>INCOMING_WEBHOOK_EXECUTE</b> in its claim <b>permissions</b>, or the request gets 403. To accept any valid token, clear <b>Permission</b>.',
		name: 'permissionNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Permission',
		name: 'permission',
		type: 'string',
		default: 'INCOMING_WEBHOOK_EXECUTE',
		placeholder: 'Empty: any valid token may send',
		description:
			'The permission that a token must contain; a token without it gets 403. Leave empty to accept any valid token.',
	},
	{
		displayName: 'Permission Claim',
		name: 'permissionClaim',
		type: 'string',
		default: 'permissions',
		placeholder: 'e.g. realm_access.roles',
		description: 'The claim that contains the permissions: a list, or text separated by spaces',
	},
	{
		displayName: 'Issuer',
		name: 'issuer',
		type: 'string',
		default: '',
		description:
			'What the claim iss must be: one value, or several separated by commas. Empty = any.',
	},
	{
		displayName: 'Audience',
		name: 'audience',
		type: 'string',
		default: '',
		description:
			'What the claim aud must be or contain: one value, or several separated by commas. Empty = any.',
	},
	{
		displayName: 'Clock Tolerance (Seconds)',
		name: 'clockTolerance',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 5,
		description: 'How far apart the clocks of issuer and endpoint may be',
	},
];
