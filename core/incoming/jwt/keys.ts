/** Keys in the forms that users and key servers have them: secrets, PEM, JSON Web Keys. */
import {
	createPrivateKey,
	createPublicKey,
	createSecretKey,
	type JsonWebKey,
	type KeyObject,
} from 'node:crypto';
import { parseAnswer } from '../../json-limits';
import { pemBlocks } from '../../pem';

/** A key that may verify tokens, with what its publisher says about it (RFC 7517, 4). */
export interface VerificationKey {
	key: KeyObject;
	kid?: string | undefined;
	/** The only algorithm it is for. */
	algorithm?: string | undefined;
}

/**
 * Every public key of a text: SPKI, PKCS #1 or X.509 certificates.
 * @throws {TypeError} when there is none, or a private key, or one that cannot be read
 */
export function publicKeysOf(pem: string): VerificationKey[] {
	const blocks = pemBlocks(pem);
	if (blocks.length === 0) throw new TypeError('There is no PEM block in the text');
	return blocks.map((block) => {
		if (block.includes('PRIVATE KEY')) throw new TypeError('It is a private key');
		return { key: createPublicKey(block) };
	});
}

/** @throws {TypeError} when the text is no PEM private key without a passphrase */
export function privateKeyOf(pem: string): KeyObject {
	const [block] = pemBlocks(pem);
	if (!block) throw new TypeError('There is no PEM block in the text');
	return createPrivateKey(block);
}

export const secretKeyOf = (secret: string): VerificationKey => ({
	key: createSecretKey(Buffer.from(secret, 'utf8')),
});

/** The public half, so that tokens signed here are recognised here. */
export const publicHalf = (privateKey: KeyObject): VerificationKey => ({
	key: createPublicKey(privateKey),
});

/**
 * The keys of a JSON Web Key Set (RFC 7517, 5) that may verify signatures; what is for something else, of
 * an unknown kind, or a shared secret is left out.
 * @throws {TypeError} when the text is not such a set
 */
export function keysOfSet(json: string): VerificationKey[] {
	const set = parseAnswer(json);
	const keys = typeof set === 'object' && set !== null && 'keys' in set ? set.keys : undefined;
	if (!Array.isArray(keys)) throw new TypeError('It is not a JSON Web Key Set');
	return keys.flatMap((key: unknown) => verificationKeyOf(key) ?? []);
}

interface PublishedKey extends JsonWebKey {
	kid?: string;
	alg?: string;
	use?: string;
	key_ops?: string[];
	/** Certificates in Base64, that of the key first. */
	x5c?: unknown;
}

/** Some publishers give the certificate alone. */
function publicKeyOf(jwk: PublishedKey): KeyObject {
	const [certificate] = Array.isArray(jwk.x5c) ? (jwk.x5c as unknown[]) : [];
	if (jwk.n !== undefined || jwk.x !== undefined || typeof certificate !== 'string') {
		return createPublicKey({ key: jwk, format: 'jwk' });
	}
	const [block = ''] = pemBlocks(
		`-----BEGIN CERTIFICATE-----${certificate}-----END CERTIFICATE-----`,
	);
	return createPublicKey(block);
}

function verificationKeyOf(candidate: unknown): VerificationKey | undefined {
	if (typeof candidate !== 'object' || candidate === null) return undefined;
	const jwk = candidate as PublishedKey;
	if (jwk.kty === 'oct' || (jwk.use !== undefined && jwk.use !== 'sig')) return undefined;
	if (Array.isArray(jwk.key_ops) && !jwk.key_ops.includes('verify')) return undefined;
	try {
		return { key: publicKeyOf(jwk), kid: jwk.kid, algorithm: jwk.alg };
	} catch {
		// A set may contain keys of kinds that this Node does not know; the others still count (RFC 7517, 5).
		return undefined;
	}
}
