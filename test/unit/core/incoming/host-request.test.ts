import { once } from 'node:events';
import http from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

import { fromHost, type HostRequest } from '../../../../core/incoming/host-request';
import { headerValue, type IncomingRequest } from '../../../../core/incoming/request';

type Prepare = (request: HostRequest) => void;

let server: http.Server;
let seen: Promise<IncomingRequest>;

/** A server that gives every request to the test, as a host that leaves bodies unread. */
async function listen(prepare: Prepare) {
	seen = new Promise((resolve) => {
		server = http.createServer((message, response) => {
			const request = Object.assign(message as unknown as HostRequest, { query: {} });
			prepare(request);
			const incoming = fromHost(request);
			resolve({
				...incoming,
				readBody: () => incoming.readBody().finally(() => response.end('read')),
			});
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return (server.address() as AddressInfo).port;
}

const reading: Prepare = (request) => {
	request.readRawBody = async () => {
		request.rawBody = await buffer(request as unknown as http.IncomingMessage);
	};
};

afterEach(() => {
	server.closeAllConnections();
	server.close();
});

const post = (port: number, body: string, headers: Record<string, string> = {}) =>
	fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body, headers });

describe('fromHost', () => {
	it('gives method, headers, address and body', async () => {
		const port = await listen(reading);
		const answered = post(port, 'text', { 'X-Source': 'portal' });
		const request = await seen;
		expect(request).toMatchObject({ method: 'POST', ip: '127.0.0.1' });
		expect(headerValue(request, 'x-source')).toBe('portal');
		expect(headerValue(request, 'constructor')).toBeUndefined();
		expect((await request.readBody()).toString()).toBe('text');
		await answered;
	});

	it.each([
		['203.0.113.7:51234', '203.0.113.7'],
		['[2001:db8::5]:443', '2001:db8::5'],
		['[2001:db8::5]', '2001:db8::5'],
		['2001:db8::5', '2001:db8::5'],
		['"[2001:db8::5]:443"', '2001:db8::5'],
		[' 203.0.113.7 ', '203.0.113.7'],
		['unknown', 'unknown'],
	])('takes %s for the address %s', async (ip, address) => {
		const port = await listen((request) => {
			reading(request);
			request.ip = ip;
		});
		const answered = post(port, '');
		const request = await seen;
		expect(request.ip).toBe(address);
		await request.readBody();
		await answered;
	});

	it('takes a body that the host has read already', async () => {
		const port = await listen((request) => {
			request.rawBody = Buffer.from('parsed before');
		});
		const answered = post(port, 'text');
		expect((await (await seen).readBody()).toString()).toBe('parsed before');
		await answered;
	});

	it('names codings as the host knows them', async () => {
		let named: string | undefined;
		const port = await listen((request) => {
			request.readRawBody = async () => {
				named = request.headers['content-encoding'];
			};
		});
		const answered = post(port, 'text', { 'Content-Encoding': 'X-GZip' });
		await (await seen).readBody();
		expect(named).toBe('gzip');
		await answered;
	});

	it.each([
		[Object.assign(new Error('too large'), { status: 413 }), 'tooLarge'],
		[new Error('incorrect header check'), 'unreadable'],
	])('says why a body cannot be read, and takes the rest off the wire', async (error, failure) => {
		const port = await listen((request) => {
			request.readRawBody = () => Promise.reject(error);
		});
		const answered = post(port, 'x'.repeat(2_000_000));
		await expect((await seen).readBody()).rejects.toMatchObject({ failure });
		expect(await (await answered).text()).toBe('read');
	});

	it('does not wait for a sender that stopped half-way', async () => {
		const port = await listen((request) => {
			request.readRawBody = () => new Promise(() => {});
		});
		const socket = connect(port, '127.0.0.1');
		socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"a":');
		const request = await seen;
		expect(request.isGone()).toBe(false);
		const body = request.readBody();
		socket.destroy();
		await expect(body).rejects.toMatchObject({ failure: 'unreadable' });
		expect(request.isGone()).toBe(true);
	});
});
