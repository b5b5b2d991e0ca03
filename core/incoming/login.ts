import {
	checkAddress,
	checkBody,
	checkDeclaredSize,
	checkMediaType,
	checkRate,
	checkSize,
} from './checks';
import { walk, type Check, type Exchange, type IncomingServices } from './exchange';
import { findApiKey, issueToken } from './jwt/issue';
import * as replies from './replies';
import type { Reply } from './replies';
import { unavailable } from './receive';
import type { IncomingRequest } from './request';
import type { IncomingSettings } from './settings';

/** Guessing keys is held up by the same limits as sending. */
const CHECKS: Check[] = [
	checkAddress,
	checkRate,
	checkDeclaredSize,
	checkMediaType,
	checkSize,
	checkBody,
];

const WRONG_KEY = 'Invalid API key';

/** Synerise's "Log in as Workspace": an API key for a token, on endpoints that issue tokens. */
export async function logIn(
	request: IncomingRequest,
	settings: IncomingSettings,
	services: IncomingServices,
): Promise<Reply> {
	const now = services.clock.now();
	const exchange: Exchange = { request, settings, services, receivedAt: now };
	try {
		const { authentication } = settings;
		if (authentication.method !== 'jwt') return replies.notFound(now);
		const { issuing, ...jwt } = authentication.settings;
		if (!issuing) return replies.notFound(now);
		const refusal = await walk(CHECKS, exchange);
		if (refusal) return refusal.reply;
		const apiKey = findApiKey(issuing.apiKeys, presentedKey(exchange));
		if (!apiKey) return replies.unauthorized(WRONG_KEY, now);
		const issuer = { ...jwt, issuing };
		return replies.token(await issueToken(issuer, apiKey, { now, id: services.newId() }));
	} catch (error) {
		return unavailable(error, now).reply;
	}
}

function presentedKey({ body }: Exchange): string {
	const document = body?.document ?? {};
	const key = Object.hasOwn(document, 'apiKey') && 'apiKey' in document ? document.apiKey : '';
	return typeof key === 'string' ? key : '';
}
