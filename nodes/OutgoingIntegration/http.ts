/** The HTTP client of this n8n process: the only place that reads the environment. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { ALLOWED_HOSTS_VARIABLE } from '../../core/http/allowed-hosts';
import type { HttpClient } from '../../core/http/client';
import { createHttpClient, type EgressFilter } from '../../core/http/undici-client';

/** One for all executions, so that they share connections. n8n's filter is one object for the whole instance, too. */
let shared: HttpClient | undefined;

export function httpClient(helpers: Partial<IExecuteFunctions['helpers']>): HttpClient {
	return (shared ??= createHttpClient({
		allowedHosts: process.env[ALLOWED_HOSTS_VARIABLE],
		proxies: {
			httpProxy: environment('HTTP_PROXY') ?? environment('ALL_PROXY'),
			httpsProxy: environment('HTTPS_PROXY') ?? environment('ALL_PROXY'),
			noProxy: environment('NO_PROXY'),
		},
		egressFilter: helpers.getSecureEgressFilter?.() as EgressFilter | undefined,
	}));
}

/** Proxy variables go by both spellings; the lower-case one wins, as in curl. */
const environment = (name: string): string | undefined =>
	process.env[name.toLowerCase()] || process.env[name] || undefined;
