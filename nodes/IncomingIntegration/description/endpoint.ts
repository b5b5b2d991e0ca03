import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

const methods: INodePropertyOptions[] = [
	{
		name: 'API Key in a Header',
		value: 'header',
		description: 'Each request carries one of your keys in a header of your choice',
		action: 'On a request with an API key in a header',
	},
	{
		name: 'Basic Authentication',
		value: 'basic',
		description: 'Each request carries a login and a password',
		action: 'On a request with basic authentication',
	},
	{
		name: 'JWT Authentication',
		value: 'jwt',
		description: 'Each request carries a JSON Web Token',
		action: 'On a request with a JSON Web Token',
	},
	{
		name: 'Signed Requests',
		value: 'signature',
		description:
			'Requests carry the signature of Stripe, GitHub, Shopify, Slack, Zoom, Standard Webhooks, or another sender',
		action: 'On a signed request (Stripe, GitHub, Slack and others)',
	},
	{
		name: 'Webhook From Meta',
		value: 'meta',
		description: 'Requests come from Meta (Facebook, Instagram, WhatsApp) and carry its signature',
		action: 'On a webhook from Meta',
	},
	{
		name: 'Without Authentication',
		value: 'none',
		description: 'Anyone with the URL can send data',
		action: 'On a request without authentication',
	},
];

/** The first section of the form: the endpoint and who may call it. */
export const endpointProperties: INodeProperties[] = [
	{
		// The node panel offers the choices of a property of this label, and sets the parameter of its name: a node is
		// added with its authentication by one click. No version has the property, so no form shows it.
		displayName: 'Event',
		name: 'authentication',
		type: 'hidden',
		options: methods,
		default: 'jwt',
		displayOptions: { show: { '@version': [0] } },
	},
	{
		displayName: 'Integration Name',
		name: 'integrationName',
		type: 'string',
		default: '',
		placeholder: 'e.g. Customer complaints',
		description: 'Name of the integration, shown in its output',
	},
	{
		displayName: 'Node Icon',
		name: 'icon',
		type: 'icon',
		default: { type: 'emoji', value: '📥' },
		noDataExpression: true,
		description: 'An emoji or icon that tells this integration from others, shown under the node',
	},
	{
		displayName: 'Authentication',
		name: 'authentication',
		type: 'options',
		noDataExpression: true,
		options: methods,
		default: 'jwt',
		description: 'How senders authenticate',
	},
	// Where the form shows the picker; without it, n8n puts it below the notice that follows.
	{ displayName: 'Credential', name: 'credentials', type: 'credentials', default: '' },
	{
		displayName: 'Show Login URL',
		name: 'showLoginUrl',
		type: 'boolean',
		default: false,
		noDataExpression: true,
		displayOptions: { show: { authentication: ['jwt'] } },
		description:
			'Whether Webhook URLs also shows the login URL, where a sender exchanges an API key for a token. It works when Issue Tokens is on in the credential.',
	},
	{
		displayName:
			'<b>Webhook URLs</b> shows two URLs. Senders post data to the one that ends in <b>/trigger</b>. The one that ends in <b>/login/profile</b> is the login URL: it returns a token for an API key.',
		name: 'loginUrlNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { authentication: ['jwt'], showLoginUrl: [true] } },
	},
];
