/** The reverse proxy in front of queue mode: webhooks go to the processors in turn, everything else to main. */
import { once } from 'node:events';
import { createServer, request as sendRequest } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

export interface Balancer {
	url: string;
	close(): Promise<void>;
}

export interface BalancerTargets {
	main: number;
	/** Ports of the webhook processors, looked up for each request. */
	processors: () => number[];
}

const HOST = '127.0.0.1';

/** @param port 0 for any free one */
export async function startBalancer(port: number, targets: BalancerTargets): Promise<Balancer> {
	let turn = 0;
	const portsFor = (url: string): number[] => {
		if (!/^\/webhook(-waiting)?\//.test(url)) return [targets.main];
		const processors = targets.processors();
		const first = turn++ % processors.length;
		return [...processors.slice(first), ...processors.slice(0, first)];
	};
	const server: Server = createServer((request, response) => {
		forward(request, response, portsFor(request.url ?? '/'));
	});
	server.on('upgrade', (request: IncomingMessage, client: Duplex, head: Buffer) =>
		tunnel(request, client, head, targets.main),
	);
	server.listen(port, HOST);
	await once(server, 'listening');
	return {
		url: `http://localhost:${(server.address() as AddressInfo).port}`,
		async close() {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
}

/** Sends a request to the first target that can be connected to; only then is the body passed on. */
function forward(incoming: IncomingMessage, response: ServerResponse, ports: number[]): void {
	const [port, ...others] = ports;
	if (port === undefined) {
		response.writeHead(502).end();
		return;
	}
	let connected = false;
	const outgoing = sendRequest({
		host: HOST,
		port,
		method: incoming.method,
		path: incoming.url,
		headers: { ...incoming.headers, 'x-forwarded-for': incoming.socket.remoteAddress ?? '' },
		agent: false,
	});
	outgoing.on('socket', (socket) =>
		socket.once('connect', () => {
			connected = true;
			incoming.pipe(outgoing);
		}),
	);
	outgoing.on('response', (answer) => {
		response.writeHead(answer.statusCode ?? 502, answer.headers);
		answer.pipe(response);
		answer.on('error', () => response.destroy());
	});
	outgoing.on('error', () => {
		if (!connected) forward(incoming, response, others);
		// The target died over this request: whether it took effect is unknown, as behind any proxy.
		else if (!response.headersSent) response.writeHead(502).end();
		else response.destroy();
	});
	response.on('close', () => outgoing.destroy());
}

/** WebSockets (the editor's) are passed through byte by byte. */
function tunnel(request: IncomingMessage, client: Duplex, head: Buffer, port: number): void {
	const upstream = connect(port, HOST, () => {
		const headers = request.rawHeaders.map((text, index) => text + (index % 2 ? '\r\n' : ': '));
		upstream.write(`${request.method} ${request.url} HTTP/1.1\r\n${headers.join('')}\r\n`);
		upstream.write(head);
		client.pipe(upstream).pipe(client);
	});
	for (const [from, to] of [
		[client, upstream],
		[upstream, client],
	] as const) {
		from.on('error', () => to.destroy());
		from.on('close', () => to.destroy());
	}
}
