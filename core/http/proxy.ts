/** Which proxy a request goes through. */
import { IntegrationError } from '../errors';

/** The proxy settings of the process, as the environment variables of the same names hold them. */
export interface ProxySettings {
	httpProxy?: string | undefined;
	httpsProxy?: string | undefined;
	/** Hosts that are reached directly: names, `.suffix`, `*.suffix`, each with or without `:port`, or `*`. */
	noProxy?: string | undefined;
}

/** The proxy of the environment for a URL, or `undefined` for a direct connection. */
export function environmentProxy(url: URL, settings: ProxySettings): string | undefined {
	const proxy = url.protocol === 'https:' ? settings.httpsProxy : settings.httpProxy;
	return proxy && !isExempt(url, settings.noProxy ?? '') ? proxy : undefined;
}

/** curl's rules, which n8n and undici follow too: an entry covers the host itself and everything under it. */
function isExempt(url: URL, noProxy: string): boolean {
	const port = url.port || (url.protocol === 'https:' ? '443' : '80');
	const hostname = url.hostname.toLowerCase();
	return noProxy
		.toLowerCase()
		.split(/[,\s]+/)
		.some((entry) => {
			if (entry === '*') return true;
			const [, host = entry, onlyPort] = /^(.+):(\d+)$/.exec(entry) ?? [];
			const name = host.replace(/^\*?\./, '');
			if (name === '' || (onlyPort !== undefined && onlyPort !== port)) return false;
			return hostname === name || hostname.endsWith(`.${name}`);
		});
}

/**
 * Reads the option "Proxy" as curl and n8n write it: with or without a scheme.
 * @throws {IntegrationError} `HTTP_PROXY_INVALID`
 */
export function parseProxy(text: string): string {
	const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
	if (url && (url.protocol === 'http:' || url.protocol === 'https:')) return url.href;
	throw new IntegrationError('The option "Proxy" is no http:// or https:// address', {
		code: 'HTTP_PROXY_INVALID',
		field: 'options.proxy',
		hint: 'Write the proxy as http://host:port.',
	});
}
