import { decodeProtectedHeader, errors, jwtVerify, type JWTPayload } from 'jose';

import type { Clock } from '../../clock';
import type { HttpClient } from '../../http/client';
import type { JsonObject } from '../../json';
import { valueAt } from '../../parameters/addresses';
import { fits, isAlgorithm, type Algorithm } from './algorithms';
import { keysOfSet, publicKeysOf, type VerificationKey } from './keys';
import { RemoteKeys } from './remote-keys';
import type { JwtSettings } from './settings';
import { VerifiedTokens } from './verified-tokens';

export type TokenFailure = 'invalid' | 'expired' | 'notYetValid';

export type Verified = { claims: JsonObject } | { failure: TokenFailure };

export interface TokenVerifier {
	/** @throws {KeysUnavailableError} when the keys cannot be fetched */
	verify(token: string): Promise<Verified>;
	/** Whether the claims grant what the endpoint asks for. */
	permits(claims: JsonObject): boolean;
}

/** No issuer sends such tokens; verifying them would only cost time. */
const MAX_TOKEN_BYTES = 16 * 1024;

/** Of keys without an id, as many are tried. */
const MAX_CANDIDATES = 16;

/** An issuer's clock may be ahead of ours a little; a token from further in the future was not issued yet. */
const ISSUED_AHEAD_SECONDS = 60;

/** Headers that bring a key along or say where it is: whoever signs could name its own. */
const KEY_BRINGING_HEADERS = ['jwk', 'jku', 'x5u'];

const INVALID: Verified = { failure: 'invalid' };

interface Header {
	alg: Algorithm;
	kid?: string | undefined;
}

export interface VerifierServices {
	http: HttpClient;
	clock: Clock;
}

/**
 * The keys behind the URL of a credential; none when it has no URL.
 * @throws {KeysUnavailableError}
 */
export const fetchKeys = async (
	settings: JwtSettings,
	services: VerifierServices,
): Promise<VerificationKey[]> => (await publishedKeys(settings, services)?.get()) ?? [];

const publishedKeys = (
	{ remote }: JwtSettings,
	{ http, clock }: VerifierServices,
): RemoteKeys | undefined =>
	remote &&
	new RemoteKeys(remote.url, remote.format === 'jwks' ? keysOfSet : publicKeysOf, http, clock);

export function createTokenVerifier(
	settings: JwtSettings,
	services: VerifierServices,
): TokenVerifier {
	const published = publishedKeys(settings, services);
	const known = new VerifiedTokens();
	const tryKeys = async (token: string, header: Header, keys: VerificationKey[]) => {
		const now = services.clock.now();
		const candidates = keys.filter((key) => mayVerify(key, header)).slice(0, MAX_CANDIDATES);
		const payload = known.find(token, candidates);
		if (payload) return judgeTimes(payload, settings, now);
		for (const { key } of candidates) {
			const verified = await tryKey(token, key, settings, now);
			if (verified && 'claims' in verified) known.add(token, key, verified.claims);
			if (verified) return verified;
		}
		return undefined;
	};
	return {
		async verify(token) {
			const header = readHeader(token, settings.algorithms);
			if (!header) return INVALID;
			const own = await tryKeys(token, header, settings.keys);
			if (own || !published) return own ?? INVALID;
			const keys = await published.get();
			const verified = await tryKeys(token, header, keys);
			if (verified) return verified;
			const newer = await published.get({ unknownKey: true });
			return (newer !== keys && (await tryKeys(token, header, newer))) || INVALID;
		},
		permits: (claims) => hasPermission(claims, settings),
	};
}

/** Reads nothing but which key to take; nothing of it is trusted before the signature is verified. */
function readHeader(token: string, allowed: Algorithm[]): Header | undefined {
	if (Buffer.byteLength(token) > MAX_TOKEN_BYTES) return undefined;
	try {
		const { alg, kid, ...others } = decodeProtectedHeader(token);
		if (!isAlgorithm(alg) || !allowed.includes(alg)) return undefined;
		if (KEY_BRINGING_HEADERS.some((name) => Object.hasOwn(others, name))) return undefined;
		return { alg, kid };
	} catch {
		return undefined;
	}
}

const mayVerify = (key: VerificationKey, { alg, kid }: Header): boolean =>
	(kid === undefined || key.kid === undefined || key.kid === kid) &&
	(key.algorithm === undefined || key.algorithm === alg) &&
	fits(key.key, alg);

/** @returns `undefined` when it is another key's signature */
async function tryKey(
	token: string,
	key: VerificationKey['key'],
	settings: JwtSettings,
	now: number,
): Promise<Verified | undefined> {
	try {
		const { payload } = await jwtVerify(token, key, {
			algorithms: settings.algorithms,
			requiredClaims: ['exp'],
			clockTolerance: settings.clockToleranceSeconds,
			currentDate: new Date(now),
			...(settings.issuer && { issuer: settings.issuer }),
			...(settings.audience && { audience: settings.audience }),
		});
		return judgeTimes(payload, settings, now);
	} catch (error) {
		return failureOf(error);
	}
}

/** RFC 7519, 4.1.4 to 4.1.6, of a token whose signature and other claims are verified. */
function judgeTimes(payload: JWTPayload, settings: JwtSettings, now: number): Verified {
	const { exp = -Infinity, nbf = -Infinity, iat = -Infinity } = payload;
	const seconds = Math.floor(now / 1000);
	const tolerance = settings.clockToleranceSeconds;
	if (exp <= seconds - tolerance) return { failure: 'expired' };
	if (nbf > seconds + tolerance) return { failure: 'notYetValid' };
	if (iat > now / 1000 + tolerance + ISSUED_AHEAD_SECONDS) return { failure: 'notYetValid' };
	return { claims: payload as JsonObject };
}

/** Claims are looked at only after the signature, so that these answers help nobody to guess. */
function failureOf(error: unknown): Verified | undefined {
	if (error instanceof errors.JWSSignatureVerificationFailed) return undefined;
	if (error instanceof errors.JWTExpired) return { failure: 'expired' };
	if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'nbf') {
		return { failure: 'notYetValid' };
	}
	return INVALID;
}

/** The claim is a list, or a text of names separated by blanks like `scope` (RFC 8693, 4.2). */
function hasPermission(claims: JsonObject, settings: JwtSettings): boolean {
	const { permission, permissionClaim } = settings;
	if (permission === undefined) return true;
	const granted = Object.hasOwn(claims, permissionClaim)
		? claims[permissionClaim]
		: valueAt(claims, permissionClaim);
	const names = typeof granted === 'string' ? granted.split(/\s+/) : granted;
	return Array.isArray(names) && names.includes(permission);
}
