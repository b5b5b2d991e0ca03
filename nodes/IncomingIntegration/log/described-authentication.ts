/** How the senders of a described endpoint authenticate: what the form says, since no credential is read for it. */
import { IntegrationError } from '../../../core/errors';
import type { DescribedAuthentication } from '../../../core/incoming/describe-security';
import { SIGNATURE_SCHEMES, type KnownScheme } from '../../../core/incoming/signature/schemes';

type Parameter = (name: string, fallback: string | boolean) => unknown;

/** @throws {IntegrationError} `PARAMETER_INVALID` */
export function describedAuthentication(parameter: Parameter): DescribedAuthentication {
	const method = parameter('authentication', 'jwt');
	switch (method) {
		case 'none':
		case 'meta':
		case 'basic':
			return { method };
		case 'header':
			return { method, header: headerOf(parameter('headerName', 'X-Api-Key')) };
		case 'signature':
			return signatureOf(String(parameter('signatureScheme', 'standardWebhooks')), parameter);
		default:
			return { method: 'jwt', issuesTokens: parameter('issuesTokens', false) === true };
	}
}

function signatureOf(scheme: string, parameter: Parameter): DescribedAuthentication {
	if (scheme === 'microsoftGraph') return { method: 'clientState' };
	if (!Object.hasOwn(SIGNATURE_SCHEMES, scheme)) {
		return { method: 'signature', header: headerOf(parameter('headerName', 'X-Signature')) };
	}
	const known = SIGNATURE_SCHEMES[scheme as KnownScheme];
	return { method: 'signature', header: known.fields[0].signature, scheme: known };
}

function headerOf(value: unknown): string {
	const name = String(value ?? '').trim();
	if (TOKEN.test(name)) return name;
	throw new IntegrationError(`Header Name: "${name}" is not a valid header name`, {
		code: 'PARAMETER_INVALID',
		field: 'headerName',
		hint: 'Enter the name alone, without a colon.',
	});
}

/** RFC 9110, 5.6.2. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
