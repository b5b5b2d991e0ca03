/** PEM blocks (RFC 7468), as they come out of form fields and environment variables. */

const PEM_BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/g;
/** What OpenSSL's older format says about the passphrase of a key (RFC 1421, 4.6). */
const ENCRYPTION = /^\s*Proc-Type:\s*4,\s*ENCRYPTED\s+DEK-Info:\s*([A-Z0-9-]+,[0-9A-F]+)\s+/i;

/** Base64 in lines of 64, whatever a form field or an environment variable made of the line breaks. */
export const pemBlocks = (text: string): string[] =>
	[...text.replaceAll('\\n', '\n').matchAll(PEM_BLOCK)].map(([, label, content = '']) => {
		const encryption = ENCRYPTION.exec(content);
		const base64 = content.slice(encryption?.[0].length ?? 0);
		const headers = encryption ? ['Proc-Type: 4,ENCRYPTED', `DEK-Info: ${encryption[1]}`, ''] : [];
		const lines = base64.replace(/\s+/g, '').match(/.{1,64}/g) ?? [];
		return [`-----BEGIN ${label}-----`, ...headers, ...lines, `-----END ${label}-----`, ''].join(
			'\n',
		);
	});
