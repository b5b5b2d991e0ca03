import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

import { signatureSchemes } from '../forms/signature-schemes';

const onlyCustom = { show: { scheme: ['custom'] } };

/** What the webhooks of a sender that signs them are recognised by. */
export class WebhookSignatureApi implements ICredentialType {
	name = 'webhookSignatureApi' as const;

	displayName = 'Webhook Signature API';

	documentationUrl =
		'https://github.com/n8n-nodes-synerise-integrations/n8n-nodes-synerise-integrations/blob/main/docs/connections/webhook-signature.md';

	icon: Icon = {
		light: 'file:icons/webhook-signature.svg',
		dark: 'file:icons/webhook-signature.dark.svg',
	};

	properties: INodeProperties[] = [
		{
			displayName: 'Scheme',
			name: 'scheme',
			type: 'options',
			noDataExpression: true,
			options: signatureSchemes,
			default: 'standardWebhooks',
			description: 'How the sender signs its requests',
		},
		{
			displayName: 'Secret',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			placeholder: 'e.g. whsec_...',
			description:
				'The signing secret, as the sender shows it; for Microsoft Graph the clientState of the subscription',
		},
		{
			displayName: 'Additional Secret',
			name: 'additionalSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'A second secret that is also valid, while you replace the first',
		},
		{
			displayName: 'Tolerance',
			name: 'tolerance',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 86_400 },
			default: 300,
			description:
				'How many seconds the timestamp of a signature may differ from the time of arrival. Used by schemes that sign a timestamp.',
		},
		{
			displayName: 'Signature Header',
			name: 'header',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. X-Signature',
			displayOptions: onlyCustom,
			description: 'Header with the signature, or with several separated by commas',
		},
		{
			displayName: 'Algorithm',
			name: 'algorithm',
			type: 'options',
			noDataExpression: true,
			options: [
				{ name: 'HMAC-SHA1', value: 'sha1' },
				{ name: 'HMAC-SHA256', value: 'sha256' },
				{ name: 'HMAC-SHA512', value: 'sha512' },
			],
			default: 'sha256',
			displayOptions: onlyCustom,
			description: 'Hash function of the signature',
		},
		{
			displayName: 'Encoding',
			name: 'encoding',
			type: 'options',
			noDataExpression: true,
			options: [
				{ name: 'Base64', value: 'base64' },
				{ name: 'Base64url', value: 'base64url' },
				{ name: 'Hexadecimal', value: 'hex' },
			],
			default: 'hex',
			displayOptions: onlyCustom,
			description: 'How the signature is written',
		},
		{
			displayName: 'Prefix',
			name: 'prefix',
			type: 'string',
			default: '',
			placeholder: 'e.g. sha256=',
			displayOptions: onlyCustom,
			description: 'What a signature begins with in the header',
		},
		{
			displayName: 'Signed Content',
			name: 'signedContent',
			type: 'string',
			default: '{body}',
			placeholder: 'e.g. {timestamp}.{body}',
			displayOptions: onlyCustom,
			description: 'What the sender signs: text with {body}, {timestamp}, {id} or {url}',
		},
		{
			displayName: 'Timestamp Header',
			name: 'timestampHeader',
			type: 'string',
			default: '',
			placeholder: 'e.g. X-Timestamp',
			displayOptions: onlyCustom,
			description:
				'Header with the time of signing, in seconds or milliseconds since 1970. For a part t=… of the signature header, enter that header again.',
		},
		{
			displayName: 'ID Header',
			name: 'idHeader',
			type: 'string',
			default: '',
			placeholder: 'e.g. X-Request-ID',
			displayOptions: onlyCustom,
			description: 'Header with the ID of the request, if the signed content contains it',
		},
	];
}
