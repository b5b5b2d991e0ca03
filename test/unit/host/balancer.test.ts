import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';

import { startBalancer, type Balancer } from '../../../host/balancer';
import { freePort } from '../../../host/ports';

const servers: Server[] = [];
let balancer: Balancer;
let ports: { main: number; first: number; second: number };

/** Answers with its name, the path and the body that it got; echoes what comes after an upgrade. */
async function startTarget(name: string): Promise<number> {
	const server = createServer((request, response) => {
		let body = '';
		request.on('data', (chunk: Buffer) => (body += chunk.toString()));
		request.on('end', () => response.end(`${name} ${request.url} ${body}`));
	});
	server.on('upgrade', (_request, socket) => {
		socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n');
		socket.pipe(socket);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	servers.push(server);
	return (server.address() as AddressInfo).port;
}

const post = async (path: string, body = '') => {
	const response = await fetch(balancer.url + path, { method: 'POST', body });
	return `${response.status} ${await response.text()}`;
};

beforeEach(async () => {
	ports = {
		main: await startTarget('main'),
		first: await startTarget('first'),
		second: await startTarget('second'),
	};
	balancer = await startBalancer(0, {
		main: ports.main,
		processors: () => [ports.first, ports.second],
	});
});

afterEach(async () => {
	await balancer.close();
	for (const server of servers.splice(0)) {
		server.closeAllConnections();
		server.close();
	}
});

it('sends webhooks to the processors in turn, all else to main', async () => {
	expect(await post('/webhook/a', 'body')).toBe('200 first /webhook/a body');
	expect(await post('/webhook/a', 'body')).toBe('200 second /webhook/a body');
	expect(await post('/webhook-test/a')).toBe('200 main /webhook-test/a ');
	expect(await post('/rest/login', 'body')).toBe('200 main /rest/login body');
});

it('passes a processor over that cannot be reached', async () => {
	ports.first = await freePort();
	expect(await post('/webhook/a', 'body')).toBe('200 second /webhook/a body');
	expect(await post('/webhook/a', 'body')).toBe('200 second /webhook/a body');
});

it('answers 502 when none can be reached', async () => {
	ports.first = ports.second = await freePort();
	expect(await post('/webhook/a', 'body')).toBe('502 ');
});

it("passes the editor's WebSockets through", async () => {
	const socket = connect(Number(new URL(balancer.url).port), '127.0.0.1');
	socket.write(
		'GET /rest/push HTTP/1.1\r\nHost: n8n\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
	);
	const [accepted] = (await once(socket, 'data')) as [Buffer];
	expect(accepted.toString()).toContain('101 Switching Protocols');
	socket.write('ping');
	const [echo] = (await once(socket, 'data')) as [Buffer];
	expect(echo.toString()).toBe('ping');
	socket.destroy();
});
