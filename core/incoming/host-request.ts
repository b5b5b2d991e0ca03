import type { IncomingMessage } from 'node:http';

import { BodyError, type IncomingRequest } from './request';

/** A request of an Express server that leaves the body to be read on demand, as n8n's does. */
export interface HostRequest extends Omit<IncomingMessage, 'rawBody' | 'readRawBody'> {
	query: IncomingRequest['query'];
	/** The target of the request, before a router took parts of it. */
	originalUrl?: string | undefined;
	/** Follows the host's setting for proxies. */
	ip?: string | undefined;
	/** The decoded body once it was read. */
	rawBody?: Buffer | undefined;
	/** Undoes gzip and deflate; fails with `status` 413 past the host's own limit. */
	readRawBody?: () => Promise<void>;
}

/** The host undoes these two, by exactly these names; codings have no letter case (RFC 9110, 8.4.1). */
const HOST_CODINGS: Record<string, string> = {
	gzip: 'gzip',
	'x-gzip': 'gzip',
	deflate: 'deflate',
};

export const fromHost = (request: HostRequest): IncomingRequest => ({
	method: request.method ?? '',
	headers: { ...request.headers },
	query: request.query,
	search: /\?.*$/.exec(request.originalUrl ?? request.url ?? '')?.[0] ?? '',
	ip: addressOf(request.ip ?? request.socket.remoteAddress ?? ''),
	readBody: () => readBody(request),
	isGone: () => request.socket.destroyed,
});

const WITH_PORT = /^"?(?:\[([0-9a-f:.]+(?:%\w+)?)\]|(\d+\.\d+\.\d+\.\d+))(?::\d+)?"?$/i;

/** Some gateways (Azure's among them) write the sender's port into X-Forwarded-For, or quotes, and the host hands that on. */
function addressOf(text: string): string {
	const [, bracketed, dotted] = WITH_PORT.exec(text.trim()) ?? [];
	return bracketed ?? dotted ?? text.trim();
}

async function readBody(request: HostRequest): Promise<Buffer> {
	const coding = HOST_CODINGS[(request.headers['content-encoding'] ?? '').trim().toLowerCase()];
	if (coding) request.headers['content-encoding'] = coding;
	const cutOff = watchForCutOff(request);
	try {
		// A host that parses bodies before the node runs has read this one already.
		if (!request.rawBody) await Promise.race([request.readRawBody?.(), cutOff.happened]);
		return request.rawBody ?? Buffer.alloc(0);
	} catch (error) {
		discardRest(request);
		const tooLarge = error instanceof Error && 'status' in error && error.status === 413;
		throw new BodyError(tooLarge ? 'tooLarge' : 'unreadable', { cause: error });
	} finally {
		cutOff.stop();
	}
}

/** Tells when the sender stops half-way, which a decompressing reader would wait out for ever. */
function watchForCutOff(request: HostRequest) {
	let stop = () => {};
	const happened = new Promise<never>((_resolve, reject) => {
		const check = () => {
			if (!request.complete) reject(new Error('The sender stopped before the end of the body'));
		};
		request.once('close', check);
		stop = () => request.off('close', check);
	});
	return { happened, stop: () => stop() };
}

/** Takes the rest of a body off the wire, so that the sender gets to read the reply. */
function discardRest(request: HostRequest): void {
	request.unpipe();
	request.resume();
}
