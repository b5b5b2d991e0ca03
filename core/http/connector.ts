/** How a connection is made: to permitted addresses only, one after the other, under TLS settings of ours. */
import { constants } from 'node:crypto';
import { isIP, type Socket } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';
import type undiciModule from 'undici';
import type { Client, Dispatcher, Pool } from 'undici';
import { guardedLookup, type Resolver } from './resolver';
import type { Endpoint, TargetPolicy } from './target-policy';
import type { TlsIdentity } from './tls-identity';

export type Undici = typeof undiciModule;
export type Connector = ReturnType<Undici['buildConnector']>;

/** Time to a connection, TLS included; the timeout of the attempt may end it earlier. */
export const CONNECT_TIMEOUT_MS = 30_000;

/**
 * Time for each address of a name but the last (Happy Eyeballs, RFC 8305). Twice what the standard recommends, because
 * Node gives an address up when it goes on to the next one.
 */
const ADDRESS_TIMEOUT_MS = 500;

/** Said outright: n8n turns it off for its whole process, so that only the first address would be tried. */
const ALL_ADDRESSES = {
	autoSelectFamily: true,
	autoSelectFamilyAttemptTimeout: ADDRESS_TIMEOUT_MS,
	timeout: CONNECT_TIMEOUT_MS,
};

export interface ConnectionSettings {
	/** What checks the addresses of a name; absent = the administrator named this host. */
	guard?: { endpoint: Endpoint; policy: TargetPolicy } | undefined;
	resolver?: Resolver | undefined;
	rejectUnauthorized: boolean;
	/** Shared by all connections: Node would make one for each, which costs as much as some requests. */
	secureContext: SecureContext;
}

/** Without checks of certificates servers may also be so old that they lack secure renegotiation, as with n8n's option. */
export const secureContextFor = (rejectUnauthorized: boolean, tls?: TlsIdentity): SecureContext =>
	createSecureContext({
		...tls?.contextOptions(),
		...(!rejectUnauthorized && { secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT }),
	});

/** Connects to one host, only ever to an address that the policy has let through. */
export function connectorFor(
	{ buildConnector }: Undici,
	{ guard, resolver, ...tls }: ConnectionSettings,
): Connector {
	const lookup = guard ? guardedLookup(guard.endpoint, guard.policy, resolver) : undefined;
	const connect = buildConnector({
		...tls,
		...ALL_ADDRESSES,
		...(lookup && { lookup }),
	});
	if (!guard) return connect;
	const { endpoint, policy } = guard;
	return (options, callback) => {
		// Node looks up names only, so an address is judged here.
		const refusal = isIP(endpoint.hostname)
			? policy.refuseAddress(endpoint, endpoint.hostname)
			: undefined;
		if (refusal) callback(refusal, null);
		else connect(options, callback);
	};
}

/** One connection of a pool. */
export interface ConnectionUse {
	/** Requests written since it was opened. */
	requests: number;
	/** Whether a request was written and its response has not begun; interim responses (1xx) do not count. */
	awaitsResponse: boolean;
}

/** A request that learns which connection it goes out on. */
export interface TrackedRequest extends Dispatcher.DispatchOptions {
	onConnection?: (use: ConnectionUse) => void;
}

/** A pool that tells each request whether its connection was used before. */
export function trackedPool(
	undici: Undici,
	origin: string | URL,
	options: Pool.Options & { connect: Connector },
): Pool {
	return new undici.Pool(origin, {
		...options,
		factory: (to, settings) => trackedClient(undici, to, { ...settings, connect: options.connect }),
	});
}

function trackedClient(
	undici: Undici,
	origin: URL,
	{ connect, ...settings }: Client.Options & { connect: Connector },
): Client {
	const use: ConnectionUse = { requests: 0, awaitsResponse: false };
	/** Why the last connection ended before anything was written to it. */
	let unusable: Error | undefined;
	const client = new undici.Client(origin, {
		...settings,
		connect: (options, callback) => {
			const reason = unusable;
			unusable = undefined;
			// Without this a host that ends each connection at once would be connected to again and again.
			if (reason) callback(reason, null);
			else {
				connect(options, (...[error, socket]) => {
					if (error) callback(error, null);
					else callback(null, withoutContinue(socket, use));
				});
			}
		},
	});
	client.on('connect', () => {
		use.requests = 0;
	});
	client.on('disconnect', (_origin, _targets, error) => {
		unusable = use.requests === 0 ? error : undefined;
	});
	const dispatch = client.dispatch.bind(client);
	client.dispatch = (request: TrackedRequest, handler) => {
		// Without waiting requests the last connection's end is of no interest.
		if (client.stats.size === 0) unusable = undefined;
		request.onConnection?.(use);
		return dispatch(request, handler);
	};
	return client;
}

const CONTINUE = /^HTTP\/1\.\d 100\D/;

/** The last digit of the status, in a line that begins like `CONTINUE`. */
const LAST_DIGIT = 'HTTP/1.1 10'.length;

/**
 * Makes a `100 Continue` a `102 Processing`: some servers send it without having been asked, and undici then gives the
 * connection up, while it passes over all other interim responses, as it has to (RFC 9110, 15.2).
 */
function withoutContinue<T extends Socket>(socket: T, use: ConnectionUse): T {
	const read = socket.read.bind(socket);
	socket.read = (size?: number) => {
		const chunk = read(size) as unknown;
		if (use.awaitsResponse && Buffer.isBuffer(chunk)) renameContinue(chunk);
		return chunk;
	};
	return socket;
}

function renameContinue(chunk: Buffer): void {
	let start = 0;
	while (CONTINUE.test(chunk.toString('latin1', start, start + LAST_DIGIT + 2))) {
		chunk[start + LAST_DIGIT] = '2'.charCodeAt(0);
		const end = chunk.indexOf('\r\n\r\n', start);
		if (end === -1) return;
		start = end + 4;
	}
}
