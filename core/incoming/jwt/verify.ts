import { decodeProtectedHeader, jwtVerify, type JWTPayload } from 'jose';

import type { Clock } from '../../clock';
import type { HttpClient } from '../../http/client';
import type { JsonObject } from '../../json';
import { valueAt } from '../../parameters/addresses';
import { isDeeperThan } from '../../parameters/depth';
import { fits, isAlgorithm, type Algorithm } from './algorithms';
import {
	expired,
	failureOf,
	FOREIGN,
	invalid,
	ISSUED_LATER,
	notYetValid,
	TOO_MANY_KEYS,
	type Failure,
} from './failures';
import { keysOfSet, publicKeysOf, type VerificationKey } from './keys';
import { RemoteKeys } from './remote-keys';
import type { JwtSettings } from './settings';
import { VerifiedTokens } from './verified-tokens';

export type Verified = { claims: JsonObject } | Failure;

export interface TokenVerifier {
	/** @throws {KeysUnavailableError} when the keys cannot be fetched */
	verify(token: string): Promise<Verified>;
	/** What the endpoint asks for and the claims do not grant; `undefined` when they grant it. */
	missingPermission(claims: JsonObject): string | undefined;
}

/** No issuer sends such tokens; verifying them would only cost time. */
const MAX_TOKEN_BYTES = 16 * 1024;

/** Keys without an id are tried one after the other, for up to this long. */
const TRY_KEYS_MS = 250;

/** An issuer's clock may be ahead of ours a little; a token from further in the future was not issued yet. */
const ISSUED_AHEAD_SECONDS = 60;

/** Headers that bring a key along or say where it is: anyone who signs could name its own. */
const KEY_BRINGING_HEADERS = ['jwk', 'jku', 'x5u'];

/** Deeper claims are refused like deeper bodies: nothing after this may run out of stack. */
const MAX_DEPTH = 100;

interface Header {
	alg: Algorithm;
	kid?: string | undefined;
}

export interface VerifierServices {
	http: HttpClient;
	clock: Clock;
	/** Measures durations. */
	monotonic: Clock;
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
	{ http, monotonic }: VerifierServices,
): RemoteKeys | undefined =>
	remote &&
	new RemoteKeys(remote.url, remote.format === 'jwks' ? keysOfSet : publicKeysOf, http, monotonic);

export function createTokenVerifier(
	settings: JwtSettings,
	services: VerifierServices,
): TokenVerifier {
	const published = publishedKeys(settings, services);
	const known = new VerifiedTokens();
	const tryKeys = async (token: string, header: Header, keys: VerificationKey[]) => {
		const now = services.clock.now();
		const candidates = keys.filter((key) => mayVerify(key, header));
		const payload = known.find(token, candidates);
		if (payload) return judgeTimes(payload, settings, now);
		const giveUpAt = services.monotonic.now() + TRY_KEYS_MS;
		for (const { key } of candidates) {
			if (services.monotonic.now() >= giveUpAt) return TOO_MANY_KEYS;
			const verified = await tryKey(token, key, settings, now);
			if (verified && 'claims' in verified) known.add(token, key, verified.claims);
			if (verified) return verified;
		}
		return undefined;
	};
	return {
		async verify(token) {
			const header = readHeader(token, settings.algorithms);
			if ('failure' in header) return header;
			const own = await tryKeys(token, header, settings.keys);
			if (own || !published) return own ?? FOREIGN;
			const keys = await published.get();
			const verified = await tryKeys(token, header, keys);
			if (verified) return verified;
			const newer = await published.get({ unknownKey: true });
			return (newer !== keys && (await tryKeys(token, header, newer))) || FOREIGN;
		},
		missingPermission: (claims) => missingPermission(claims, settings),
	};
}

/** Reads nothing but which key to take; nothing of it is trusted before the signature is verified. */
function readHeader(token: string, allowed: Algorithm[]): Header | Failure {
	if (Buffer.byteLength(token) > MAX_TOKEN_BYTES) return invalid('the token is longer than 16 KiB');
	try {
		const { alg, kid, ...others } = decodeProtectedHeader(token);
		if (!isAlgorithm(alg) || !allowed.includes(alg)) {
			return invalid('the algorithm of the token is none of the allowed ones');
		}
		const bringing = KEY_BRINGING_HEADERS.find((name) => Object.hasOwn(others, name));
		if (bringing) return invalid(`the token brings its own key (${bringing})`);
		return { alg, kid };
	} catch {
		return invalid('the token is not a signed JWT');
	}
}

/** RFC 9864 gives the EdDSA of RFC 8037 a name for each curve. */
const generalName = (algorithm: string): string => (algorithm === 'Ed25519' ? 'EdDSA' : algorithm);

const mayVerify = (key: VerificationKey, { alg, kid }: Header): boolean =>
	(kid === undefined || key.kid === undefined || key.kid === kid) &&
	(key.algorithm === undefined || generalName(key.algorithm) === generalName(alg)) &&
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
			...(settings.issuers.length > 0 && { issuer: settings.issuers }),
			...(settings.audiences.length > 0 && { audience: settings.audiences }),
		});
		return judgeTimes(payload, settings, now);
	} catch (error) {
		return failureOf(error, now);
	}
}

/** RFC 7519, 4.1.4 to 4.1.6, of a token whose signature and other claims are verified. */
function judgeTimes(payload: JWTPayload, settings: JwtSettings, now: number): Verified {
	const { exp = -Infinity, nbf = -Infinity, iat = -Infinity } = payload;
	const seconds = Math.floor(now / 1000);
	const tolerance = settings.clockToleranceSeconds;
	if (exp <= seconds - tolerance) return expired(exp, now);
	if (nbf > seconds + tolerance) return notYetValid(nbf, now);
	if (iat > now / 1000 + tolerance + ISSUED_AHEAD_SECONDS) return ISSUED_LATER;
	const claims = payload as JsonObject;
	if (isDeeperThan(claims, MAX_DEPTH))
		return invalid('the claims are nested deeper than 100 levels');
	return { claims };
}

/** The claim is a list, or a text of names separated by spaces like `scope` (RFC 8693, 4.2). */
function missingPermission(claims: JsonObject, settings: JwtSettings): string | undefined {
	const { permission, permissionClaim } = settings;
	if (permission === undefined) return undefined;
	const granted = Object.hasOwn(claims, permissionClaim)
		? claims[permissionClaim]
		: valueAt(claims, permissionClaim);
	const names = typeof granted === 'string' ? granted.split(/\s+/) : granted;
	if (Array.isArray(names) && names.includes(permission)) return undefined;
	return `the claim ${permissionClaim} does not grant the permission ${permission}`;
}
