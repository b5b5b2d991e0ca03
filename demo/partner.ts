/** The demo's business partner: an HTTPS server on loopback, with a certificate of the demo's own authority. */
import { createServer, type Server } from 'node:https';

export interface Partner {
	close(): void;
}

/**
 * Answers every POST with `{"received": <number>, "text": <what it said>}` and tells `onMessage` of it.
 * @param certificate PEMs of the server's key and certificate
 */
export async function startPartner(
	port: number,
	certificate: { key: string; cert: string },
	onMessage: (text: string) => void,
): Promise<Partner> {
	let received = 0;
	const server: Server = createServer(certificate, (request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const text = Buffer.concat(chunks).toString('utf8');
			onMessage(text);
			response.setHeader('content-type', 'application/json');
			response.end(JSON.stringify({ received: ++received, text }));
		});
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', resolve);
	});
	return {
		close: () => {
			server.close();
			server.closeAllConnections();
		},
	};
}
