/**
 * How the senders of webhooks sign them: one row each. A further sender is a row here, a vector in
 * test/fixtures/signatures.json, and a line in docs/connections/webhook-signature.md.
 */

export type Algorithm = 'sha1' | 'sha256' | 'sha512';

export type Encoding = 'hex' | 'base64' | 'base64url';

/** Header fields of a signed request, by lower-case name. */
export interface SignatureFields {
	signature: string;
	/** Seconds or milliseconds since the Unix epoch. */
	timestamp?: string;
	id?: string;
}

export interface SignatureScheme {
	/** The first of them whose signature a request carries counts. */
	fields: SignatureFields[];
	algorithm: Algorithm;
	encoding: Encoding;
	/** What divides the value of the signature's field into parts; absent = the value is one part. */
	separator?: string;
	/** What a part that is a signature begins with; all other parts are of other versions. */
	prefix: string;
	/** What the part with the timestamp begins with, where the signature's field contains it. */
	timestampPart?: string;
	/** What is signed: text with `{body}`, `{timestamp}`, `{id}` and `{url}` in it. */
	signed: string;
	/** How the secret is written; `base64` may begin with `whsec_`. */
	secret: 'text' | 'base64';
	/** Whether hexadecimal digits may be in upper case, which no known sender writes. */
	anyCase?: boolean;
	handshake?: 'challenge' | 'plainToken' | 'crc';
}

export const SIGNATURE_SCHEMES = {
	/** https://github.com/standard-webhooks/standard-webhooks, https://docs.svix.com/receiving/verifying-payloads/how-manual */
	standardWebhooks: {
		fields: ['webhook', 'svix'].map((sender) => ({
			signature: `${sender}-signature`,
			timestamp: `${sender}-timestamp`,
			id: `${sender}-id`,
		})),
		algorithm: 'sha256',
		encoding: 'base64',
		separator: ' ',
		prefix: 'v1,',
		signed: '{id}.{timestamp}.{body}',
		secret: 'base64',
	},
	/** https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries */
	github: {
		fields: [{ signature: 'x-hub-signature-256' }],
		algorithm: 'sha256',
		encoding: 'hex',
		prefix: 'sha256=',
		signed: '{body}',
		secret: 'text',
	},
	/** https://docs.stripe.com/webhooks#verify-manually; the secret's `whsec_` is part of the key. */
	stripe: {
		fields: [{ signature: 'stripe-signature' }],
		algorithm: 'sha256',
		encoding: 'hex',
		separator: ',',
		prefix: 'v1=',
		timestampPart: 't=',
		signed: '{timestamp}.{body}',
		secret: 'text',
	},
	/** https://shopify.dev/docs/apps/build/webhooks/subscribe/https */
	shopify: {
		fields: [{ signature: 'x-shopify-hmac-sha256' }],
		algorithm: 'sha256',
		encoding: 'base64',
		prefix: '',
		signed: '{body}',
		secret: 'text',
	},
	/** https://docs.slack.dev/authentication/verifying-requests-from-slack */
	slack: {
		fields: [{ signature: 'x-slack-signature', timestamp: 'x-slack-request-timestamp' }],
		algorithm: 'sha256',
		encoding: 'hex',
		prefix: 'v0=',
		signed: 'v0:{timestamp}:{body}',
		secret: 'text',
		handshake: 'challenge',
	},
	/** https://developers.zoom.us/docs/api/webhooks/#verify-webhook-events */
	zoom: {
		fields: [{ signature: 'x-zm-signature', timestamp: 'x-zm-request-timestamp' }],
		algorithm: 'sha256',
		encoding: 'hex',
		prefix: 'v0=',
		signed: 'v0:{timestamp}:{body}',
		secret: 'text',
		handshake: 'plainToken',
	},
	/** https://docs.x.com/x-api/webhooks/introduction */
	x: {
		fields: [{ signature: 'x-twitter-webhooks-signature' }],
		algorithm: 'sha256',
		encoding: 'base64',
		prefix: 'sha256=',
		signed: '{body}',
		secret: 'text',
		handshake: 'crc',
	},
} as const satisfies Record<string, SignatureScheme>;

export type KnownScheme = keyof typeof SIGNATURE_SCHEMES;
