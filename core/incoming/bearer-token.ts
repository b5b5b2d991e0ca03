import { headerValue, type IncomingRequest } from './request';

/** RFC 6750, 2.1; the scheme has no letter case (RFC 9110, 11.1). */
const BEARER = /^bearer +(\S+) *$/i;

export type PresentedToken = { token: string } | { missing: true } | { malformed: true };

/** The token of the Authorization header, else of the cookie `access_token`. */
export function presentedToken(request: IncomingRequest): PresentedToken {
	const authorization = headerValue(request, 'authorization')?.trim() ?? '';
	const token = BEARER.exec(authorization)?.[1] ?? cookie(request, 'access_token');
	if (token) return { token };
	const hasOtherCredentials = authorization !== '' && !/^bearer$/i.test(authorization);
	return hasOtherCredentials ? { malformed: true } : { missing: true };
}

function cookie(request: IncomingRequest, name: string): string | undefined {
	for (const pair of (headerValue(request, 'cookie') ?? '').split(/[;,]/)) {
		const at = pair.indexOf('=');
		if (at !== -1 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
	}
	return undefined;
}
