/** The credential `incomingIntegrationJwtApi` as what verifying and issuing tokens needs, checked for mistakes. */
import type { KeyObject } from 'node:crypto';

import { IntegrationError } from '../../errors';
import {
	fits,
	isAlgorithm,
	keyPairAlgorithms,
	minSecretBytes,
	secretAlgorithms,
	type Algorithm,
} from './algorithms';
import { privateKeyOf, publicHalf, publicKeysOf, secretKeyOf, type VerificationKey } from './keys';

/** The fields of the credential, as saved. */
export interface JwtCredential {
	keySource?: 'secret' | 'publicKey' | 'jwksUrl' | 'pemUrl';
	secrets?: { rows?: Array<{ secret?: string }> };
	publicKeys?: { rows?: Array<{ publicKey?: string }> };
	url?: string;
	algorithms?: string[] | string;
	issuer?: string;
	audience?: string;
	permission?: string;
	permissionClaim?: string;
	/** Seconds. */
	clockTolerance?: number;
	issueTokens?: boolean;
	privateKey?: string;
	apiKeys?: { rows?: Array<{ name?: string; key?: string; permissions?: string }> };
	/** Minutes. */
	tokenLifetime?: number;
}

export interface ApiKey {
	name: string;
	key: string;
	permissions: string[];
}

export interface IssuingSettings {
	algorithm: Algorithm;
	key: KeyObject;
	apiKeys: ApiKey[];
	lifetimeSeconds: number;
}

export interface JwtSettings {
	/** Keys that the credential itself contains; those behind `url` come on top. */
	keys: VerificationKey[];
	remote?: { url: string; format: 'jwks' | 'pem' } | undefined;
	algorithms: Algorithm[];
	/** One of them must be the claim `iss`; none = any issuer. */
	issuers: string[];
	/** One of them must be in the claim `aud`; none = any audience. */
	audiences: string[];
	/** Absent = a valid token is enough. */
	permission?: string | undefined;
	permissionClaim: string;
	clockToleranceSeconds: number;
	issuing?: IssuingSettings | undefined;
}

const DEFAULT_PERMISSION_CLAIM = 'permissions';
const DEFAULT_LIFETIME_MINUTES = 60;
/** Synerise's own keys have 36 characters. */
const MIN_API_KEY_LENGTH = 8;

/** The strongest first; Synerise's own tokens are RS512. */
const ISSUING_PREFERENCE: Algorithm[] = [
	'RS512',
	'HS512',
	'ES512',
	'ES384',
	'ES256',
	'EdDSA',
	'Ed25519',
	'RS384',
	'RS256',
	'PS512',
	'PS384',
	'PS256',
	'HS384',
	'HS256',
];

const mistake = (field: string, message: string, hint: string, cause?: unknown) =>
	new IntegrationError(message, { code: 'JWT_CREDENTIAL_INVALID', field, hint, cause });

/**
 * @throws {IntegrationError} `JWT_CREDENTIAL_INVALID`, naming the field
 */
export function readJwtSettings(credential: JwtCredential): JwtSettings {
	const algorithms = readAlgorithms(credential);
	const keys = readKeys(credential, algorithms);
	const issuing = credential.issueTokens ? readIssuing(credential, algorithms, keys) : undefined;
	const ownKey = issuing && issuing.key.type === 'private' ? [publicHalf(issuing.key)] : [];
	return {
		keys: [...keys, ...ownKey],
		remote: readRemote(credential),
		algorithms,
		issuers: splitList(credential.issuer),
		audiences: splitList(credential.audience),
		permission: credential.permission || undefined,
		permissionClaim: credential.permissionClaim || DEFAULT_PERMISSION_CLAIM,
		clockToleranceSeconds: Number(credential.clockTolerance) || 0,
		issuing,
	};
}

/** Names in a list or a text, separated by commas or spaces. */
export const splitList = (list: unknown): string[] =>
	(Array.isArray(list) ? list.map(String) : String(list ?? '').split(/[\s,]+/)).filter(Boolean);

/** Secrets and key pairs never share an endpoint: a public key must not pass for a secret. */
function readAlgorithms({ keySource, algorithms }: JwtCredential): Algorithm[] {
	const possible = keySource === 'secret' ? secretAlgorithms : keyPairAlgorithms;
	const chosen = splitList(algorithms);
	if (chosen.length === 0) return possible;
	const unfit = chosen.find((name) => !isAlgorithm(name) || !possible.includes(name));
	if (unfit !== undefined) {
		throw mistake(
			'algorithms',
			`The algorithm ${unfit} does not go with this key source`,
			`Select from ${possible.join(', ')}.`,
		);
	}
	return chosen.filter(isAlgorithm);
}

function readKeys(credential: JwtCredential, algorithms: Algorithm[]): VerificationKey[] {
	if (credential.keySource === 'secret') {
		const chosen = splitList(credential.algorithms).length > 0 ? algorithms : [];
		return readSecrets(credential, chosen);
	}
	if (credential.keySource !== 'publicKey') return [];
	const texts = (credential.publicKeys?.rows ?? []).flatMap(({ publicKey }) => publicKey || []);
	if (texts.length === 0) {
		throw mistake('publicKeys', 'There is no public key', 'Add at least one key in PEM format.');
	}
	return texts.flatMap((text, index) => readPublicKeys(text, index, algorithms));
}

/** @param chosen algorithms that the user ticked, each of which must work; none = those that the secret is long enough for */
function readSecrets(credential: JwtCredential, chosen: Algorithm[]): VerificationKey[] {
	const secrets = (credential.secrets?.rows ?? []).flatMap(({ secret }) => secret || []);
	if (secrets.length === 0) {
		throw mistake('secrets', 'There is no secret', 'Add at least one secret.');
	}
	const needed = Math.max(...(chosen.length ? chosen : ['HS256' as const]).map(bytesFor));
	secrets.forEach((secret, index) => {
		const bytes = Buffer.byteLength(secret);
		if (bytes >= needed) return;
		throw mistake(
			'secrets',
			`Secret ${index + 1} is too short: it has ${bytes} bytes`,
			`Use a random secret of at least ${needed} bytes, which is what the selected algorithms need.`,
		);
	});
	return secrets.map(secretKeyOf);
}

const bytesFor = (algorithm: Algorithm): number => minSecretBytes(algorithm) ?? 0;

function readPublicKeys(text: string, index: number, algorithms: Algorithm[]): VerificationKey[] {
	const hint = 'Paste a PEM public key or certificate, from -----BEGIN to -----END.';
	let keys: VerificationKey[];
	try {
		keys = publicKeysOf(text);
	} catch (error) {
		throw mistake('publicKeys', `Public key ${index + 1} cannot be read`, hint, error);
	}
	if (keys.some(({ key }) => algorithms.some((algorithm) => fits(key, algorithm)))) return keys;
	throw mistake(
		'publicKeys',
		`Public key ${index + 1} fits none of the allowed algorithms`,
		'Allow an algorithm of its kind; RSA keys need at least 2048 bits.',
	);
}

function readRemote({ keySource, url }: JwtCredential): JwtSettings['remote'] {
	if (keySource !== 'jwksUrl' && keySource !== 'pemUrl') return undefined;
	if (!url || !URL.canParse(url)) {
		throw mistake('url', 'The URL of the keys is not a URL', 'Enter it with https:// in front.');
	}
	return { url, format: keySource === 'jwksUrl' ? 'jwks' : 'pem' };
}

function readIssuing(
	credential: JwtCredential,
	algorithms: Algorithm[],
	keys: VerificationKey[],
): IssuingSettings {
	const key = credential.keySource === 'secret' ? keys[0]?.key : readPrivateKey(credential);
	const algorithm = ISSUING_PREFERENCE.find(
		(name) => algorithms.includes(name) && key && fits(key, name),
	);
	if (!key || !algorithm) {
		throw mistake(
			'privateKey',
			'The signing key fits none of the allowed algorithms',
			'Use an RSA key of at least 2048 bits and allow RS512.',
		);
	}
	return {
		algorithm,
		key,
		apiKeys: readApiKeys(credential),
		lifetimeSeconds: (Number(credential.tokenLifetime) || DEFAULT_LIFETIME_MINUTES) * 60,
	};
}

function readPrivateKey({ privateKey }: JwtCredential): KeyObject {
	try {
		return privateKeyOf(privateKey ?? '');
	} catch (error) {
		throw mistake(
			'privateKey',
			'The private key cannot be read',
			'Paste a PEM private key without a passphrase; tokens are signed with it.',
			error,
		);
	}
}

function readApiKeys({ apiKeys }: JwtCredential): ApiKey[] {
	const rows = (apiKeys?.rows ?? []).flatMap(({ name = '', key = '', permissions }) =>
		key ? [{ name, key, permissions: splitList(permissions) }] : [],
	);
	const short = rows.findIndex(({ key }) => key.length < MIN_API_KEY_LENGTH);
	if (short !== -1) {
		throw mistake(
			'apiKeys',
			`Workspace API Keys: the key of row ${short + 1} is shorter than ${MIN_API_KEY_LENGTH} characters`,
			'Use a random key, for example a UUID: anyone who guesses it can log in.',
		);
	}
	if (rows.length > 0) return rows;
	throw mistake(
		'apiKeys',
		'Tokens are issued, but there is no API key',
		'Add at least one workspace API key, or turn Issue Tokens off.',
	);
}
