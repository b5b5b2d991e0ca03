/** Hosts whose TLS, certificate or version of HTTP keeps a client from an exchange. */
import { createPrivateKey } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import net, { type AddressInfo, type Server, type Socket } from 'node:net';
import tls, { type TLSSocket } from 'node:tls';
import { generate } from 'selfsigned';
import { createCertificateAuthority } from '../../host/certificates';

export interface TlsPeer {
	port: number;
	close(): Promise<void>;
}

const DAY = 24 * 60 * 60 * 1000;

async function listen(server: Server): Promise<TlsPeer> {
	const sockets = new Set<Socket>();
	server.on('connection', (socket) => {
		sockets.add(socket);
		socket.on('error', () => undefined);
		socket.on('close', () => sockets.delete(socket));
	});
	server.on('tlsClientError', () => undefined);
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		port: (server.address() as AddressInfo).port,
		close: async () => {
			const closed = once(server, 'close');
			server.close();
			for (const socket of sockets) socket.destroy();
			await closed;
		},
	};
}

const certificate = async (...names: string[]) =>
	await (await createCertificateAuthority()).issue(...names);

/** A certificate whose validity lies in the past or in the future. */
async function certificateValid(fromDay: number, toDay: number) {
	const issued = await generate([{ name: 'commonName', value: 'localhost' }], {
		notBeforeDate: new Date(Date.now() + fromDay * DAY),
		notAfterDate: new Date(Date.now() + toDay * DAY),
		keyType: 'ec',
		algorithm: 'sha256',
		extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
	});
	return { key: issued.private, cert: issued.cert };
}

async function startDated(fromDay: number, toDay: number) {
	const own = await certificateValid(fromDay, toDay);
	tls.setDefaultCACertificates([own.cert]);
	return await listen(tls.createServer(own));
}

export const startExpired = async () => await startDated(-20, -10);
export const startNotYetValid = async () => await startDated(10, 20);

/** A server that offers `h2` only, and refuses clients that do not. */
export const startHttp2Only = async (): Promise<TlsPeer> =>
	await listen(
		http2.createSecureServer({ ...(await certificate('localhost')), allowHTTP1: false }),
	);

/** SETTINGS without any setting, as every connection of HTTP/2 begins. */
const EMPTY_SETTINGS = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);

/** A fatal alert: unexpected message (RFC 8446, 6.2). */
const TLS_ALERT = Buffer.from([21, 3, 3, 0, 2, 2, 10]);

/** Sends the same bytes whatever it is asked. */
const startBytes = async (bytes: Buffer): Promise<TlsPeer> =>
	await listen(net.createServer((socket) => socket.once('data', () => socket.end(bytes))));

/** HTTP/2 without a negotiation, in plain text. */
export const startHttp2Plain = async () => await startBytes(EMPTY_SETTINGS);

/** How a server of TLS refuses plain text. */
export const startTls = async () => await startBytes(TLS_ALERT);

export const startPlainHttp = async (): Promise<TlsPeer> =>
	await listen(http.createServer((_request, response) => response.end('plain')));

export const startOldTls = async (): Promise<TlsPeer> =>
	await listen(
		tls.createServer({
			...(await certificate('localhost')),
			minVersion: 'TLSv1',
			maxVersion: 'TLSv1.1',
			ciphers: 'DEFAULT@SECLEVEL=0',
		}),
	);

export interface CertificatePeer extends TlsPeer {
	/** What a connection needs to be let in. */
	credential: { ca: string; cert: string; key: string; passphrase: string };
	/** The common name of each client, request by request; empty without a certificate. */
	clients: string[];
}

/** A host behind a private authority that lets in only clients of that authority, and redirects `/away` elsewhere. */
export async function startCertificatePeer(
	away = '',
	{ requires = true } = {},
): Promise<CertificatePeer> {
	const authority = await createCertificateAuthority();
	const client = await authority.issue('integration.example');
	const clients: string[] = [];
	const server = https.createServer(
		{
			...(await authority.issue('localhost')),
			ca: authority.cert,
			requestCert: true,
			rejectUnauthorized: requires,
		},
		(request, response) => {
			const { subject } = (request.socket as TLSSocket).getPeerCertificate();
			clients.push(String(subject?.CN ?? ''));
			if (request.url === '/away') response.writeHead(302, { location: away }).end();
			else response.setHeader('content-type', 'application/json').end('{"token":"t-0123456789"}');
		},
	);
	const passphrase = 'open the sesame: 8 %';
	const key = createPrivateKey(client.key)
		.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase })
		.toString();
	return {
		...(await listen(server)),
		credential: { ca: authority.cert, cert: client.cert, key, passphrase },
		clients,
	};
}

/** What a server from before RFC 5746 begins with: a ServerHello of TLS 1.2 without extensions. */
function oldServerHello(): Buffer {
	const hello = Buffer.concat([
		Buffer.from([3, 3]),
		Buffer.alloc(32, 7),
		// No session, ECDHE-RSA-AES128-GCM-SHA256, no compression.
		Buffer.from([0, 0xc0, 0x2f, 0]),
	]);
	const handshake = Buffer.concat([Buffer.from([2, 0, 0, hello.length]), hello]);
	return Buffer.concat([Buffer.from([22, 3, 3, 0, handshake.length]), handshake]);
}

/** Says the beginning of the handshake only, which is enough for the client to refuse or to go on. */
export const startLegacyRenegotiation = async (): Promise<TlsPeer> =>
	await listen(
		net.createServer((socket) => {
			socket.once('data', () => socket.end(oldServerHello()));
		}),
	);
