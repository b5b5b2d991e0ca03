import type { JsonObject } from '../json';
import { presentedToken } from './bearer-token';
import { checkBasic, checkHeaderKey } from './check-shown-secret';
import { checkClientState, checkMetaSignature, checkSignature } from './check-signature';
import type { Exchange } from './exchange';
import type { TokenFailure } from './jwt/failures';
import type { TokenVerifier } from './jwt/verify';
import { Refusal } from './outcome';
import * as replies from './replies';
import type { SignedReplay } from './signature/verify';

const MISSING_TOKEN = "Missing 'Authorization' header or 'access_token' cookie";

/** Only who holds a properly signed token is told more than that it is invalid. */
const TOKEN_FAILURES: Record<TokenFailure, string> = {
	invalid: 'Invalid token',
	expired: 'Expired token',
	notYetValid: 'Token is not valid yet',
};

/** What is known of a sender that has shown who it is. */
export interface Sender {
	/** The payload of its token. */
	claims?: JsonObject;
	/** What tells its request from all others, by the signature. */
	replay?: SignedReplay | undefined;
}

/** 401 and 403 */
export async function authenticate(exchange: Exchange): Promise<Sender | Refusal> {
	const { authentication } = exchange.settings;
	switch (authentication.method) {
		case 'none':
			return {};
		case 'jwt':
			return await checkToken(exchange, authentication.verifier);
		case 'meta':
			return (await checkMetaSignature(exchange, authentication.appSecrets)) ?? {};
		case 'signature':
			return await checkSignature(exchange, authentication.signature, authentication.url);
		case 'clientState':
			return (await checkClientState(exchange, authentication.states)) ?? {};
		case 'basic':
			return checkBasic(exchange, authentication) ?? {};
		case 'header':
			return checkHeaderKey(exchange, authentication) ?? {};
	}
}

async function checkToken(
	{ request, receivedAt }: Exchange,
	verifier: TokenVerifier,
): Promise<Sender | Refusal> {
	const unauthorized = (error: string, cause: string) =>
		new Refusal('unauthorized', replies.unauthorized(error, receivedAt, 'Bearer'), cause);
	const presented = presentedToken(request);
	if ('missing' in presented) {
		return unauthorized(MISSING_TOKEN, 'no Authorization header and no access_token cookie');
	}
	if ('malformed' in presented) {
		const cause = 'the Authorization header does not contain a Bearer token';
		return unauthorized(TOKEN_FAILURES.invalid, cause);
	}
	const verified = await verifier.verify(presented.token);
	if ('failure' in verified) return unauthorized(TOKEN_FAILURES[verified.failure], verified.cause);
	const cause = verifier.missingPermission(verified.claims);
	if (cause === undefined) return { claims: verified.claims };
	return new Refusal('forbidden', replies.forbidden(receivedAt), cause);
}
