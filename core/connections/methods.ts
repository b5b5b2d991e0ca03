/**
 * Which authentication methods there are, in the order in which the editor lists them. Data alone: n8n reads the forms
 * made of it when it starts, long before a method is used.
 */
export interface MethodIdentity<Credential extends string = string> {
	/** The value of the parameter `authentication`. */
	readonly name: string;
	/** The method's name in the editor. */
	readonly displayName: string;
	/** One line below that name: what the request gets. */
	readonly description: string;
	/** The credential type that contains its fields; absent for `none`. */
	readonly credential?: Credential;
	/** The fields whose values the user must keep secret. */
	readonly secretFields?: readonly string[];
}

export const AUTHENTICATION_METHODS = {
	none: {
		name: 'none',
		displayName: 'No Authentication',
		description: 'The request is sent as it is',
	},
	loginPassword: {
		name: 'loginPassword',
		displayName: 'Login & Password',
		description: 'Basic authentication with a login and a password',
		credential: 'loginPasswordApi',
		secretFields: ['password'],
	},
	customConnection: {
		name: 'customConnection',
		displayName: 'Custom Connection',
		description: 'A token from an authorization request that you define',
		credential: 'customConnectionApi',
		secretFields: ['secret'],
	},
	syneriseApiKey: {
		name: 'syneriseApiKey',
		displayName: 'Synerise API Key',
		description: 'A workspace API key; the token is generated for you',
		credential: 'syneriseApi',
		secretFields: ['apiKey'],
	},
	oAuth2ClientCredentials: {
		name: 'oAuth2ClientCredentials',
		displayName: 'OAuth2 Client Credentials',
		description: 'A token for client ID and client secret',
		credential: 'clientCredentialsOAuth2Api',
		secretFields: ['clientSecret'],
	},
	apiKey: {
		name: 'apiKey',
		displayName: 'API Key',
		description: 'A secret in headers or URL parameters of your choice',
		credential: 'apiKeyConnectionApi',
		secretFields: ['secret'],
	},
	sha256: {
		name: 'sha256',
		displayName: 'SHA256-Based Authentication',
		description: 'A hash over each request, as Eagle Eye requires it',
		credential: 'eagleEyeSha256Api',
		secretFields: ['clientSecret'],
	},
	standardWebhooks: {
		name: 'standardWebhooks',
		displayName: 'Standard Webhooks',
		description: 'A signature over each request, by the Standard Webhooks specification',
		credential: 'standardWebhooksApi',
	},
} as const satisfies Record<string, MethodIdentity>;
