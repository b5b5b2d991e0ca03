/** A peer on loopback that keeps each request as it came off the wire. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedRequest {
	method: string;
	/** Path and query as sent. */
	target: string;
	/** Names in lower case, sorted; the values of a repeated name keep their order. */
	headers: Array<[name: string, value: string]>;
	body: Buffer;
}

/** What every client derives from the connection itself. */
const CONNECTION_HEADERS = ['host', 'connection', 'content-length', 'transfer-encoding'];

export class Peer {
	private readonly received: ReceivedRequest[] = [];

	private constructor(private readonly server: Server) {}

	static async start(): Promise<Peer> {
		const server = createServer();
		const peer = new Peer(server);
		server.on('request', (request, response) => {
			const chunks: Buffer[] = [];
			request.on('data', (chunk: Buffer) => chunks.push(chunk));
			request.on('end', () => {
				peer.received.push({
					method: request.method ?? '',
					target: request.url ?? '',
					headers: pairsOf(request.rawHeaders),
					body: Buffer.concat(chunks),
				});
				response.end();
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return peer;
	}

	get origin(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	/** The requests since the last call. */
	take(): ReceivedRequest[] {
		return this.received.splice(0);
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}
}

function pairsOf(rawHeaders: string[]): Array<[string, string]> {
	const pairs: Array<[string, string]> = [];
	for (let index = 0; index < rawHeaders.length; index += 2) {
		const name = rawHeaders[index]!.toLowerCase();
		if (!CONNECTION_HEADERS.includes(name)) pairs.push([name, rawHeaders[index + 1]!]);
	}
	return pairs.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
}
