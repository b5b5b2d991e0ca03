import net from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { HttpRequest } from '../../../../core/http/client';
import { tlsFault } from '../../../../core/http/protocol-error';
import type { Resolver } from '../../../../core/http/resolver';
import { createHttpClient, type ClosableHttpClient } from '../../../../core/http/undici-client';
import { startPeer } from '../../../fixtures/https-peer';
import { startOddPeer } from '../../../peers/odd-responses';
import { startClosingPeer, startRawPeer, rawResponse, type RawPeer } from '../../../peers/raw';
import {
	startExpired,
	startHttp2Only,
	startHttp2Plain,
	startLegacyRenegotiation,
	startNotYetValid,
	startOldTls,
	startPlainHttp,
	startTls,
	type TlsPeer,
} from '../../../peers/tls';

const clients: ClosableHttpClient[] = [];
const clientOf = (...options: Parameters<typeof createHttpClient>) => {
	const client = createHttpClient(...options);
	clients.push(client);
	return client;
};
afterAll(async () => {
	await Promise.all(clients.map(async (each) => await each.close()));
});

const request = (url: string, extra: Partial<HttpRequest> = {}): HttpRequest => ({
	method: 'GET',
	url: new URL(url),
	headers: [],
	timeoutMs: 10_000,
	maxResponseBytes: 1024,
	redirect: { follow: false, max: 0 },
	...extra,
});

describe('a host that cannot be talked to', () => {
	const client = clientOf({ allowedHosts: 'localhost,127.0.0.1' });

	it.each<[what: string, start: () => Promise<TlsPeer>, scheme: string, reason: string]>([
		['HTTP/2 only', startHttp2Only, 'https', 'speaks only HTTP/2'],
		['HTTP/2 without negotiation', startHttp2Plain, 'http', 'speaks only HTTP/2'],
		['plain HTTP', startPlainHttp, 'https', 'does not speak TLS on this port'],
		['TLS', startTls, 'http', 'expects TLS on this port'],
		['old TLS', startOldTls, 'https', 'speaks only a version of TLS below 1.2'],
		[
			'no secure renegotiation',
			startLegacyRenegotiation,
			'https',
			'does not support secure renegotiation',
		],
		['an expired certificate', startExpired, 'https', 'has an expired certificate'],
		['a certificate of the future', startNotYetValid, 'https', 'is not valid yet'],
	])('says that it has %s', async (_what, start, scheme, reason) => {
		const peer = await start();
		try {
			const host = `localhost:${peer.port}`;
			await expect(client.send(request(`${scheme}://${host}/`))).rejects.toMatchObject({
				message: expect.stringContaining(reason) as string,
				hint: expect.stringMatching(/\w+\.$/) as string,
			});
		} finally {
			await peer.close();
		}
	});

	it.each([
		['chunk-spaces', /valid HTTP\/1\.1 response \(Invalid character in chunk size\)$/],
		['fields-folded', /valid HTTP\/1\.1 response \(Unexpected whitespace after header value\)$/],
		['length-twice', /valid HTTP\/1\.1 response \(its length or its header fields\)$/],
		['fields-large', /header fields of the response of \S+ are larger than 16384 bytes$/],
		['chunk-cut', /^127\.0\.0\.1:\d+ closed the connection before its response was complete$/],
		['length-cut', /^127\.0\.0\.1:\d+ closed the connection before its response was complete$/],
	])('says what is wrong with a response: %s', async (name, message) => {
		const peer = await startOddPeer();
		try {
			await expect(client.send(request(`${peer.origin}/${name}`))).rejects.toMatchObject({
				message: expect.stringMatching(message) as string,
			});
		} finally {
			await peer.close();
		}
	});

	it('passes over 100 Continue where a response begins, and leaves it where it is content', async () => {
		const interim = 'HTTP/1.1 100 Continue\r\n\r\n';
		const head = 'HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n';
		const peer = await startRawPeer(({ socket }) => {
			socket.write(interim + interim + head);
			// On its own, so that it is the beginning of what is read.
			setImmediate(() => socket.write(interim + interim));
		});
		try {
			const { body } = await client.send(request(peer.origin));
			expect(body.toString()).toBe(interim + interim);
		} finally {
			await peer.close();
		}
	});

	it('says that its certificate is of a foreign authority, or for another name', async () => {
		const stranger = await startPeer((_request, response) => void response.end('x'), {
			trusted: false,
		});
		await expect(client.send(request(stranger.origin))).rejects.toMatchObject({
			message: expect.stringMatching(/certificate of an (unknown )?authority/) as string,
			hint: expect.stringContaining('Ignore SSL Issues') as string,
		});
		await stranger.close();
		const named = await startPeer((_request, response) => void response.end('x'), {
			names: ['other.example'],
		});
		const trusting = clientOf({ allowedHosts: 'localhost' });
		await expect(trusting.send(request(named.origin))).rejects.toMatchObject({
			message: expect.stringContaining('certificate for another name') as string,
		});
		await named.close();
	});

	it('may lack secure renegotiation when SSL issues are ignored', async () => {
		const peer = await startLegacyRenegotiation();
		const sent = client.send(
			request(`https://localhost:${peer.port}/`, { allowUnauthorizedCerts: true }),
		);
		// The peer ends after its greeting: what matters is that the greeting was accepted.
		await expect(sent).rejects.toMatchObject({ code: 'HTTP_CONNECT' });
		await peer.close();
	});

	it.each([
		['SELF_SIGNED_CERT_IN_CHAIN', 'not trusted'],
		['DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed'],
		['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'refuses the TLS handshake'],
		['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'client certificate'],
		['ERR_SSL_DH_KEY_TOO_SMALL', 'too weak'],
	])('has a sentence for %s', (code, reason) => {
		expect(tlsFault(code)?.reason).toContain(reason);
	});
});

describe('the addresses of a name', () => {
	const resolver: Resolver = (_hostname, _options, callback) =>
		callback(null, [
			{ address: '::1', family: 6 },
			{ address: '127.0.0.2', family: 4 },
			{ address: '127.0.0.1', family: 4 },
		]);
	let peer: RawPeer;
	beforeAll(async () => {
		// As n8n does it for its whole process.
		net.setDefaultAutoSelectFamily(false);
		peer = await startRawPeer(({ socket }) => socket.write(rawResponse('200 OK', [], 'ok')));
	});
	afterAll(async () => {
		net.setDefaultAutoSelectFamily(true);
		await peer.close();
	});

	it('are tried one after the other', async () => {
		const client = clientOf({ allowedHosts: 'two.example', resolver });
		const response = await client.send(request(`http://two.example:${peer.port}/`));
		expect(response.body.toString()).toBe('ok');
	});

	it('are each held to the policy', async () => {
		const client = clientOf({ allowedHosts: '127.0.0.2,::1', resolver });
		const before = peer.connections();
		await expect(client.send(request(`https://two.example:${peer.port}/`))).rejects.toMatchObject({
			code: 'HTTP_CONNECT',
		});
		expect(peer.connections()).toBe(before);
	});
});

describe('a kept connection that the server closed', () => {
	const client = clientOf({ allowedHosts: '127.0.0.1' });
	const ok = rawResponse('200 OK', [], 'ok');

	/** Answers the first request of each connection, and ends the connection at the second one. */
	async function sendTwice(method: string, ending: 'reset' | 'end') {
		const peer = await startRawPeer(({ number, socket }) => {
			if (number === 1) socket.write(ok);
			else if (ending === 'reset') socket.resetAndDestroy();
			else socket.end();
		});
		try {
			await client.send(request(`${peer.origin}/`, { method }));
			// The connection counts as idle once the response is dealt with.
			await nextTurn();
			const second = await client
				.send(request(`${peer.origin}/`, { method }))
				.then(({ status }) => status)
				.catch(({ code }: { code: string }) => code);
			return { second, requests: peer.requests.map(({ number }) => number) };
		} finally {
			await peer.close();
		}
	}

	it.each([
		['GET', 'reset'],
		['PUT', 'reset'],
		['DELETE', 'end'],
		['OPTIONS', 'end'],
	] as const)('is replaced for %s after %s', async (method, ending) => {
		expect(await sendTwice(method, ending)).toEqual({ second: 200, requests: [1, 2, 1] });
	});

	it.each(['POST', 'PATCH'])('is not replaced for %s, which may be processed', async (method) => {
		expect(await sendTwice(method, 'reset')).toEqual({
			second: 'HTTP_CONNECT',
			requests: [1, 2],
		});
	});

	it('is known to be closed before a POST is written to it', async () => {
		const peer = await startRawPeer(({ socket }) => void socket.end(ok));
		const url = `${peer.origin}/`;
		for (let turn = 0; turn < 20; turn++) {
			const response = await client.send(
				request(url, { method: 'POST', body: Buffer.from(`${turn}`) }),
			);
			expect(response.status).toBe(200);
		}
		expect(peer.requests).toHaveLength(20);
		await peer.close();
	});

	it('is not connected to again and again by a host that ends each connection', async () => {
		const peer = await startClosingPeer();
		await expect(client.send(request(`http://127.0.0.1:${peer.port}/`))).rejects.toMatchObject({
			code: 'HTTP_CONNECT',
		});
		expect(peer.connections()).toBeLessThanOrEqual(2);
		await peer.close();
	});

	it('leaves a new connection that is closed at once alone', async () => {
		const peer = await startRawPeer(({ socket }) => void socket.resetAndDestroy());
		await expect(client.send(request(`${peer.origin}/`))).rejects.toMatchObject({
			code: 'HTTP_CONNECT',
		});
		expect(peer.requests).toHaveLength(1);
		await peer.close();
	});
});
