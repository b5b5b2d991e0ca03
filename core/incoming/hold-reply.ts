import type { ServerResponse } from 'node:http';

import type { Reply } from './replies';

/** Writes a reply as it stands. */
export function send(response: ServerResponse, { status, headers, body }: Reply): void {
	if (response.headersSent || response.destroyed) return;
	const length = body === '' ? {} : { 'Content-Length': Buffer.byteLength(body) };
	response.writeHead(status, { ...headers, ...length });
	response.end(body);
}

/**
 * Holds back whatever the host sends until `settle` has put on record what became of the request.
 * @param settle told whether the host returns 200, and with what text; a reply that it gives takes the place of the host's. When it
 * fails, the connection is cut, so that the sender tries again.
 */
export function holdReply(
	response: ServerResponse,
	settle: (isAccepted: boolean, body: string) => Promise<Reply | undefined>,
): void {
	const end = response.end;
	const finish = (replacement: Reply | undefined, rest: Parameters<typeof end>) => {
		response.end = end;
		if (replacement) replace(response, replacement);
		else response.end(...rest);
	};
	response.end = ((...rest: Parameters<typeof end>) => {
		const [body] = rest as unknown[];
		const text = typeof body === 'string' || Buffer.isBuffer(body) ? body.toString() : '';
		settle(response.statusCode === 200, text).then(
			(replacement) => finish(replacement, rest),
			(error: Error) => response.destroy(error),
		);
		return response;
	}) as typeof end;
}

function replace(response: ServerResponse, reply: Reply): void {
	// A status that is on its way cannot be taken back; the sender sees a broken response and tries again.
	if (response.headersSent) {
		response.destroy();
		return;
	}
	for (const name of response.getHeaderNames()) response.removeHeader(name);
	send(response, reply);
}
