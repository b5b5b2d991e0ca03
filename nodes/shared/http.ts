/** The HTTP client of this n8n process: the only place of the node that reads the environment. */
import type { RequestHelperFunctions } from 'n8n-workflow';
import { ALLOWED_HOSTS_VARIABLE, parseAllowedHosts } from '../../core/http/allowed-hosts';
import type { HttpClient } from '../../core/http/client';
import { createTargetPolicy, type TargetPolicy } from '../../core/http/target-policy';
import { PROXY_HOSTS_VARIABLE } from '../../core/http/proxy-hosts';
import { ssrfFilter } from '../../core/http/ssrf-settings';
import { createHttpClient, type EgressFilter } from '../../core/http/undici-client';

/** One for all executions, so that they share connections; n8n's filter is one for the whole instance, too. */
const clients: { filtered?: HttpClient; unfiltered?: HttpClient } = {};

/**
 * @param helpers n8n's request helpers; those of older versions and of credential tests have no egress filter, and
 * get ours by the same settings: a test must not reach what a run may not
 */
export function httpClient(
	helpers: Partial<Pick<RequestHelperFunctions, 'getSecureEgressFilter'>>,
): HttpClient {
	const egressFilter =
		(helpers.getSecureEgressFilter?.() as EgressFilter | undefined) ??
		ssrfFilter((name) => process.env[name]);
	const kind = helpers.getSecureEgressFilter ? 'filtered' : 'unfiltered';
	return (clients[kind] ??= createHttpClient({
		allowedHosts: process.env[ALLOWED_HOSTS_VARIABLE],
		proxies: {
			httpProxy: environment('HTTP_PROXY') ?? environment('ALL_PROXY'),
			httpsProxy: environment('HTTPS_PROXY') ?? environment('ALL_PROXY'),
			noProxy: environment('NO_PROXY'),
		},
		proxyHosts: process.env[PROXY_HOSTS_VARIABLE],
		egressFilter,
	}));
}

/** Proxy variables go by both spellings; the lower-case one wins, as in curl. */
const environment = (name: string): string | undefined =>
	process.env[name.toLowerCase()] || process.env[name] || undefined;

/** The policy that the client applies, for previews and tests that send nothing. */
export const targetPolicy = (): TargetPolicy =>
	createTargetPolicy(parseAllowedHosts(process.env[ALLOWED_HOSTS_VARIABLE]));
