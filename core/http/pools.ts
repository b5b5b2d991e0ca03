/** Connections that are kept and used again, one set for each way of connecting. */
import { LRUCache } from 'lru-cache';
import type { Dispatcher, Pool } from 'undici';
import {
	connectorFor,
	secureContextFor,
	trackedPool,
	type ConnectionSettings,
	type Connector,
	type Undici,
} from './connector';
import type { Resolver } from './resolver';
import { endpointOf, type Endpoint, type TargetPolicy } from './target-policy';
import type { TlsIdentity } from './tls-identity';
import { proxyConnector, proxyOf, tunnelConnector } from './tunnel';

/** How long an idle connection stays open, unless the server names its own time: below the 2 s of gunicorn. */
const KEEP_ALIVE_MS = 1_500;
/** Most connections to one origin; the `concurrency` of a node is the usual limit. */
const CONNECTIONS_PER_ORIGIN = 128;

/** Ways of connecting that are kept: a proxy by expression may be another one for each item. */
export const MAX_ROUTES = 20;

/** A way of connecting; requests of the same way share their connections. */
export interface Route {
	/** An http(s) proxy; absent = straight to the host. */
	proxy?: string | undefined;
	/** Whether the administrator named the proxy, so that its own address needs no check. */
	trustedProxy?: boolean;
	rejectUnauthorized: boolean;
	/** What the target is shown and who may vouch for it; the proxy is not concerned. */
	tls?: TlsIdentity | undefined;
}

export interface Pools {
	/** The dispatcher for a route; idle connections and origins without any are dropped by themselves. */
	for(route: Route): Promise<Dispatcher>;
	close(): Promise<void>;
}

/** Loaded at the first request: undici takes longer to load than everything else that n8n's start loads of us. */
const loadUndici = () => import('undici');

export function createPools(policy: TargetPolicy, resolver?: Resolver): Pools {
	const closing = new Set<Promise<void>>();
	// Requests under way come to their end; one that was given this dispatcher has been dispatched by then.
	const close = (dispatcher: Promise<Dispatcher>): void => {
		const closed = dispatcher
			.then(
				async (open) => await open.close(),
				() => undefined,
			)
			.finally(() => closing.delete(closed));
		closing.add(closed);
	};
	const dispatchers = new LRUCache<string, Promise<Dispatcher>>({
		max: MAX_ROUTES,
		dispose: close,
	});
	return {
		for(route) {
			const key = keyOf(route);
			let dispatcher = dispatchers.get(key);
			if (!dispatcher) {
				dispatcher = openDispatcher(route, policy, resolver);
				dispatchers.set(key, dispatcher);
			}
			return dispatcher;
		},
		async close() {
			dispatchers.clear();
			await Promise.all(closing);
		},
	};
}

const keyOf = ({ proxy = '', trustedProxy = false, rejectUnauthorized, tls }: Route): string =>
	[proxy, trustedProxy, rejectUnauthorized, tls?.id ?? ''].join(' ');

async function openDispatcher(
	route: Route,
	policy: TargetPolicy,
	resolver?: Resolver,
): Promise<Dispatcher> {
	const undici = await loadUndici();
	const { rejectUnauthorized, tls } = route;
	const toTarget: ConnectionSettings = {
		rejectUnauthorized,
		secureContext: secureContextFor(rejectUnauthorized, tls),
		resolver,
	};
	const guarded = (settings: ConnectionSettings, endpoint: Endpoint): ConnectionSettings => ({
		...settings,
		guard: { endpoint, policy },
	});
	const secureProxy = (address: URL): ConnectionSettings => {
		const toProxy = { ...toTarget, secureContext: secureContextFor(rejectUnauthorized) };
		// HTTPS is asked of the target, not of the way to the proxy.
		return route.trustedProxy
			? toProxy
			: guarded(toProxy, { ...endpointOf(address), secure: true });
	};
	const connectTo =
		route.proxy === undefined
			? (origin: URL) => connectorFor(undici, guarded(toTarget, endpointOf(origin)))
			: connectThrough(undici, route.proxy, secureProxy, toTarget);
	const options: Pool.Options = {
		connections: CONNECTIONS_PER_ORIGIN,
		keepAliveTimeout: KEEP_ALIVE_MS,
		// The timeout of an attempt runs outside, over connecting, headers and body together.
		headersTimeout: 0,
		bodyTimeout: 0,
	};
	return new undici.Agent({
		...options,
		factory: (origin, settings) =>
			trackedPool(undici, origin, {
				...settings,
				connect: connectTo(new URL(origin.toString())),
			}),
	});
}

/** Requests to the origin of the proxy itself are those that it forwards; all others go through tunnels. */
function connectThrough(
	undici: Undici,
	address: string,
	settingsFor: (proxy: URL) => ConnectionSettings,
	toTarget: ConnectionSettings,
): (origin: URL) => Connector {
	const proxy = proxyOf(address);
	const toProxy = settingsFor(new URL(proxy.origin));
	return (origin) =>
		origin.origin === proxy.origin
			? proxyConnector(undici, proxy, toProxy)
			: tunnelConnector(undici, proxy, { toProxy, toTarget });
}
