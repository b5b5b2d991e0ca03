/** Why a token is refused: what its sender is told, and what the owner of the endpoint reads. */
import { errors } from 'jose';

import { elapsed } from '../elapsed';

export type TokenFailure = 'invalid' | 'expired' | 'notYetValid';

/** `cause` tells the owner of the endpoint what exactly was wrong. */
export interface Failure {
	failure: TokenFailure;
	cause: string;
}

export const invalid = (cause: string): Failure => ({ failure: 'invalid', cause });
export const TOO_MANY_KEYS = invalid(
	'the token names no key (kid), and there are too many to try them all',
);
export const expired = (exp: number, now: number): Failure => ({
	failure: 'expired',
	cause: `the token expired ${elapsed(now / 1000 - exp)} ago (exp)`,
});
export const notYetValid = (nbf: number, now: number): Failure => ({
	failure: 'notYetValid',
	cause: `the token is not valid for another ${elapsed(nbf - now / 1000)} (nbf)`,
});
export const ISSUED_LATER: Failure = {
	failure: 'notYetValid',
	cause: 'the token was issued in the future (iat): compare the clocks of both machines',
};
export const FOREIGN = invalid('the signature of the token fits none of the keys');

/** Claims are looked at only after the signature, so that these replies help nobody to guess. */
export function failureOf(error: unknown, now: number): Failure | undefined {
	if (error instanceof errors.JWSSignatureVerificationFailed) return undefined;
	if (error instanceof errors.JWTExpired) return expired(error.payload.exp ?? 0, now);
	if (error instanceof errors.JWTClaimValidationFailed) {
		const { nbf } = error.payload;
		if (error.claim === 'nbf' && typeof nbf === 'number') return notYetValid(nbf, now);
		return invalid(`the claim ${error.claim} is missing, or not what the endpoint asks for`);
	}
	return invalid('the token cannot be verified');
}
