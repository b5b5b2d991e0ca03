/** The connection "Client Certificate": its fields as the TLS client needs them. */
import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { HttpClient } from '../http/client';
import { TlsIdentity } from '../http/tls-identity';
import { pemBlocks } from '../pem';
import { allowedDomains } from './allowed-domains';
import { attempt } from './attempt';
import type { ConnectionTest, CredentialFields } from './connection';
import { ConnectionFieldError, OPEN_CONNECTION, text } from './fields';

const PASTE = 'Paste it as PEM, from -----BEGIN to -----END.';

interface ClientCertificate {
	authorities: X509Certificate[];
	chain: X509Certificate[];
	key: KeyObject | undefined;
}

/**
 * @throws {ConnectionFieldError} naming the field that is missing, cannot be read, or does not belong to the others
 */
export const tlsIdentity = (credential: CredentialFields): TlsIdentity =>
	identityOf(read(credential), allowedDomains(credential));

/** The values that must never be shown. */
export const certificateSecrets = (credential: CredentialFields): string[] => {
	const key = text(credential, 'key');
	const blocks = pemBlocks(key);
	// As it was pasted, and without the frame, which no receiver needs to repeat.
	return [text(credential, 'passphrase'), key, ...blocks.map(base64Of)];
};

/** A client whose requests all have this identity, a connection's own authorization requests included. */
export const withIdentity = (http: HttpClient, tls: TlsIdentity): HttpClient => ({
	send: async (request) => await http.send({ ...request, tls }),
});

/** Proves that the fields belong together; no host is asked. */
export const testClientCertificate = async (
	credential: CredentialFields,
	now: number,
): Promise<ConnectionTest> =>
	await attempt(() => {
		const certificate = read(credential);
		identityOf(certificate, allowedDomains(credential));
		const { chain, authorities } = certificate;
		const [own] = chain;
		for (const each of chain) requireValid(each, 'cert', now);
		for (const each of authorities) requireValid(each, 'ca', now);
		return [
			...(own ? [`The certificate and the private key belong together, ${until(own)}`] : []),
			...(authorities.length > 0 ? [`${authorities.length} CA certificate(s) can be read`] : []),
			'Whether a host accepts them shows with the first request.',
		].join('. ');
	});

function read(credential: CredentialFields): ClientCertificate {
	const authorities = certificatesOf(credential, 'ca');
	const chain = certificatesOf(credential, 'cert');
	const key = privateKeyOf(credential);
	if (chain.length === 0 && !key && authorities.length === 0) {
		throw new ConnectionFieldError(
			'certificate',
			'must not be empty',
			'Enter a certificate and its private key, a CA, or all three.',
		);
	}
	const [own] = chain;
	if (own && !key) throw new ConnectionFieldError('privateKey', 'must not be empty', PASTE);
	if (key && !own) throw new ConnectionFieldError('certificate', 'must not be empty', PASTE);
	if (own && key && !own.checkPrivateKey(key)) {
		throw new ConnectionFieldError(
			'privateKey',
			'does not belong to the first certificate of the field "Certificate"',
			'Enter the key that the certificate was made for, and the certificate before those of its authorities.',
		);
	}
	return { authorities, chain, key };
}

function identityOf(
	{ authorities, chain, key }: ClientCertificate,
	domains?: string[],
): TlsIdentity {
	const own = {
		...(chain.length > 0 && { cert: chain.map(String).join('') }),
		...(key && { key: key.export({ type: 'pkcs8', format: 'pem' }).toString() }),
	};
	try {
		createSecureContext(own);
	} catch (error) {
		throw new ConnectionFieldError(
			'certificate',
			`cannot be used for TLS: ${codeOf(error)}`,
			'Use a certificate with a current signature and a key of at least 2048 bits.',
		);
	}
	return new TlsIdentity({ ca: authorities.map(String), ...own }, domains);
}

const LABELS = { ca: 'ca', cert: 'certificate' } as const;

function certificatesOf(credential: CredentialFields, field: 'ca' | 'cert'): X509Certificate[] {
	const entered = text(credential, field).trim();
	if (entered === '') return [];
	try {
		const blocks = pemBlocks(entered);
		if (blocks.length > 0) return blocks.map((block) => new X509Certificate(block));
	} catch {
		// What OpenSSL says about it would not help.
	}
	throw new ConnectionFieldError(LABELS[field], 'is not a valid certificate', PASTE);
}

function privateKeyOf(credential: CredentialFields): KeyObject | undefined {
	const entered = text(credential, 'key').trim();
	if (entered === '') return undefined;
	const passphrase = text(credential, 'passphrase');
	const block = pemBlocks(entered).find((each) => each.includes('PRIVATE KEY-----'));
	if (block === undefined) throw invalidKey();
	const isEncrypted = /ENCRYPTED/.test(block);
	if (isEncrypted && passphrase === '') {
		throw new ConnectionFieldError(
			'passphrase',
			'must not be empty, because the private key is encrypted',
			OPEN_CONNECTION,
		);
	}
	try {
		return createPrivateKey({ key: block, ...(isEncrypted && { passphrase }) });
	} catch {
		if (!isEncrypted) throw invalidKey();
		throw new ConnectionFieldError(
			'passphrase',
			'does not open the private key',
			'Enter the passphrase that the key was encrypted with, and the key in full.',
		);
	}
}

const invalidKey = () =>
	new ConnectionFieldError('privateKey', 'is not a valid private key', PASTE);

function requireValid(certificate: X509Certificate, field: 'ca' | 'cert', now: number): void {
	if (certificate.validToDate.getTime() >= now) return;
	throw new ConnectionFieldError(
		LABELS[field],
		`has expired: it was ${until(certificate)}`,
		'Enter the one that replaces it.',
	);
}

const until = ({ validToDate }: X509Certificate) =>
	`valid until ${validToDate.toISOString().slice(0, 10)}`;

const base64Of = (block: string): string => block.replace(/-----[^-]+-----|\s+/g, '');

const codeOf = (error: unknown): string =>
	error instanceof Error && 'code' in error ? String(error.code) : 'it cannot be read';
