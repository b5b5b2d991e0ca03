/** Where a request may go: HTTPS to a domain name on the public Internet, and what the administrator opens in addition. */
import { IntegrationError } from '../errors';
import { parseAddress, specialRange } from './addresses';
import { ALLOWED_HOSTS_VARIABLE, matchesHost, type AllowedHosts } from './allowed-hosts';

/** A request, a redirect or a resolved address that the policy refuses. */
export class TargetError extends IntegrationError {}

/** The end of a connection, as far as the policy cares. */
export interface Endpoint {
	/** Lower-case host name or address, IPv6 without brackets, as the URL parser gives it. */
	hostname: string;
	port: number;
	secure: boolean;
}

export interface TargetPolicy {
	/**
	 * Judges what a URL shows: scheme, user and host. Says nothing about the addresses behind a name.
	 * @throws {TargetError} with the rule and what an administrator can set
	 */
	checkUrl(url: URL, allowedDomains?: string[]): void;
	/**
	 * Judges an address that a connection to this endpoint would really use.
	 * @returns the refusal, or `undefined` when the address may be used
	 */
	refuseAddress(endpoint: Endpoint, address: string): TargetError | undefined;
	/** The same for a name whose addresses cannot be known here, behind a proxy. */
	refuseUnresolved(endpoint: Endpoint): TargetError | undefined;
}

const SCHEME_PORTS: Record<string, number> = { 'https:': 443, 'http:': 80 };

export const endpointOf = (url: URL): Endpoint => ({
	hostname: url.hostname.replace(/^\[|\]$/g, ''),
	port: url.port === '' ? (SCHEME_PORTS[url.protocol] ?? 0) : Number(url.port),
	secure: url.protocol === 'https:',
});

export function createTargetPolicy(allowed: AllowedHosts): TargetPolicy {
	const opens = (endpoint: Endpoint) =>
		allowed.allowsName(endpoint.hostname, endpoint.port) ||
		allowed.allowsAddress(endpoint.hostname, endpoint.port);

	const refuseUnresolved = (endpoint: Endpoint) => {
		if (opens(endpoint)) return undefined;
		if (!endpoint.secure) return notHttps(new URL(`http://${hostOf(endpoint)}/`));
		return isLocalName(endpoint.hostname) ? localName(endpoint) : undefined;
	};

	return {
		checkUrl(url, allowedDomains) {
			if (!(url.protocol in SCHEME_PORTS)) throw notHttps(url);
			if (url.username !== '' || url.password !== '') throw userInfo();
			if (allowedDomains && !allowedDomains.some((domain) => matchesHost(url.hostname, domain))) {
				throw outsideAllowedDomains(url.hostname);
			}
			const endpoint = endpointOf(url);
			if (opens(endpoint)) return;
			if (parseAddress(endpoint.hostname)) throw addressAsHost(endpoint);
			// With an opened range the address behind the name decides, at connect time.
			if (allowed.hasRanges) return;
			const refusal = refuseUnresolved(endpoint);
			if (refusal) throw refusal;
		},

		refuseAddress(endpoint, text) {
			if (allowed.allowsAddress(text, endpoint.port)) return undefined;
			const refusal = refuseUnresolved(endpoint);
			if (refusal || opens(endpoint)) return refusal;
			const address = parseAddress(text);
			const range = address ? specialRange(address) : 'unknown';
			return range === undefined ? undefined : specialAddress(endpoint, range);
		},

		refuseUnresolved,
	};
}

/** Names that mean this machine or this network: `localhost`, anything under it, one label, or a trailing dot. */
function isLocalName(hostname: string): boolean {
	return !hostname.includes('.') || hostname.endsWith('.') || /(^|\.)localhost\.?$/.test(hostname);
}

const hostOf = ({ hostname, port }: Endpoint) =>
	`${hostname.includes(':') ? `[${hostname}]` : hostname}:${port}`;

const administratorHint = (endpoint: Endpoint, what = 'reach it') =>
	`To ${what}, an n8n administrator can add ${hostOf(endpoint)} to ${ALLOWED_HOSTS_VARIABLE}.`;

function notHttps(url: URL): TargetError {
	const isHttp = url.protocol === 'http:';
	return new TargetError(`The URL must begin with https://, not ${url.protocol}//`, {
		code: 'TARGET_NOT_HTTPS',
		field: 'url',
		hint: isHttp
			? `Use https://. ${administratorHint(endpointOf(url), 'send without encryption')}`
			: 'Use an address that begins with https://.',
	});
}

function userInfo(): TargetError {
	return new TargetError('The URL must not contain a user name or password before the domain', {
		code: 'TARGET_USER_INFO',
		field: 'url',
		hint: 'Remove the part before "@" and select the authentication "Login & Password" instead.',
	});
}

function addressAsHost(endpoint: Endpoint): TargetError {
	return new TargetError(
		`The URL must name a domain; its host is the IP address ${endpoint.hostname}`,
		{
			code: 'TARGET_IP_ADDRESS',
			field: 'url',
			hint: `Use a domain such as https://example.com. ${administratorHint(endpoint)}`,
		},
	);
}

function localName(endpoint: Endpoint): TargetError {
	return new TargetError(
		`The host "${endpoint.hostname}" is a local name, not a domain on the Internet`,
		{
			code: 'TARGET_LOCAL_NAME',
			field: 'url',
			hint: `Use a full domain such as example.com. ${administratorHint(endpoint)}`,
		},
	);
}

function specialAddress(endpoint: Endpoint, range: string): TargetError {
	return new TargetError(
		`The domain "${endpoint.hostname}" leads to an address that is not public (${range})`,
		{ code: 'TARGET_PRIVATE_ADDRESS', field: 'url', hint: administratorHint(endpoint) },
	);
}

function outsideAllowedDomains(hostname: string): TargetError {
	return new TargetError(`The credential may not be used for the domain "${hostname}"`, {
		code: 'TARGET_NOT_IN_ALLOWED_DOMAINS',
		field: 'url',
		hint: 'Select "Specific Domains" in the field "Allowed Domains" of the connection and add the domain, or use another connection.',
	});
}
