/** What a client shows of itself in a TLS handshake, and the authorities that it trusts in addition to the usual ones. */
import { createHash } from 'node:crypto';
import { getCACertificates, type SecureContextOptions } from 'node:tls';

export interface TlsMaterial {
	/** PEM certificates of private authorities. */
	ca: string[];
	/** PEM: the certificate and those between it and its authority. */
	cert?: string | undefined;
	/** PEM, without a passphrase. */
	key?: string | undefined;
}

export class TlsIdentity {
	/** Tells identities apart without showing them: connections are shared only within one. */
	readonly id: string;

	readonly #material: TlsMaterial;

	/** @param allowedDomains the only hosts that it is for; absent = any */
	constructor(
		material: TlsMaterial,
		readonly allowedDomains?: string[],
	) {
		this.#material = material;
		const { ca, cert = '', key = '' } = material;
		this.id = createHash('sha256')
			.update(JSON.stringify([ca, cert, key]))
			.digest('base64');
	}

	/** For a host that the certificate was not selected for: the authorities alone. */
	withoutCertificate(): TlsIdentity {
		return new TlsIdentity({ ca: this.#material.ca });
	}

	/** What a cURL command needs for the same, with names of files in the places of their contents. */
	curlOptions(): string[] {
		const { ca, cert, key } = this.#material;
		return [
			...(cert === undefined ? [] : ['--cert client.pem']),
			...(key === undefined ? [] : ['--key client-key.pem']),
			...(ca.length === 0 ? [] : ['--cacert ca.pem']),
		];
	}

	contextOptions(): SecureContextOptions {
		const { ca, cert, key } = this.#material;
		return {
			// A list replaces Node's own, so that it has to contain them.
			...(ca.length > 0 && { ca: [...getCACertificates('default'), ...ca] }),
			...(cert !== undefined && { cert }),
			...(key !== undefined && { key }),
		};
	}
}
