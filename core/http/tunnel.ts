/** Connections through a proxy: a tunnel for https (CONNECT, RFC 9110, 9.3.6), forwarded requests for http (7.6.2). */
import { STATUS_CODES } from 'node:http';
import type { Client } from 'undici';
import type { HeaderList } from './client';
import {
	CONNECT_TIMEOUT_MS,
	connectorFor,
	type Connector,
	type ConnectionSettings,
	type Undici,
} from './connector';
import { proxyRefusedError, proxyUnreachableError } from './proxy-error';
import { basicAuthorization } from './header-fields';

/** A proxy as requests need it, without its user. */
export interface Proxy {
	origin: string;
	/** `host:port`, shown in errors. */
	host: string;
	/** Its `Proxy-Authorization`; empty without a user. */
	headers: HeaderList;
}

/** @param address as `parseProxy` gives it */
export function proxyOf(address: string): Proxy {
	const url = new URL(address);
	const { username, password } = url;
	const pair = `${decoded(username)}:${decoded(password)}`;
	return {
		origin: url.origin,
		host: url.host,
		headers: username || password ? [['Proxy-Authorization', basicAuthorization(pair)]] : [],
	};
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

/** Connects to the target inside a tunnel that the proxy opens. */
export function tunnelConnector(
	undici: Undici,
	proxy: Proxy,
	connections: { toProxy: ConnectionSettings; toTarget: ConnectionSettings },
): Connector {
	const client = new undici.Pool(proxy.origin, {
		connect: proxyConnector(undici, proxy, connections.toProxy),
		headersTimeout: CONNECT_TIMEOUT_MS,
	});
	const inside = connectorFor(undici, { ...connections.toTarget, guard: undefined });
	return (options, callback) => {
		const target = options.port ? options.host : `${options.host}:443`;
		openTunnel(client, proxy, target ?? options.hostname).then(
			(socket) => inside({ ...options, httpSocket: socket }, callback),
			(error: Error) => callback(error, null),
		);
	};
}

/** A connector to the proxy itself, whose failures name it. */
export function proxyConnector(
	undici: Undici,
	proxy: Proxy,
	settings: ConnectionSettings,
): Connector {
	const connect = connectorFor(undici, settings);
	return (options, callback) =>
		connect(options, (...[error, socket]) => {
			if (error) callback(proxyUnreachableError(error, proxy.host), null);
			else callback(null, socket);
		});
}

type Tunnel = NonNullable<Parameters<Connector>[0]['httpSocket']>;

async function openTunnel(
	client: Pick<Client, 'connect'>,
	{ host, headers }: Proxy,
	target: string,
): Promise<Tunnel> {
	const fields = Object.fromEntries([['Host', target], ...headers]);
	const { socket, statusCode } = await client.connect({ path: target, headers: fields });
	if (statusCode >= 200 && statusCode < 300) return socket as Tunnel;
	socket.on('error', () => undefined).destroy();
	throw proxyRefusedError(host, target, statusCode, STATUS_CODES[statusCode] ?? '');
}
