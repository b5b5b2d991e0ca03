import type { KeyObject } from 'node:crypto';

/** What a signature algorithm of RFC 7518, 3.1 (or RFC 8037) asks of its key. */
interface Secret {
	/** RFC 7518, 3.2: a secret is at least as long as the hash. */
	minSecretBytes: number;
}

interface KeyPair {
	keyType: string;
	/** OpenSSL's name of the curve. */
	curve?: string;
}

/** RFC 7518, 3.3. */
const MIN_RSA_BITS = 2048;

const ALGORITHMS = {
	HS256: { minSecretBytes: 32 },
	HS384: { minSecretBytes: 48 },
	HS512: { minSecretBytes: 64 },
	RS256: { keyType: 'rsa' },
	RS384: { keyType: 'rsa' },
	RS512: { keyType: 'rsa' },
	PS256: { keyType: 'rsa' },
	PS384: { keyType: 'rsa' },
	PS512: { keyType: 'rsa' },
	ES256: { keyType: 'ec', curve: 'prime256v1' },
	ES384: { keyType: 'ec', curve: 'secp384r1' },
	ES512: { keyType: 'ec', curve: 'secp521r1' },
	EdDSA: { keyType: 'ed25519' },
	/** RFC 9864: the fully specified name of the same. */
	Ed25519: { keyType: 'ed25519' },
} satisfies Record<string, Secret | KeyPair>;

export type Algorithm = keyof typeof ALGORITHMS;

export const isAlgorithm = (name: unknown): name is Algorithm =>
	typeof name === 'string' && Object.hasOwn(ALGORITHMS, name);

const requirements = (algorithm: Algorithm): Secret | KeyPair => ALGORITHMS[algorithm];

/** Bytes that a secret must have at least; `undefined` for algorithms with key pairs. */
export function minSecretBytes(algorithm: Algorithm): number | undefined {
	const required = requirements(algorithm);
	return 'minSecretBytes' in required ? required.minSecretBytes : undefined;
}

const all = Object.keys(ALGORITHMS).filter(isAlgorithm);
export const secretAlgorithms = all.filter((name) => minSecretBytes(name) !== undefined);
export const keyPairAlgorithms = all.filter((name) => minSecretBytes(name) === undefined);

/** Whether a key can serve an algorithm: its kind, and strong enough. */
export function fits(key: KeyObject, algorithm: Algorithm): boolean {
	const required = requirements(algorithm);
	if ('minSecretBytes' in required) {
		return key.type === 'secret' && (key.symmetricKeySize ?? 0) >= required.minSecretBytes;
	}
	if (key.asymmetricKeyType !== required.keyType) return false;
	const { modulusLength = MIN_RSA_BITS, namedCurve } = key.asymmetricKeyDetails ?? {};
	return modulusLength >= MIN_RSA_BITS && namedCurve === required.curve;
}
