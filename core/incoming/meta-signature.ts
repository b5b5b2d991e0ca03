/** Webhooks from Meta: the signature of its POST and the verification by GET. */
import { createHmac, timingSafeEqual } from 'node:crypto';

import { Refusal, type DirectReply } from './outcome';
import { challenge, forbidden, notFound } from './replies';
import { headerValue, type IncomingRequest } from './request';
import { route } from './route';

export const SIGNATURE_HEADER = 'X-Hub-Signature-256';

const SIGNATURE = /^sha256=([0-9a-f]{64})$/i;

/**
 * Whether the body was signed with one of the app secrets: HMAC-SHA256 over the bytes as received, because Meta
 * signs its own spelling of them.
 */
export function isSignedByMeta(body: Buffer, signature: string, appSecrets: string[]): boolean {
	const digest = SIGNATURE.exec(signature.trim())?.[1];
	if (!digest) return false;
	const presented = Buffer.from(digest, 'hex');
	return appSecrets
		.map((secret) => createHmac('sha256', secret).update(body).digest())
		.map((expected) => timingSafeEqual(expected, presented))
		.includes(true);
}

/** Replies to Meta's question whether this is the right endpoint. It carries no signature. */
export const verifyEndpoint = route<DirectReply>(async ({ request, settings, receivedAt }) => {
	const { authentication } = settings;
	if (authentication.method !== 'meta') {
		const cause = 'the endpoint is not set to webhooks from Meta';
		return new Refusal('notFound', notFound(receivedAt), cause);
	}
	const { 'hub.mode': mode, 'hub.verify_token': token, 'hub.challenge': text } = request.query;
	const refuse = (cause: string) => new Refusal('forbidden', forbidden(receivedAt), cause);
	if (mode !== 'subscribe' || typeof text !== 'string') {
		return refuse('the request is not a verification by Meta');
	}
	if (typeof token === 'string' && isSameText(token, authentication.verifyToken)) {
		return { accepted: true, reply: challenge(text), cause: 'Meta verified the endpoint' };
	}
	return refuse('the verify token is not the one of the credential');
});

/** Takes as long for a near miss as for any other. */
function isSameText(first: string, second: string): boolean {
	const digest = (text: string) => createHmac('sha256', 'compare').update(text).digest();
	return timingSafeEqual(digest(first), digest(second));
}

export const presentedSignature = (request: IncomingRequest): string | undefined =>
	headerValue(request, SIGNATURE_HEADER.toLowerCase());
