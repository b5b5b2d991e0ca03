import { createHash, type KeyObject } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { JWTPayload } from 'jose';

import type { VerificationKey } from './keys';

/** A busy endpoint has some dozens of senders. */
const MAX_TOKENS = 1_000;

interface VerifiedToken {
	key: KeyObject;
	/** As JSON, so that nobody who gets the claims can change those of the next request. */
	claims: string;
}

/**
 * Tokens whose signature was verified: a sender uses one for many requests, and verifying it takes 70 to 200 µs (RS256,
 * ES256, HS256), more than all other checks; finding it here takes 2 to 6. Holds no token, only its hash. Whether a
 * token has expired is for the caller to see.
 */
export class VerifiedTokens {
	private readonly tokens = new LRUCache<string, VerifiedToken>({ max: MAX_TOKENS });

	/** @param keys those in use now; a token counts only as long as its key is one of them */
	find(token: string, keys: VerificationKey[]): JWTPayload | undefined {
		const known = this.tokens.get(hashOf(token));
		if (!known || !keys.some(({ key }) => key === known.key)) return undefined;
		return JSON.parse(known.claims) as JWTPayload;
	}

	add(token: string, key: KeyObject, claims: JWTPayload): void {
		this.tokens.set(hashOf(token), { key, claims: JSON.stringify(claims) });
	}
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64');
