import type { Response } from 'express';

import type { Reply } from '../../core/incoming/replies';

/** Answers the sender without starting an execution. */
export function send(response: Response, { status, headers, body }: Reply): void {
	if (response.headersSent || response.destroyed) return;
	response.writeHead(
		status,
		body ? { ...headers, 'Content-Length': Buffer.byteLength(body) } : headers,
	);
	response.end(body);
}
