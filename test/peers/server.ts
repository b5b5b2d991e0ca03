/** A loopback server that a test writes as a table of paths, and that keeps what it received. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
	method: string;
	/** Path and query as they came. */
	target: string;
	url: URL;
	headers: IncomingHttpHeaders;
	body: Buffer;
}

export interface Reply {
	status: number;
	headers?: Record<string, string>;
	/** Text as it is, anything else as JSON. */
	body?: unknown;
}

export type Handler = (request: Received) => Reply | Promise<Reply>;

export class Peer {
	readonly received: Received[] = [];

	private constructor(
		private readonly server: Server,
		readonly origin: string,
	) {}

	/** @param routes what answers a path; other paths answer 404 */
	static async start(routes: Record<string, Handler>): Promise<Peer> {
		const server = createServer();
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		const { port } = server.address() as AddressInfo;
		const peer = new Peer(server, `http://127.0.0.1:${port}`);
		server.on('request', (incoming, outgoing) => {
			const chunks: Buffer[] = [];
			incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
			incoming.on('end', () => {
				const request: Received = {
					method: incoming.method ?? '',
					target: incoming.url ?? '',
					url: new URL(incoming.url ?? '', peer.origin),
					headers: incoming.headers,
					body: Buffer.concat(chunks),
				};
				peer.received.push(request);
				const handler: Handler = routes[request.url.pathname] ?? (() => ({ status: 404 }));
				Promise.resolve(handler(request)).then(
					({ status, headers = {}, body = '' }) => {
						const isText = typeof body === 'string';
						outgoing.writeHead(status, {
							...(isText ? {} : { 'content-type': 'application/json' }),
							...headers,
						});
						outgoing.end(isText ? body : JSON.stringify(body));
					},
					(error: Error) => outgoing.writeHead(500).end(error.message),
				);
			});
		});
		return peer;
	}

	/** The requests for one path. */
	requestsTo(path: string): Received[] {
		return this.received.filter(({ url }) => url.pathname === path);
	}

	async stop(): Promise<void> {
		this.server.close();
		this.server.closeAllConnections();
		await once(this.server, 'close');
	}
}
