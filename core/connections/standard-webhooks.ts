import { createHmac, randomUUID } from 'node:crypto';
import { add, checkedHeader, headerValues, masked, type Additions } from './additions';
import { attempt } from './attempt';
import type { ConnectionMethod, CredentialFields, PreparedRequest } from './connection';
import { ConnectionFieldError, requiredText, text } from './fields';
import { AUTHENTICATION_METHODS } from './methods';

const ID_HEADER = 'webhook-id';
const SIGNATURE_HEADER = 'webhook-signature';
const PREFIX = 'whsec_';
/** The one in use, and another one while receivers change over. */
const SECRET_FIELDS = ['secret', 'additionalSecret'];
/** Masked anyway: a preview has no moment at which it is sent. */
const PREVIEW_TIME = 0;
/** The specification asks for 24 to 64 random bytes. */
const KEY_BYTES = { min: 24, max: 64 };

/** The key of a secret field; undefined when the field is empty. */
function keyOf(credential: CredentialFields, field: string): Buffer | undefined {
	const encoded = text(credential, field).trim().replace(PREFIX, '');
	if (encoded === '') return undefined;
	const key = Buffer.from(encoded, 'base64');
	const isBase64 = key.toString('base64').replace(/=+$/, '') === encoded.replace(/=+$/, '');
	if (!isBase64 || key.length < KEY_BYTES.min || key.length > KEY_BYTES.max) {
		throw new ConnectionFieldError(
			field,
			`must be ${KEY_BYTES.min} to ${KEY_BYTES.max} bytes in Base64`,
			`Enter the secret as the receiver shows it, beginning with ${PREFIX}.`,
		);
	}
	return key;
}

function keysOf(credential: CredentialFields): Buffer[] {
	requiredText(credential, 'secret');
	return SECRET_FIELDS.flatMap((field) => keyOf(credential, field) ?? []);
}

/**
 * The signature header of https://github.com/standard-webhooks/standard-webhooks: one HMAC-SHA256 over
 * `id.timestamp.body` per key, so that receivers with the old and with the new secret accept the request.
 * @param timestamp seconds since the Unix epoch
 */
export function signature(
	keys: Buffer[],
	{ id, timestamp, body }: { id: string; timestamp: number; body: Buffer | undefined },
): string {
	return keys
		.map((key) => {
			const hmac = createHmac('sha256', key).update(`${id}.${timestamp}.`);
			return `v1,${hmac.update(body ?? '').digest('base64')}`;
		})
		.join(' ');
}

/** The user's own `webhook-id` stays: it is the identity of the message, by which receivers drop repeats. */
function messageId(request: PreparedRequest): string {
	const own = headerValues(request, ID_HEADER)[0]?.trim();
	return own ? own : `msg_${randomUUID().replaceAll('-', '')}`;
}

function additions(
	request: PreparedRequest,
	credential: CredentialFields,
	timestamp: number,
): Additions {
	const id = messageId(request);
	const signed = signature(keysOf(credential), { id, timestamp, body: request.body });
	return {
		headers: [
			checkedHeader(ID_HEADER, id, 'headerParameters'),
			['webhook-timestamp', String(timestamp)],
			[SIGNATURE_HEADER, signed],
		],
		urlParameters: [],
	};
}

/** Requests signed as the Standard Webhooks specification has it. */
export const standardWebhooks: ConnectionMethod<'standardWebhooksApi'> = {
	...AUTHENTICATION_METHODS.standardWebhooks,
	async authorise(request, credential, { clock }) {
		return add(request, additions(request, credential, Math.floor(clock.now() / 1000)));
	},
	preview: (request, credential) =>
		add(request, masked(additions(request, credential, PREVIEW_TIME), [ID_HEADER])),
	secrets: (credential, sent) => [
		...SECRET_FIELDS.map((field) => text(credential, field)).flatMap((secret) => [
			secret,
			secret.replace(PREFIX, ''),
		]),
		...headerValues(sent, SIGNATURE_HEADER).flatMap((signed) => signed.split(' ')),
	],
	test: (credential) =>
		attempt(() => {
			const { length } = keysOf(credential);
			return length === 1
				? 'The secret can sign. Whether the receiver accepts it shows with the first request.'
				: `The ${length} secrets can sign; each request carries ${length} signatures.`;
		}),
};
