/** The request that follows a redirect, as the Fetch standard has it for browsers ("HTTP-redirect fetch"). */
import type { HeaderList, HttpRequest } from './client';
import { encodedReference } from './field-text';
import { WireError } from './wire-error';

const REDIRECT_STATUSES = new Set([301, 302, 303, 307, 308]);

/** Describe a body that is no longer there once a redirect turned the method into GET. */
const BODY_HEADERS = new Set([
	'content-encoding',
	'content-language',
	'content-length',
	'content-location',
	'content-type',
]);

/** Say who we are; they are for the origin that they were written for. */
const CREDENTIAL_HEADERS = new Set(['authorization', 'cookie', 'proxy-authorization']);

/** Vendors name their key headers freely (`X-Api-Key`, `X-Auth-Token`); better one dropped too many than one leaked. */
const CREDENTIAL_NAME = /api-?key|token|secret|auth|password|credential|signature|session/i;

/**
 * Where a response redirects to.
 * @param location one character for each byte of the field
 * @returns `undefined` when the response is not a redirect or its Location cannot be read
 */
export function redirectTarget(
	status: number,
	location: string | undefined,
	from: URL,
): URL | undefined {
	if (!REDIRECT_STATUSES.has(status) || location === undefined) return undefined;
	const target = URL.parse(encodedReference(location), from.href);
	// A fragment carries over unless the new address has its own (RFC 9110, 10.2.2).
	if (target && target.hash === '') target.hash = from.hash;
	return target ?? undefined;
}

/**
 * The next request: rewritten method, without what belongs to the old body or the old origin.
 * @throws {WireError} `HTTP_REDIRECT_REFUSED` when a body with a credential would go to another origin
 */
export function followRedirect(request: HttpRequest, status: number, target: URL): HttpRequest {
	const dropsBody =
		(status === 303 && request.method !== 'GET' && request.method !== 'HEAD') ||
		((status === 301 || status === 302) && request.method === 'POST');
	const sameOrigin = target.origin === request.url.origin;
	if (!sameOrigin && !dropsBody && request.body && request.isSensitive?.(request.body)) {
		throw secretInBody(request.url, target);
	}
	const extra = new Set(request.sensitiveHeaders?.map((name) => name.toLowerCase()));
	const keeps = (name: string, value: string) =>
		!(dropsBody && BODY_HEADERS.has(name)) &&
		(sameOrigin ||
			!(isCredential(name) || extra.has(name) || name === 'host' || request.isSensitive?.(value)));
	const headers: HeaderList = request.headers.filter(([name, value]) =>
		keeps(name.toLowerCase(), value),
	);
	const tls = sameOrigin ? request.tls : request.tls?.withoutCertificate();
	const next: HttpRequest = { ...request, url: target, headers, tls };
	return dropsBody ? { ...next, method: 'GET', body: undefined } : next;
}

const secretInBody = (from: URL, target: URL): WireError =>
	new WireError(
		`${from.host} redirects to ${target.host}, and the body contains the connection’s secret`,
		{
			code: 'HTTP_REDIRECT_REFUSED',
			hint: 'Use the final address as the URL if the secret is meant for it, or take the secret out of the body.',
		},
	);

const isCredential = (name: string) => CREDENTIAL_HEADERS.has(name) || CREDENTIAL_NAME.test(name);
