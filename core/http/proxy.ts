/** Which proxy a request goes through. */
import { IntegrationError } from '../errors';
import { isWithin, parseAddress, parseRange, type Address } from './addresses';
import { endpointOf } from './target-policy';

/** The proxy settings of the process, as the environment variables of the same names contain them. */
export interface ProxySettings {
	httpProxy?: string | undefined;
	httpsProxy?: string | undefined;
	/** Hosts that are reached directly: names, `.suffix`, `*.suffix`, addresses, each with or without `:port`; ranges; `*`. */
	noProxy?: string | undefined;
}

/** The proxy of the environment for a URL, or `undefined` for a direct connection. */
export function environmentProxy(url: URL, settings: ProxySettings): string | undefined {
	const proxy = url.protocol === 'https:' ? settings.httpsProxy : settings.httpProxy;
	return proxy && !isExempt(url, settings.noProxy ?? '') ? proxy : undefined;
}

/**
 * curl's rules, which n8n and undici follow too: an entry covers the host itself and everything under it. Addresses are
 * compared as such, and CIDR ranges cover the addresses in them.
 */
function isExempt(url: URL, noProxy: string): boolean {
	const { hostname, port } = endpointOf(url);
	const address = parseAddress(hostname);
	return noProxy
		.toLowerCase()
		.split(/[,\s]+/)
		.some((entry) => {
			if (entry === '*') return true;
			const { host, onlyPort } = splitEntry(entry);
			if (host === '' || (onlyPort !== undefined && onlyPort !== port)) return false;
			return address ? coversAddress(host, address) : coversName(host, hostname);
		});
}

/** `host`, `host:port`, an address, `[address]:port` or a range. */
function splitEntry(entry: string): { host: string; onlyPort: number | undefined } {
	const isBareAddress = parseAddress(entry) !== undefined || entry.includes('/');
	const [, host, port] = isBareAddress ? [] : (/^(.+):(\d+)$/.exec(entry) ?? []);
	return { host: host ?? entry, onlyPort: port === undefined ? undefined : Number(port) };
}

function coversName(entry: string, hostname: string): boolean {
	const name = entry.replace(/^\*?\./, '').replace(/\.$/, '');
	const host = hostname.toLowerCase().replace(/\.$/, '');
	return name !== '' && (host === name || host.endsWith(`.${name}`));
}

function coversAddress(entry: string, address: Address): boolean {
	const range = parseRange(entry);
	return range !== undefined && isWithin(address, range);
}

/**
 * Reads the option "Proxy" as curl and n8n write it: with or without a scheme.
 * @throws {IntegrationError} `HTTP_PROXY_INVALID`
 */
export function parseProxy(text: string): string {
	const url = proxyUrl(text);
	if (url) return url.href;
	throw new IntegrationError('The option "Proxy" must be an http:// or https:// URL', {
		code: 'HTTP_PROXY_INVALID',
		field: 'options.proxy',
		hint: `${notSupported(text)}Enter the proxy as http://host:port.`,
	});
}

/**
 * Reads a proxy of the environment in the same way.
 * @throws {IntegrationError} `HTTP_PROXY_INVALID`
 */
export function parseEnvironmentProxy(text: string): string {
	const url = proxyUrl(text);
	if (url) return url.href;
	throw new IntegrationError(
		'The proxy in HTTP_PROXY, HTTPS_PROXY or ALL_PROXY of the n8n server must be an http:// or https:// URL',
		{
			code: 'HTTP_PROXY_INVALID',
			hint: `${notSupported(text)}Ask your n8n administrator for an HTTP proxy, enter one in the option "Proxy", or have the host listed in NO_PROXY.`,
		},
	);
}

const SCHEME = /^([a-z][a-z0-9+.-]*):\/\//i;

function proxyUrl(text: string): URL | undefined {
	const url = URL.parse(SCHEME.test(text) ? text : `http://${text}`);
	return url && (url.protocol === 'http:' || url.protocol === 'https:') ? url : undefined;
}

/** Names the scheme only: the rest may contain a password. */
function notSupported(text: string): string {
	const scheme = SCHEME.exec(text)?.[1]?.toLowerCase();
	return scheme !== undefined && !/^https?$/.test(scheme)
		? `Proxies of the kind ${scheme}:// are not supported. `
		: '';
}
