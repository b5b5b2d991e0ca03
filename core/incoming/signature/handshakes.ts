/** Questions by which a sender finds out whether an endpoint is the right one; none of them starts an execution. */
import { createHmac } from 'node:crypto';

import type { JsonValue } from '../../json';
import { challenge, json, type Reply } from '../replies';
import type { IncomingRequest } from '../request';
import type { SignatureSettings } from './verify';

const hmac = (key: Buffer, text: string, encoding: 'hex' | 'base64') =>
	createHmac('sha256', key).update(text).digest(encoding);

const textAt = (value: unknown, ...path: string[]): string | undefined => {
	let part = value;
	for (const name of path) {
		if (typeof part !== 'object' || part === null || !Object.hasOwn(part, name)) return undefined;
		part = (part as Record<string, unknown>)[name];
	}
	return typeof part === 'string' ? part : undefined;
};

/**
 * The reply to a question that comes as a signed event.
 * @returns undefined for any other event
 */
export function answerEvent(
	{ scheme, keys }: SignatureSettings,
	document: JsonValue,
): Reply | undefined {
	const [key] = keys;
	if (scheme.handshake === 'challenge' && textAt(document, 'type') === 'url_verification') {
		// https://docs.slack.dev/reference/events/url_verification
		const text = textAt(document, 'challenge');
		return text === undefined ? undefined : challenge(text);
	}
	if (
		scheme.handshake === 'plainToken' &&
		textAt(document, 'event') === 'endpoint.url_validation' &&
		key
	) {
		// https://developers.zoom.us/docs/api/webhooks/#validate-your-webhook-endpoint
		const plainToken = textAt(document, 'payload', 'plainToken');
		if (plainToken === undefined) return undefined;
		return json({ plainToken, encryptedToken: hmac(key, plainToken, 'hex') });
	}
	return undefined;
}

/**
 * The reply to a question that comes by GET.
 * https://docs.x.com/x-api/webhooks/quickstart: the challenge-response check, with the key in use.
 * @returns undefined where the scheme knows no such question, or when it is incomplete
 */
export function answerQuery(
	{ scheme, keys }: SignatureSettings,
	{ query }: IncomingRequest,
): Reply | undefined {
	const [key] = keys;
	const { crc_token: token } = query;
	if (scheme.handshake !== 'crc' || typeof token !== 'string' || token === '' || !key) {
		return undefined;
	}
	return json({ response_token: `sha256=${hmac(key, token, 'base64')}` });
}
