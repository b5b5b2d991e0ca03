/** n8n's own restriction of a credential to domains, read from the fields that n8n gives it. */
import { domainToASCII } from 'node:url';
import type { ConnectionMethod, CredentialFields } from './connection';
import { ConnectionFieldError, text } from './fields';

/**
 * The hosts that a request with this credential may go to: `example.com`, `*.example.com`, in ASCII.
 * @param own the hosts of the connection's own URLs, for a credential that is restricted to them
 * @returns undefined when every domain is allowed
 * @throws {ConnectionFieldError} when the credential is restricted and its list is empty or cannot be read
 */
export function allowedDomains(
	credential: CredentialFields,
	own: () => string[] = () => [],
): string[] | undefined {
	const mode = text(credential, 'allowedHttpRequestDomains');
	if (mode === 'none') {
		throw new ConnectionFieldError(
			'allowedHttpRequestDomains',
			'this connection is set to be used for no domain',
		);
	}
	if (mode === 'own') return own();
	if (mode !== 'domains') return undefined;
	const domains = text(credential, 'allowedDomains')
		.split(',')
		.map((domain) => domain.trim())
		.filter((domain) => domain !== '')
		.map(asciiDomain);
	if (domains.length === 0) {
		throw new ConnectionFieldError(
			'allowedDomains',
			'must name at least one, because the connection is restricted to specific domains',
		);
	}
	return domains;
}

function asciiDomain(entered: string): string {
	const wildcard = entered.startsWith('*.') ? '*.' : '';
	const name = entered.slice(wildcard.length);
	// `domainToASCII` leaves out what follows a name.
	const domain = /[/\\:?#@\s*%]/.test(name) ? '' : domainToASCII(name);
	if (/^[a-z0-9_.-]+$/.test(domain)) return wildcard + domain;
	throw new ConnectionFieldError(
		'allowedDomains',
		`"${entered}" is not a valid domain`,
		'Enter domains such as api.example.com or *.example.com, without https:// and without a path.',
	);
}

/** The hosts that a request may go to which this method authorises; see `allowedDomains`. */
export const domainsOf = (
	{ ownHosts }: ConnectionMethod,
	credential: CredentialFields,
): string[] | undefined => allowedDomains(credential, () => ownHosts?.(credential) ?? []);
