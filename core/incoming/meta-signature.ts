/** Webhooks from Meta: the signature of its POST and the verification by GET. */
import { createHmac, timingSafeEqual } from 'node:crypto';

import type { Exchange } from './exchange';
import { Refusal, type DirectReply } from './outcome';
import { challenge, forbidden } from './replies';
import { headerValue, type IncomingRequest } from './request';
import { isSameText } from './same-text';

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

/** The reply to Meta's question whether this is the right endpoint. It carries no signature. */
export function answerMeta(
	{ request, receivedAt }: Exchange,
	verifyToken: string,
): DirectReply | Refusal {
	const { 'hub.mode': mode, 'hub.verify_token': token, 'hub.challenge': text } = request.query;
	const refuse = (cause: string) => new Refusal('forbidden', forbidden(receivedAt), cause);
	if (mode !== 'subscribe' || typeof text !== 'string') {
		return refuse('the request is not a verification by Meta');
	}
	if (typeof token === 'string' && isSameText(token, verifyToken)) {
		return { accepted: true, reply: challenge(text), cause: 'Meta verified the endpoint' };
	}
	return refuse('the verify token is not the one of the credential');
}

export const presentedSignature = (request: IncomingRequest): string | undefined =>
	headerValue(request, SIGNATURE_HEADER.toLowerCase());
