import { presentedToken } from './bearer-token';
import { checkSize } from './checks';
import { refuse, type Check, type Exchange, type Refusal } from './exchange';
import type { TokenFailure, TokenVerifier } from './jwt/verify';
import { isSignedByMeta, presentedSignature, SIGNATURE_HEADER } from './meta-signature';
import * as replies from './replies';

const MISSING_TOKEN = "Missing 'Authorization' header or 'access_token' cookie";
const MISSING_SIGNATURE = `Missing '${SIGNATURE_HEADER}' header`;
const INVALID_SIGNATURE = 'Invalid signature';

/** Only who holds a properly signed token is told more than that it is invalid. */
const TOKEN_FAILURES: Record<TokenFailure, string> = {
	invalid: 'Invalid token',
	expired: 'Expired token',
	notYetValid: 'Token is not valid yet',
};

/** 401 and 403 */
export const checkAuthentication: Check = (exchange) => {
	const { authentication } = exchange.settings;
	if (authentication.method === 'jwt') return checkToken(exchange, authentication.verifier);
	if (authentication.method === 'meta') return checkSignature(exchange, authentication.appSecrets);
	return undefined;
};

async function checkToken(
	exchange: Exchange,
	verifier: TokenVerifier,
): Promise<Refusal | undefined> {
	const unauthorized = (error: string) =>
		refuse('unauthorized', replies.unauthorized(error, exchange.receivedAt, 'Bearer'));
	const presented = presentedToken(exchange.request);
	if ('missing' in presented) return unauthorized(MISSING_TOKEN);
	if ('malformed' in presented) return unauthorized(TOKEN_FAILURES.invalid);
	const verified = await verifier.verify(presented.token);
	if ('failure' in verified) return unauthorized(TOKEN_FAILURES[verified.failure]);
	exchange.claims = verified.claims;
	if (verifier.permits(verified.claims)) return undefined;
	return refuse('forbidden', replies.forbidden(exchange.receivedAt));
}

/** The signature is over the body, so this is the one method that reads it from a sender not yet known. */
async function checkSignature(
	exchange: Exchange,
	appSecrets: string[],
): Promise<Refusal | undefined> {
	const unauthorized = (error: string) =>
		refuse('unauthorized', replies.unauthorized(error, exchange.receivedAt));
	const signature = presentedSignature(exchange.request);
	if (signature === undefined) return unauthorized(MISSING_SIGNATURE);
	const tooLarge = await checkSize(exchange);
	if (tooLarge?.reason === 'tooLarge') return tooLarge;
	if (!exchange.bytes || !isSignedByMeta(exchange.bytes, signature, appSecrets)) {
		return unauthorized(INVALID_SIGNATURE);
	}
	return undefined;
}
