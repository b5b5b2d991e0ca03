/** A certificate authority of our own, for TLS peers on loopback. */
import { randomUUID } from 'node:crypto';
import { generate } from 'selfsigned';

export interface KeyAndCertificate {
	/** PEM. */
	key: string;
	/** PEM. */
	cert: string;
}

export interface CertificateAuthority extends KeyAndCertificate {
	/** A certificate for host names and IP addresses, of a server or of a client. */
	issue(...names: string[]): Promise<KeyAndCertificate>;
}

const YEARS = 10;

const lifetime = () => {
	const notAfterDate = new Date();
	notAfterDate.setFullYear(notAfterDate.getFullYear() + YEARS);
	return { notBeforeDate: new Date(Date.now() - 86_400_000), notAfterDate };
};

const isAddress = (name: string) => /^[\d.]+$|:/.test(name);

/** Makes a new authority; what trusts `cert` trusts every certificate that it issues. */
export async function createCertificateAuthority(): Promise<CertificateAuthority> {
	// A name of its own: of two authorities of one name OpenSSL takes the first that it knows.
	const authority = await generate(
		[{ name: 'commonName', value: `Loopback authority ${randomUUID()}` }],
		{
			...lifetime(),
			keyType: 'ec',
			algorithm: 'sha256',
			extensions: [
				{ name: 'basicConstraints', cA: true, critical: true },
				{ name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
			],
		},
	);
	const own = { key: authority.private, cert: authority.cert };
	return {
		...own,
		issue: async (...names) => {
			const issued = await generate([{ name: 'commonName', value: names[0] ?? 'localhost' }], {
				...lifetime(),
				keyType: 'ec',
				algorithm: 'sha256',
				ca: own,
				extensions: [
					{ name: 'basicConstraints', cA: false, critical: true },
					{ name: 'keyUsage', digitalSignature: true, critical: true },
					{ name: 'extKeyUsage', serverAuth: true, clientAuth: true },
					{
						name: 'subjectAltName',
						altNames: names.map((name) =>
							isAddress(name) ? { type: 7, ip: name } : { type: 2, value: name },
						),
					},
				],
			});
			return { key: issued.private, cert: issued.cert };
		},
	};
}
