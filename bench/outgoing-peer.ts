/** The HTTPS peer of bench/outgoing.ts, in a process of its own: key and certificate come as its first message. */
import https from 'node:https';
import type { AddressInfo } from 'node:net';

process.once('message', ({ key, cert }: { key: string; cert: string }) => {
	const server = https.createServer({ key, cert }, (request, response) => {
		request.resume().on('end', () => {
			response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true,"id":"n-1"}');
		});
	});
	server.listen(0, '127.0.0.1', () => {
		process.send?.({ port: (server.address() as AddressInfo).port });
	});
});
process.once('disconnect', () => process.exit(0));
