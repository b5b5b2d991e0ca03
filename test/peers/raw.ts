/** A server that writes the bytes of a test as they are: what HTTP libraries do not let one send. */
import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';

/** What is known of a request without reading its body. */
export interface RawRequest {
	method: string;
	/** Path and query as they came. */
	target: string;
	/** Everything before the body. */
	head: string;
	/** 1 for the first request of its connection. */
	number: number;
	socket: Socket;
}

export interface RawPeer {
	port: number;
	origin: string;
	requests: RawRequest[];
	/** How many connections were opened. */
	connections(): number;
	close(): Promise<void>;
}

const END_OF_HEAD = '\r\n\r\n';

/** Takes requests one after the other on each connection, with bodies of a known length. */
export async function startRawPeer(
	respond: (request: RawRequest) => void,
	host = '127.0.0.1',
): Promise<RawPeer> {
	const requests: RawRequest[] = [];
	const sockets = new Set<Socket>();
	let opened = 0;
	const server = net.createServer((socket) => {
		opened++;
		sockets.add(socket);
		socket.on('close', () => sockets.delete(socket));
		socket.on('error', () => undefined);
		let pending = '';
		let number = 0;
		socket.on('data', (chunk) => {
			pending += chunk.toString('latin1');
			for (;;) {
				const end = pending.indexOf(END_OF_HEAD);
				const head = pending.slice(0, end);
				const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
				const next = end + END_OF_HEAD.length + length;
				if (end === -1 || pending.length < next) return;
				pending = pending.slice(next);
				const [method = '', target = ''] = head.split(' ', 2);
				const request = { method, target, head, number: ++number, socket };
				requests.push(request);
				respond(request);
			}
		});
	});
	server.listen(0, host);
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	return {
		port,
		origin: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
		requests,
		connections: () => opened,
		async close() {
			const closed = once(server, 'close');
			server.close();
			for (const socket of sockets) socket.destroy();
			await closed;
		},
	};
}

/** Ends every connection as soon as it is there. */
export async function startClosingPeer(): Promise<Pick<RawPeer, 'port' | 'connections' | 'close'>> {
	let opened = 0;
	const server = net.createServer((socket) => {
		opened++;
		socket.on('error', () => undefined);
		socket.resetAndDestroy();
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		port: (server.address() as AddressInfo).port,
		connections: () => opened,
		async close() {
			const closed = once(server, 'close');
			server.close();
			await closed;
		},
	};
}

/** A response with a body of a known length; field values are bytes, one for each character. */
export function rawResponse(
	status: string,
	fields: string[],
	body: Buffer | string = '',
	{ hasBody = true } = {},
): Buffer {
	const bytes = Buffer.from(body);
	const lines = [`HTTP/1.1 ${status}`, ...fields];
	if (hasBody) lines.push(`Content-Length: ${bytes.length}`);
	return Buffer.concat([Buffer.from(`${lines.join('\r\n')}${END_OF_HEAD}`, 'latin1'), bytes]);
}
