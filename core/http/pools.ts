/** Connections that are kept and used again, one set for each way of connecting. */
import { isIP } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';
import type undiciModule from 'undici';
import type { Dispatcher, Pool } from 'undici';
import { guardedLookup, type Resolver } from './resolver';
import { endpointOf, type Endpoint, type TargetPolicy } from './target-policy';

/** How long an idle connection stays open; below the 5 s after which Node servers close theirs. */
const KEEP_ALIVE_MS = 4_000;
/** Most connections to one origin; the `concurrency` of a node is the usual limit. */
const CONNECTIONS_PER_ORIGIN = 128;
/** Time to a connection, TLS included; the time-out of the attempt may end it earlier. */
const CONNECT_TIMEOUT_MS = 30_000;

/** A way of connecting; requests of the same way share their connections. */
export interface Route {
	/** An http(s) proxy; absent = straight to the host. */
	proxy?: string | undefined;
	/** Whether the administrator named the proxy, so that its own address needs no check. */
	trustedProxy?: boolean;
	rejectUnauthorized: boolean;
}

export interface Pools {
	/** The dispatcher for a route; idle connections and origins without any are dropped by themselves. */
	for(route: Route): Promise<Dispatcher>;
	close(): Promise<void>;
}

/** Loaded at the first request: undici takes longer to load than everything else that n8n's start loads of us. */
const loadUndici = () => import('undici');

export function createPools(policy: TargetPolicy, resolver?: Resolver): Pools {
	const dispatchers = new Map<string, Promise<Dispatcher>>();
	return {
		for(route) {
			const key = `${route.proxy ?? ''} ${route.trustedProxy === true} ${route.rejectUnauthorized}`;
			let dispatcher = dispatchers.get(key);
			if (!dispatcher) {
				dispatcher = openDispatcher(route, policy, resolver);
				dispatchers.set(key, dispatcher);
			}
			return dispatcher;
		},
		async close() {
			const open = [...dispatchers.values()];
			dispatchers.clear();
			await Promise.all(open.map(async (dispatcher) => await (await dispatcher).close()));
		},
	};
}

async function openDispatcher(
	route: Route,
	policy: TargetPolicy,
	resolver?: Resolver,
): Promise<Dispatcher> {
	const undici = await loadUndici();
	const { rejectUnauthorized } = route;
	// The same for all connections: Node would make one for each, which costs as much as some requests.
	const secureContext = createSecureContext();
	const guardedPool = (origin: string | URL, options: object, endpoint: Endpoint) =>
		new undici.Pool(origin, {
			...options,
			connect: guardedConnector(undici, endpoint, policy, {
				rejectUnauthorized,
				secureContext,
				resolver,
			}),
		});
	const options: Pool.Options = {
		connections: CONNECTIONS_PER_ORIGIN,
		keepAliveTimeout: KEEP_ALIVE_MS,
		// The time-out of an attempt runs outside, over connecting, headers and body together.
		headersTimeout: 0,
		bodyTimeout: 0,
	};
	if (route.proxy === undefined) {
		return new undici.Agent({
			...options,
			factory: (origin, settings) =>
				guardedPool(origin, settings, endpointOf(new URL(origin.toString()))),
		});
	}
	return new undici.ProxyAgent({
		...options,
		uri: route.proxy,
		requestTls: { rejectUnauthorized, secureContext, timeout: CONNECT_TIMEOUT_MS },
		...(!route.trustedProxy && {
			// HTTPS is asked of the target inside the tunnel, not of the way to the proxy.
			clientFactory: (origin: URL, settings: object) =>
				guardedPool(origin, settings, { ...endpointOf(origin), secure: true }),
		}),
	});
}

interface ConnectionSettings {
	rejectUnauthorized: boolean;
	secureContext: SecureContext;
	resolver: Resolver | undefined;
}

/** Connects to one host, only ever to an address that the policy has let through. */
function guardedConnector(
	{ buildConnector }: typeof undiciModule,
	endpoint: Endpoint,
	policy: TargetPolicy,
	{ resolver, ...tls }: ConnectionSettings,
): ReturnType<typeof buildConnector> {
	const connect = buildConnector({
		...tls,
		timeout: CONNECT_TIMEOUT_MS,
		lookup: guardedLookup(endpoint, policy, resolver),
	} as Parameters<typeof buildConnector>[0]);
	return (options, callback) => {
		// Node looks up names only, so an address is judged here.
		const refusal = isIP(endpoint.hostname)
			? policy.refuseAddress(endpoint, endpoint.hostname)
			: undefined;
		if (refusal) callback(refusal, null);
		else connect(options, callback);
	};
}
