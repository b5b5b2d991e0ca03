/** An HTTP request as it reached the endpoint; its body is not read yet. */
export interface IncomingRequest {
	method: string;
	/** By lower-case name. */
	headers: Record<string, string | string[] | undefined>;
	query: Record<string, unknown>;
	/** The query as it was sent, with its question mark; '' without one. */
	search: string;
	/** The sender's address as the host sees it, behind the proxies it trusts. */
	ip: string;
	/**
	 * The body with its content coding (gzip, deflate) undone.
	 * @throws {BodyError}
	 */
	readBody(): Promise<Buffer>;
	/** Whether the sender hung up. */
	isGone(): boolean;
}

export type BodyFailure = 'tooLarge' | 'unreadable';

/** The body could not be read: larger than the host allows, cut off, or not in its declared coding. */
export class BodyError extends Error {
	constructor(
		readonly failure: BodyFailure,
		options?: ErrorOptions,
	) {
		super(failure === 'tooLarge' ? 'The body is too large' : 'The body cannot be read', options);
		this.name = 'BodyError';
	}
}

/** The value of a header, lists joined as RFC 9110, 5.2 has it. */
export function headerValue(request: IncomingRequest, name: string): string | undefined {
	const value = Object.hasOwn(request.headers, name) ? request.headers[name] : undefined;
	return Array.isArray(value) ? value.join(', ') : value;
}
