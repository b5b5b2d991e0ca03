/** The seam between what sends HTTP requests (outgoing requests, token and key fetches) and the wire (undici). */

import type { TlsIdentity } from './tls-identity';

/** Header fields in order, names as written; a name may occur more than once. */
export type HeaderList = Array<[name: string, value: string]>;

export interface HttpRequest {
	method: string;
	url: URL;
	headers: HeaderList;
	/** The exact bytes of the body; absent means no body at all. */
	body?: Buffer | undefined;
	/** Milliseconds for one attempt, from connecting to the last byte of the response, redirects included. */
	timeoutMs: number;
	/** Bytes after decompression; more fails while streaming. */
	maxResponseBytes: number;
	redirect: { follow: boolean; max: number };
	/** An http(s) proxy for this request; absent = the environment's HTTP(S)_PROXY and NO_PROXY. */
	proxy?: string | undefined;
	/** Accepts certificates that do not verify. Default false. */
	allowUnauthorizedCerts?: boolean | undefined;
	/** A client certificate and trusted authorities; absent = no certificate, and the authorities that Node trusts. */
	tls?: TlsIdentity | undefined;
	/** The only host names this request may reach (n8n's "allowed domains" of a credential); absent = any. */
	allowedDomains?: string[] | undefined;
	/** Names of header fields that hold credentials, in addition to the well-known ones: not sent on to another origin. */
	sensitiveHeaders?: string[] | undefined;
	/** Whether a header value or the body contains a credential, whatever the header is called: not sent on to another origin. */
	isSensitive?: ((value: string | Buffer) => boolean) | undefined;
	signal?: AbortSignal | undefined;
}

export interface HttpResponse {
	status: number;
	statusText: string;
	/** Lower-case names; several fields of one name are joined as RFC 9110 has it, `set-cookie` stays a list. */
	headers: Record<string, string | string[]>;
	/** Decompressed bytes. */
	body: Buffer;
	/** Where the response came from, after redirects. */
	url: string;
}

/**
 * Sends one request. Applies the target policy to the URL, to each redirect hop and to the address really
 * connected to.
 * @throws {IntegrationError} `HTTP_DNS`, `HTTP_TLS`, `HTTP_TIMEOUT`, `HTTP_CONNECT`, `HTTP_ABORTED`,
 * `HTTP_RESPONSE_TOO_LARGE`, `HTTP_TOO_MANY_REDIRECTS`, `HTTP_REDIRECT_REFUSED`, `HTTP_DECODING`, `HTTP_INVALID_REQUEST`, or a `TARGET_…` refusal
 */
export interface HttpClient {
	send(request: HttpRequest): Promise<HttpResponse>;
}
