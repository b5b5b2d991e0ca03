/** n8n's own restriction of a credential to domains, read from the fields that n8n gives it. */
import type { CredentialFields } from './connection';
import { ConnectionFieldError, text } from './fields';

/**
 * The hosts that a request with this credential may go to: `example.com`, `*.example.com`.
 * @returns undefined when every domain is allowed
 * @throws {ConnectionFieldError} when the credential is restricted and its list is empty
 */
export function allowedDomains(credential: CredentialFields): string[] | undefined {
	const mode = text(credential, 'allowedHttpRequestDomains');
	if (mode === 'none') {
		throw new ConnectionFieldError(
			'allowedHttpRequestDomains',
			'this connection is set to be used for no domain',
		);
	}
	if (mode !== 'domains') return undefined;
	const domains = text(credential, 'allowedDomains')
		.split(',')
		.map((domain) => domain.trim().toLowerCase())
		.filter((domain) => domain !== '');
	if (domains.length === 0) {
		throw new ConnectionFieldError(
			'allowedDomains',
			'must name at least one, because the connection is restricted to specific domains',
		);
	}
	return domains;
}
