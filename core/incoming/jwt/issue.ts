import { createHash, timingSafeEqual } from 'node:crypto';
import { SignJWT } from 'jose';

import type { ApiKey, JwtSettings } from './settings';

/** The row of an API key; takes equally long whichever it is, or none. */
export function findApiKey(apiKeys: ApiKey[], presented: string): ApiKey | undefined {
	const digest = (text: string) => createHash('sha256').update(text).digest();
	const wanted = digest(presented);
	let found: ApiKey | undefined;
	for (const apiKey of apiKeys) {
		if (timingSafeEqual(digest(apiKey.key), wanted)) found ??= apiKey;
	}
	return found;
}

/**
 * A token for the holder of an API key, with its permissions in the claim where they are looked up.
 * @param now milliseconds since the epoch
 */
export async function issueToken(
	{
		issuing,
		issuers: [issuer],
		audiences: [audience],
		permissionClaim,
	}: JwtSettings & { issuing: object },
	apiKey: ApiKey,
	{ now, id }: { now: number; id: string },
): Promise<string> {
	const issuedAt = Math.floor(now / 1000);
	const token = new SignJWT({ [permissionClaim]: apiKey.permissions })
		.setProtectedHeader({ alg: issuing.algorithm, typ: 'JWT' })
		.setSubject(apiKey.name)
		.setJti(id)
		.setIssuedAt(issuedAt)
		.setExpirationTime(issuedAt + issuing.lifetimeSeconds);
	if (issuer) token.setIssuer(issuer);
	if (audience) token.setAudience(audience);
	return await token.sign(issuing.key);
}
