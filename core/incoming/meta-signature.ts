/** Webhooks from Meta: the signature of its POST and the verification by GET. */
import { createHmac, timingSafeEqual } from 'node:crypto';

import { challenge, forbidden, notFound, type Reply } from './replies';
import { headerValue, type IncomingRequest } from './request';
import type { Authentication } from './settings';

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

/**
 * Answers Meta's question whether this is the right endpoint. It carries no signature.
 * @param now milliseconds since the epoch
 */
export function verifyEndpoint(
	{ query }: IncomingRequest,
	authentication: Authentication,
	now: number,
): Reply {
	if (authentication.method !== 'meta') return notFound(now);
	const { 'hub.mode': mode, 'hub.verify_token': token, 'hub.challenge': text } = query;
	const isRight =
		mode === 'subscribe' &&
		typeof token === 'string' &&
		isSameText(token, authentication.verifyToken);
	return isRight && typeof text === 'string' ? challenge(text) : forbidden(now);
}

/** Takes as long for a near miss as for any other. */
function isSameText(first: string, second: string): boolean {
	const digest = (text: string) => createHmac('sha256', 'compare').update(text).digest();
	return timingSafeEqual(digest(first), digest(second));
}

export const presentedSignature = (request: IncomingRequest): string | undefined =>
	headerValue(request, SIGNATURE_HEADER.toLowerCase());
