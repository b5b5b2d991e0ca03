import type { INodePropertyOptions } from 'n8n-workflow';

/** How senders sign, by the names of `SIGNATURE_SCHEMES`. */
export const signatureSchemes: INodePropertyOptions[] = [
	{
		name: 'Custom',
		value: 'custom',
		description: 'Any other sender that signs with a shared secret',
	},
	{ name: 'GitHub', value: 'github', description: 'X-Hub-Signature-256' },
	{
		name: 'Microsoft Graph',
		value: 'microsoftGraph',
		description: 'The clientState of each notification; also answers the validation token',
	},
	{ name: 'Shopify', value: 'shopify', description: 'X-Shopify-Hmac-SHA256' },
	{
		name: 'Slack',
		value: 'slack',
		description: 'X-Slack-Signature; also answers URL verification',
	},
	{
		name: 'Standard Webhooks (Svix)',
		value: 'standardWebhooks',
		description: 'Webhook-Signature or Svix-Signature',
	},
	{ name: 'Stripe', value: 'stripe', description: 'Stripe-Signature' },
	{
		name: 'X (Twitter)',
		value: 'x',
		description: 'X-Twitter-Webhooks-Signature; also answers the challenge-response check',
	},
	{ name: 'Zoom', value: 'zoom', description: 'X-Zm-Signature; also answers URL validation' },
];
