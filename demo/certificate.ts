import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { createCertificateAuthority, type KeyAndCertificate } from '../host/certificates';

/**
 * The partner's certificate and the file of the authority that n8n must trust, made at the first start.
 * The authority's key is not kept.
 */
export async function ensurePartnerCertificate(
	folder: string,
): Promise<KeyAndCertificate & { authorityFile: string }> {
	const files = {
		key: path.join(folder, 'partner-key.pem'),
		cert: path.join(folder, 'partner.pem'),
		authority: path.join(folder, 'authority.pem'),
	};
	if (!Object.values(files).every((file) => existsSync(file))) {
		const authority = await createCertificateAuthority();
		const partner = await authority.issue('localhost', '127.0.0.1');
		writeFileSync(files.key, partner.key, { mode: 0o600 });
		writeFileSync(files.cert, partner.cert);
		writeFileSync(files.authority, authority.cert);
	}
	return {
		key: readFileSync(files.key, 'utf8'),
		cert: readFileSync(files.cert, 'utf8'),
		authorityFile: files.authority,
	};
}
