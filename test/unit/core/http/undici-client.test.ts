import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import zlib from 'node:zlib';
import type { HttpRequest } from '../../../../core/http/client';
import {
	createHttpClient,
	type ClosableHttpClient,
	type EgressFilter,
} from '../../../../core/http/undici-client';
import type { Resolver } from '../../../../core/http/resolver';
import { startPeer, type Handler, type Peer } from '../../../fixtures/https-peer';

const MIB = 1024 * 1024;

const send = async (client: ClosableHttpClient, url: string, extra: Partial<HttpRequest> = {}) =>
	await client.send({
		method: 'GET',
		url: new URL(url),
		headers: [],
		timeoutMs: 10_000,
		maxResponseBytes: MIB,
		redirect: { follow: false, max: 0 },
		...extra,
	});

/** Every name leads to loopback, as a hostile DNS server could have it. */
const toLoopback: Resolver = (_hostname, options, callback) => {
	if (options.all) callback(null, [{ address: '127.0.0.1', family: 4 }]);
	else callback(null, '127.0.0.1', 4);
};

const routes: Record<string, Handler> = {
	'/ok': (_request, response) =>
		void response.writeHead(200, { 'set-cookie': ['a=1', 'b=2'], 'x-list': ['1', '2'] }).end('ok'),
	'/silent': () => undefined,
	'/half': (_request, response) => {
		response.writeHead(200, { 'content-length': '100' }).write('half');
	},
	'/cut': (_request, response) => {
		response
			.writeHead(200, { 'content-length': '100' })
			.write('cut', () => response.socket?.destroy());
	},
	'/drop': ({ socket }) => void socket.destroy(),
	'/gzip': (_request, response) =>
		void response.writeHead(200, { 'content-encoding': 'gzip' }).end(zlib.gzipSync('zipped')),
	'/deflate': (_request, response) =>
		void response.writeHead(200, { 'content-encoding': 'deflate' }).end(zlib.deflateSync('zipped')),
	'/twice': (_request, response) =>
		void response
			.writeHead(404, { 'content-encoding': 'gzip, br' })
			.end(zlib.brotliCompressSync(zlib.gzipSync('zipped'))),
	'/not-gzip': (_request, response) =>
		void response.writeHead(200, { 'content-encoding': 'gzip' }).end('plain'),
	'/bomb': (_request, response) =>
		void response
			.writeHead(200, { 'content-encoding': 'gzip' })
			.end(zlib.gzipSync(Buffer.alloc(100 * MIB))),
	'/endless': (_request, response) => {
		const chunk = Buffer.alloc(MIB);
		const more = (): void => void (response.destroyed || response.write(chunk, more));
		more();
	},
	'/informed': (_request, response) => {
		response.writeEarlyHints({ link: '</style.css>; rel=preload' });
		response.end('after hints');
	},
	'/seen': ({ headers, method, body }, response) =>
		void response.end(JSON.stringify({ method, headers, body: body.toString() })),
};

describe('the HTTP client', () => {
	let peer: Peer;
	let other: Peer;
	const clients: ClosableHttpClient[] = [];
	const clientOf = (...options: Parameters<typeof createHttpClient>) => {
		const client = createHttpClient(...options);
		clients.push(client);
		return client;
	};
	let client: ClosableHttpClient;

	beforeAll(async () => {
		const handler: Handler = (request, response) => {
			const { pathname, searchParams } = new URL(request.url, 'https://peer');
			const to = searchParams.get('to');
			if (to !== null) {
				response.writeHead(Number(searchParams.get('status') ?? 302), { location: to }).end();
			} else {
				void (routes[pathname] ?? routes['/ok'])?.(request, response);
			}
		};
		peer = await startPeer(handler);
		other = await startPeer(handler);
		client = clientOf({ allowedHosts: 'localhost,127.0.0.1' });
	});
	afterAll(async () => {
		await peer.close();
		await other.close();
		await Promise.all(clients.map(async (each) => await each.close()));
	});
	beforeEach(() => {
		peer.seen.length = 0;
		other.seen.length = 0;
	});

	it('gives status, fields and bytes of the answer', async () => {
		const answer = await send(client, `${peer.origin}/ok`);
		expect(answer).toMatchObject({
			status: 200,
			statusText: 'OK',
			headers: { 'set-cookie': ['a=1', 'b=2'], 'x-list': '1, 2' },
			url: `${peer.origin}/ok`,
		});
		expect(answer.body.toString()).toBe('ok');
	});

	it('sends method, fields and body as they are', async () => {
		const answer = await send(client, `${peer.origin}/seen`, {
			method: 'PATCH',
			headers: [
				['X-One', '1'],
				['Accept-Encoding', 'identity'],
			],
			body: Buffer.from('böse'),
		});
		expect(JSON.parse(answer.body.toString())).toMatchObject({
			method: 'PATCH',
			headers: { 'x-one': '1', 'accept-encoding': 'identity', 'content-length': '5' },
			body: 'böse',
		});
		expect(peer.seen[0]?.rawHeaders).toContain('X-One');
	});

	it('uses its connections again', async () => {
		const before = peer.connections();
		for (let turn = 0; turn < 20; turn++) await send(client, `${peer.origin}/ok`);
		expect(peer.connections() - before).toBeLessThanOrEqual(2);
	});

	it('skips interim answers', async () => {
		expect((await send(client, `${peer.origin}/informed`)).body.toString()).toBe('after hints');
	});

	it.each(['/gzip', '/deflate', '/twice'])('decompresses %s', async (path) => {
		expect((await send(client, `${peer.origin}${path}`)).body.toString()).toBe('zipped');
	});

	it('expects no body of an answer to HEAD', async () => {
		const answer = await send(client, `${peer.origin}/gzip`, { method: 'HEAD' });
		expect(answer.body).toHaveLength(0);
	});

	it.each([
		['/not-gzip', 'HTTP_DECODING'],
		['/bomb', 'HTTP_RESPONSE_TOO_LARGE'],
		['/endless', 'HTTP_RESPONSE_TOO_LARGE'],
		['/cut', 'HTTP_CONNECT'],
		['/drop', 'HTTP_CONNECT'],
	])('fails %s with %s', async (path, code) => {
		await expect(send(client, `${peer.origin}${path}`)).rejects.toMatchObject({ code });
	});

	it.each(['/silent', '/half'])('ends %s at its time-out', async (path) => {
		const sent = send(client, `${peer.origin}${path}`, { timeoutMs: 100 });
		await expect(sent).rejects.toMatchObject({
			code: 'HTTP_TIMEOUT',
			message: expect.stringContaining('100 ms'),
		});
	});

	it('ends a connection that is never made at its time-out', async () => {
		const sockets: net.Socket[] = [];
		// Takes the connection and never answers the TLS greeting.
		const mute = net.createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
		await once(mute, 'listening');
		const { port } = mute.address() as AddressInfo;
		const sent = send(client, `https://localhost:${port}/`, { timeoutMs: 100 });
		await expect(sent).rejects.toMatchObject({ code: 'HTTP_TIMEOUT' });
		for (const socket of sockets) socket.destroy();
		mute.close();
	});

	it('stops when it is told to', async () => {
		const controller = new AbortController();
		const sent = send(client, `${peer.origin}/half`, { signal: controller.signal });
		const refused = expect(sent).rejects.toMatchObject({ code: 'HTTP_ABORTED' });
		controller.abort();
		await refused;
		await expect(
			send(client, `${peer.origin}/ok`, { signal: controller.signal }),
		).rejects.toMatchObject({ code: 'HTTP_ABORTED' });
	});

	it('names a host that refuses the connection', async () => {
		await expect(send(client, 'https://localhost:1/')).rejects.toMatchObject({
			code: 'HTTP_CONNECT',
			message: 'The connection to localhost:1 failed: the host refused it',
		});
	});

	it('names a domain that does not exist', async () => {
		const resolver: Resolver = (_hostname, _options, callback) =>
			callback(Object.assign(new Error('x'), { code: 'ENOTFOUND' }), []);
		await expect(send(clientOf({ resolver }), 'https://nowhere.example/')).rejects.toMatchObject({
			code: 'HTTP_DNS',
		});
	});

	it('trusts no certificate of an unknown authority, unless told to', async () => {
		const stranger = await startPeer((_request, response) => void response.end('hello'), {
			trusted: false,
		});
		await expect(send(client, stranger.origin)).rejects.toMatchObject({ code: 'HTTP_TLS' });
		const answer = await send(client, stranger.origin, { allowUnauthorizedCerts: true });
		expect(answer.body.toString()).toBe('hello');
		await stranger.close();
	});

	it('trusts no certificate of another name', async () => {
		const resolver = toLoopback;
		const named = clientOf({ allowedHosts: 'other.example', resolver });
		await expect(send(named, `https://other.example:${peer.port}/ok`)).rejects.toMatchObject({
			code: 'HTTP_TLS',
		});
	});

	describe('the target policy', () => {
		it('holds for the address that a name has at the moment of connecting', async () => {
			const before = peer.connections();
			const rebound = clientOf({ resolver: toLoopback });
			await expect(
				send(rebound, `https://harmless.example:${peer.port}/ok`, { allowUnauthorizedCerts: true }),
			).rejects.toMatchObject({ code: 'TARGET_PRIVATE_ADDRESS' });
			expect(peer.connections()).toBe(before);
		});

		it('holds for every redirect hop', async () => {
			const target = encodeURIComponent('https://169.254.169.254/latest/meta-data');
			await expect(
				send(client, `${peer.origin}/?to=${target}`, { redirect: { follow: true, max: 5 } }),
			).rejects.toMatchObject({ code: 'TARGET_IP_ADDRESS' });
			const plain = encodeURIComponent('http://example.com/');
			await expect(
				send(client, `${peer.origin}/?to=${plain}`, { redirect: { follow: true, max: 5 } }),
			).rejects.toMatchObject({ code: 'TARGET_NOT_HTTPS' });
		});

		it('holds for the allowed domains of a credential on every hop', async () => {
			const target = encodeURIComponent(`https://127.0.0.1:${other.port}/ok`);
			await expect(
				send(client, `${peer.origin}/?to=${target}`, {
					redirect: { follow: true, max: 5 },
					allowedDomains: ['localhost'],
				}),
			).rejects.toMatchObject({ code: 'TARGET_NOT_IN_ALLOWED_DOMAINS' });
			expect(other.seen).toHaveLength(0);
		});

		it("leaves the last word to n8n's filter", async () => {
			const asked: string[] = [];
			const egressFilter: EgressFilter = {
				validateUrl: async (url) => {
					asked.push(url.pathname);
					return url.pathname === '/ok'
						? { ok: false, error: new Error('not here') }
						: { ok: true };
				},
				createSecureLookup: () => toLoopback,
			};
			const filtered = clientOf({ allowedHosts: 'localhost', egressFilter });
			await expect(
				send(filtered, `${peer.origin}/?to=/ok`, { redirect: { follow: true, max: 5 } }),
			).rejects.toMatchObject({ code: 'TARGET_EGRESS_FILTER' });
			expect(asked).toEqual(['/', '/ok']);
		});
	});

	describe('redirects', () => {
		it('are left alone unless they are to be followed', async () => {
			expect((await send(client, `${peer.origin}/?to=/ok`)).status).toBe(302);
		});

		it('are followed to the end, which the answer names', async () => {
			const answer = await send(client, `${peer.origin}/?status=303&to=/seen`, {
				method: 'POST',
				headers: [
					['Content-Type', 'text/plain'],
					['Authorization', 'Bearer x'],
				],
				body: Buffer.from('x'),
				redirect: { follow: true, max: 1 },
			});
			expect(answer.url).toBe(`${peer.origin}/seen`);
			const seen = JSON.parse(answer.body.toString()) as { method: string; headers: object };
			expect(seen.method).toBe('GET');
			expect(seen.headers).toHaveProperty('authorization', 'Bearer x');
			expect(seen.headers).not.toHaveProperty('content-type');
		});

		it('carry no credentials to another origin', async () => {
			const target = encodeURIComponent(`${other.origin}/seen`);
			const answer = await send(client, `${peer.origin}/?status=307&to=${target}`, {
				method: 'POST',
				headers: [
					['Authorization', 'Bearer x'],
					['X-Own-Sign', 's'],
					['X-Plain', 'p'],
				],
				sensitiveHeaders: ['X-Own-Sign'],
				body: Buffer.from('x'),
				redirect: { follow: true, max: 1 },
			});
			const { headers } = JSON.parse(answer.body.toString()) as { headers: object };
			expect(headers).toMatchObject({ 'x-plain': 'p' });
			expect(headers).not.toHaveProperty('authorization');
			expect(headers).not.toHaveProperty('x-own-sign');
		});

		it('end at their limit', async () => {
			const loop = encodeURIComponent('/?to=/?to=/');
			await expect(
				send(client, `${peer.origin}/?to=${loop}`, { redirect: { follow: true, max: 1 } }),
			).rejects.toMatchObject({ code: 'HTTP_TOO_MANY_REDIRECTS' });
		});
	});

	describe('proxies', () => {
		let proxy: http.Server;
		let tunnels: string[];
		let proxyUrl: string;
		beforeAll(async () => {
			proxy = http.createServer().on('connect', (request, socket: net.Socket) => {
				tunnels.push(`${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim());
				const { port } = new URL(`http://${request.url}`);
				const upstream = net.connect(Number(port), '127.0.0.1', () => {
					socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
					upstream.pipe(socket).pipe(upstream);
				});
				upstream.on('error', () => socket.destroy());
				socket.on('error', () => upstream.destroy());
			});
			proxy.listen(0, '127.0.0.1');
			await once(proxy, 'listening');
			proxyUrl = `http://u:p@localhost:${(proxy.address() as AddressInfo).port}`;
		});
		beforeEach(() => {
			tunnels = [];
		});
		afterAll(() => {
			proxy.close();
			proxy.closeAllConnections();
		});

		it('of the environment are used, with their own user', async () => {
			const proxied = clientOf({
				allowedHosts: `localhost:${peer.port}`,
				proxies: { httpsProxy: proxyUrl },
			});
			expect((await send(proxied, `${peer.origin}/ok`)).status).toBe(200);
			expect(tunnels).toEqual([`localhost:${peer.port} Basic ${btoa('u:p')}`]);
		});

		it('of the environment are passed by for NO_PROXY', async () => {
			const direct = clientOf({
				allowedHosts: 'localhost',
				proxies: { httpsProxy: proxyUrl, noProxy: 'localhost' },
			});
			expect((await send(direct, `${peer.origin}/ok`)).status).toBe(200);
			expect(tunnels).toEqual([]);
		});

		it('of the option are used when their address may be reached', async () => {
			expect((await send(client, `${peer.origin}/ok`, { proxy: proxyUrl })).status).toBe(200);
			expect(tunnels).toHaveLength(1);
			const strict = clientOf({ allowedHosts: `localhost:${peer.port}` });
			await expect(send(strict, `${peer.origin}/ok`, { proxy: proxyUrl })).rejects.toMatchObject({
				code: 'TARGET_LOCAL_NAME',
			});
			const address = proxyUrl.replace('localhost', '127.0.0.1');
			await expect(send(strict, `${peer.origin}/ok`, { proxy: address })).rejects.toMatchObject({
				code: 'TARGET_PRIVATE_ADDRESS',
			});
			expect(tunnels).toHaveLength(1);
		});

		it('get no request whose target is refused', async () => {
			const resolver = toLoopback;
			const proxied = clientOf({ proxies: { httpsProxy: proxyUrl }, resolver });
			await expect(send(proxied, 'https://inner.example/')).rejects.toMatchObject({
				code: 'TARGET_PRIVATE_ADDRESS',
			});
			expect(tunnels).toEqual([]);
		});

		it('may know a name that is unknown here', async () => {
			const resolver: Resolver = (_hostname, _options, callback) =>
				callback(Object.assign(new Error('x'), { code: 'ENOTFOUND' }), []);
			const proxied = clientOf({ proxies: { httpsProxy: proxyUrl }, resolver });
			const sent = send(proxied, `https://inner.example:${peer.port}/ok`, {
				allowUnauthorizedCerts: true,
			});
			expect((await sent).status).toBe(200);
			expect(tunnels).toEqual([`inner.example:${peer.port} Basic ${btoa('u:p')}`]);
		});
	});
});
