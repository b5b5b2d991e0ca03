/** A proxy on loopback: tunnels, forwards, or refuses. */
import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo, type Socket } from 'node:net';

export interface ProxyPeer {
	port: number;
	/** `CONNECT host:port`, or method and address of a forwarded request, each with the credentials that came. */
	seen: string[];
	close(): Promise<void>;
}

/** @param refuse the status of every response; without it the proxy does what it is asked */
export async function startProxy(refuse?: number): Promise<ProxyPeer> {
	const seen: string[] = [];
	const sockets = new Set<Socket>();
	const note = ({ method, url, headers }: http.IncomingMessage) =>
		seen.push([method, url, headers['proxy-authorization']].filter(Boolean).join(' '));
	const server = http.createServer((request, response) => {
		note(request);
		if (refuse !== undefined) return void response.writeHead(refuse).end();
		const headers = { ...request.headers };
		delete headers['proxy-authorization'];
		const upstream = http.request(request.url ?? '', { method: request.method, headers });
		upstream.on('response', (reply) => {
			response.writeHead(reply.statusCode ?? 502, reply.headers);
			reply.pipe(response);
		});
		request.pipe(upstream);
	});
	server.on('connect', (request, socket: Socket) => {
		note(request);
		socket.on('error', () => undefined);
		if (refuse !== undefined) {
			socket.end(`HTTP/1.1 ${refuse} ${http.STATUS_CODES[refuse]}\r\nContent-Length: 0\r\n\r\n`);
			return;
		}
		const upstream = net.connect(Number(request.url?.split(':').pop()), '127.0.0.1', () => {
			socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
			upstream.pipe(socket).pipe(upstream);
		});
		upstream.on('error', () => socket.destroy());
		socket.on('close', () => upstream.destroy());
	});
	server.on('connection', (socket: Socket) => {
		sockets.add(socket);
		socket.on('close', () => sockets.delete(socket));
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		port: (server.address() as AddressInfo).port,
		seen,
		close: async () => {
			const closed = once(server, 'close');
			server.close();
			for (const socket of sockets) socket.destroy();
			await closed;
		},
	};
}
