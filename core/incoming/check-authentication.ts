import type { JsonObject } from '../json';
import { presentedToken } from './bearer-token';
import { readBytes } from './checks';
import type { Exchange } from './exchange';
import type { TokenFailure, TokenVerifier } from './jwt/verify';
import { isSignedByMeta, presentedSignature, SIGNATURE_HEADER } from './meta-signature';
import { Refusal } from './outcome';
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

/** What is known of a sender that has shown who it is. */
export interface Sender {
	/** The payload of its token. */
	claims?: JsonObject;
}

/** 401 and 403 */
export async function authenticate(exchange: Exchange): Promise<Sender | Refusal> {
	const { authentication } = exchange.settings;
	if (authentication.method === 'jwt') return await checkToken(exchange, authentication.verifier);
	if (authentication.method === 'meta') {
		return (await checkSignature(exchange, authentication.appSecrets)) ?? {};
	}
	return {};
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
		const cause = 'the Authorization header does not hold a Bearer token';
		return unauthorized(TOKEN_FAILURES.invalid, cause);
	}
	const verified = await verifier.verify(presented.token);
	if ('failure' in verified) return unauthorized(TOKEN_FAILURES[verified.failure], verified.cause);
	if (verifier.permits(verified.claims)) return { claims: verified.claims };
	const cause = 'the token does not have the permission that the endpoint asks for';
	return new Refusal('forbidden', replies.forbidden(receivedAt), cause);
}

/** The signature is over the body, so this is the one method that reads it from a sender not yet known. */
async function checkSignature(
	exchange: Exchange,
	appSecrets: string[],
): Promise<Refusal | undefined> {
	const unauthorized = (error: string, cause: string) =>
		new Refusal('unauthorized', replies.unauthorized(error, exchange.receivedAt), cause);
	const signature = presentedSignature(exchange.request);
	if (signature === undefined) {
		return unauthorized(MISSING_SIGNATURE, `no ${SIGNATURE_HEADER} header`);
	}
	const bytes = await readBytes(exchange);
	if (bytes instanceof Refusal) {
		return bytes.reason === 'tooLarge' ? bytes : unauthorized(INVALID_SIGNATURE, bytes.cause);
	}
	if (isSignedByMeta(bytes, signature, appSecrets)) return undefined;
	return unauthorized(INVALID_SIGNATURE, 'the signature was made with none of the app secrets');
}
