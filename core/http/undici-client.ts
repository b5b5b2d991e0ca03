/** The HTTP client: undici's pooled connections under the target policy. */
import { STATUS_CODES } from 'node:http';
import { parseAllowedHosts } from './allowed-hosts';
import { ACCEPT_ENCODING } from './body-collector';
import type { HeaderList, HttpClient, HttpRequest, HttpResponse } from './client';
import { Deadline } from './deadline';
import { dispatch, type Answer } from './dispatch';
import { fieldText } from './field-text';
import { createPools, type Pools, type Route } from './pools';
import type { TrackedRequest } from './connector';
import { environmentProxy, parseEnvironmentProxy, parseProxy, type ProxySettings } from './proxy';
import { proxyRefusedError } from './proxy-error';
import { headerBytes } from './header-value';
import { proxyHostRule } from './proxy-hosts';
import { followRedirect, redirectTarget } from './redirect';
import { resolvePermitted, type Resolver } from './resolver';
import { createTargetPolicy, endpointOf, TargetError, type TargetPolicy } from './target-policy';
import { proxyOf, type Proxy } from './tunnel';
import { abortedError, timeoutError, wireError, WireError } from './wire-error';

/** An egress filter of the host application, which applies in addition to our own policy (n8n's `getSecureEgressFilter`). */
export interface EgressFilter {
	validateUrl(url: URL): Promise<{ ok: true } | { ok: false; error: Error }>;
	createSecureLookup(): Resolver;
}

export interface HttpClientOptions {
	/** The administrator's list, see `parseAllowedHosts`. */
	allowedHosts?: string | undefined;
	proxies?: ProxySettings | undefined;
	/** The administrator's list, see `proxyHostRule`. */
	proxyHosts?: string | undefined;
	egressFilter?: EgressFilter | undefined;
	/** How names are resolved when there is no egress filter; default: the operating system. */
	resolver?: Resolver | undefined;
}

/** A client owns its connections; `close` waits for running requests and ends the idle ones. */
export type ClosableHttpClient = HttpClient & { close(): Promise<void> };

interface Wire {
	policy: TargetPolicy;
	pools: Pools;
	proxies: ProxySettings;
	refuseBehindProxy: ReturnType<typeof proxyHostRule>;
	egressFilter: EgressFilter | undefined;
	resolver: Resolver | undefined;
}

/**
 * @throws {IntegrationError} `TARGET_ALLOWED_HOSTS_INVALID`
 */
export function createHttpClient(options: HttpClientOptions = {}): ClosableHttpClient {
	const policy = createTargetPolicy(parseAllowedHosts(options.allowedHosts));
	const resolver = options.egressFilter?.createSecureLookup() ?? options.resolver;
	const wire: Wire = {
		policy,
		pools: createPools(policy, resolver),
		proxies: options.proxies ?? {},
		refuseBehindProxy: proxyHostRule(options.proxyHosts),
		egressFilter: options.egressFilter,
		resolver,
	};
	return {
		send: (request) => withDeadline(request, (progress) => sendHops(wire, request, progress)),
		close: async () => await wire.pools.close(),
	};
}

/** How far an attempt has come, over all its hops. */
interface Progress {
	deadline: Deadline;
	/** Whether a byte may have reached a host. */
	sent: boolean;
}

/** Runs one attempt under its timeout and the caller's signal, and says which of the two ended it. */
async function withDeadline(
	{ url, signal, timeoutMs }: HttpRequest,
	run: (progress: Progress) => Promise<HttpResponse>,
): Promise<HttpResponse> {
	const deadline = new Deadline(timeoutMs, signal, {
		timeout: () => timeoutError(url.host, timeoutMs),
		aborted: () => abortedError(url.host),
	});
	const progress: Progress = { deadline, sent: false };
	try {
		deadline.throwIfOver();
		return await run(progress);
	} catch (error) {
		const failure = deadline.reason ?? wireError(error, url.host);
		if (failure instanceof WireError) failure.unsent = !progress.sent;
		throw failure;
	} finally {
		deadline.release();
	}
}

async function sendHops(wire: Wire, first: HttpRequest, progress: Progress): Promise<HttpResponse> {
	let request = first;
	for (let hops = 0; ; hops++) {
		const answer = await sendHop(wire, request, progress);
		const target = first.redirect.follow
			? redirectTarget(answer.status, single(answer.headers.location), request.url)
			: undefined;
		if (!target) return asResponse(answer, request.url);
		if (hops === first.redirect.max) throw tooManyRedirects(first);
		request = followRedirect(request, answer.status, target);
	}
}

async function sendHop(wire: Wire, request: HttpRequest, progress: Progress): Promise<Answer> {
	const { url } = request;
	wire.policy.checkUrl(url, request.allowedDomains);
	if (request.tls?.allowedDomains) wire.policy.checkUrl(url, request.tls.allowedDomains);
	if (wire.egressFilter) await checkEgress(wire.egressFilter, url);
	const route = routeOf(wire, request);
	if (route.proxy !== undefined) await checkBehindProxy(wire, url, route);
	const dispatcher = await wire.pools.for(route);
	// Through a proxy, plain requests need no tunnel.
	const proxy =
		route.proxy !== undefined && url.protocol === 'http:' ? proxyOf(route.proxy) : undefined;
	const answer = await dispatch(dispatcher, dispatchOptions(request, proxy), {
		maxBytes: request.maxResponseBytes,
		host: url.host,
		deadline: progress.deadline,
		onSending: () => (progress.sent = true),
	});
	if (proxy && answer.status === 407) {
		throw proxyRefusedError(proxy.host, url.host, answer.status, answer.statusText);
	}
	return answer;
}

/** `URL.search` is empty for it, too. */
const EMPTY_QUERY = /^[^?#]*\?(?:#|$)/;

function dispatchOptions(request: HttpRequest, proxy: Proxy | undefined): TrackedRequest {
	const { url, body = null } = request;
	const path = url.pathname + (url.search || (EMPTY_QUERY.test(url.href) ? '?' : ''));
	const method = request.method;
	const headers = withDefaultHeaders(request.headers);
	if (!proxy) return { origin: url.origin, path, method, headers: namesAndValues(headers), body };
	const forProxy: HeaderList = [['Host', url.host], ...headers, ...proxy.headers];
	return {
		origin: proxy.origin,
		path: url.origin + path,
		method,
		headers: namesAndValues(forProxy),
		body,
	};
}

async function checkEgress(filter: EgressFilter, url: URL): Promise<void> {
	const result = await filter.validateUrl(url);
	if (result.ok) return;
	throw new WireError(`n8n's own network policy refuses ${url.host}: ${result.error.message}`, {
		code: 'TARGET_EGRESS_FILTER',
		field: 'url',
		hint: 'An n8n administrator can change the policy with the N8N_SSRF_… environment variables.',
		cause: result.error,
	});
}

function routeOf({ proxies }: Wire, request: HttpRequest): Route {
	const own = request.proxy ? parseProxy(request.proxy) : undefined;
	const proxy = own ?? environmentProxy(request.url, proxies);
	return {
		rejectUnauthorized: request.allowUnauthorizedCerts !== true,
		...(request.tls && request.url.protocol === 'https:' && { tls: request.tls }),
		...(proxy !== undefined && {
			proxy: own ?? parseEnvironmentProxy(proxy),
			trustedProxy: own === undefined,
		}),
	};
}

/** The proxy resolves the name, so what can be known here is judged before; a name unknown here is the proxy's to know. */
async function checkBehindProxy(
	{ policy, resolver, refuseBehindProxy }: Wire,
	url: URL,
	{ trustedProxy }: Route,
): Promise<void> {
	const refusal = trustedProxy ? refuseBehindProxy(url) : undefined;
	if (refusal) throw refusal;
	await resolvePermitted(endpointOf(url), policy, resolver).catch((error: unknown) => {
		if (error instanceof TargetError) throw error;
	});
}

const DEFAULT_HEADERS: HeaderList = [
	['Accept-Encoding', ACCEPT_ENCODING],
	['Accept', '*/*'],
	['User-Agent', 'n8n-nodes-synerise-integrations'],
];

/** The header fields as they go on the wire: those of the request, and what it leaves to the client. */
export function withDefaultHeaders(headers: HeaderList): HeaderList {
	const own = new Set(headers.map(([name]) => name.toLowerCase()));
	const complete = [...headers];
	for (const field of DEFAULT_HEADERS) {
		if (!own.has(field[0].toLowerCase())) complete.push(field);
	}
	return complete;
}

/** In turn, as undici takes them; `flat` is several times as slow. */
function namesAndValues(headers: HeaderList): string[] {
	const fields: string[] = [];
	for (const [name, value] of headers) fields.push(name, headerBytes(value));
	return fields;
}

function asResponse({ status, statusText, headers, body }: Answer, url: URL): HttpResponse {
	const joined: HttpResponse['headers'] = {};
	for (const name of Object.keys(headers)) {
		const value = headers[name];
		if (value === undefined) continue;
		const text = Array.isArray(value) ? value.map(fieldText) : fieldText(value);
		joined[name] = Array.isArray(text) && name !== 'set-cookie' ? text.join(', ') : text;
	}
	return {
		status,
		statusText: statusText || (STATUS_CODES[status] ?? ''),
		headers: joined,
		body,
		url: url.href,
	};
}

const single = (value: string | string[] | undefined): string | undefined =>
	Array.isArray(value) ? value[0] : value;

function tooManyRedirects({ url, redirect }: HttpRequest): WireError {
	return new WireError(`${url.host} redirects more than ${redirect.max} times`, {
		code: 'HTTP_TOO_MANY_REDIRECTS',
		hint: 'Use the final address as the URL, or raise the limit in the option "Redirects".',
	});
}
