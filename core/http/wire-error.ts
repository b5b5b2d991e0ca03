/** Failures of the wire, told apart by what a user can do about them. */
import { maxHeaderSize } from 'node:http';
import { types } from 'node:util';
import { IntegrationError } from '../errors';
import { MAX_CODINGS } from './codings';
import { httpFault, tlsFault } from './protocol-error';

/** No usable response came back: which step failed is in `code`. */
export class WireError extends IntegrationError {
	/** Whether the error came before the first byte of the request went out; said by the client. */
	unsent = false;
}

/** The request never left: a proxy setting or header field that cannot be used. */
const INVALID_REQUEST = new Set([
	'UND_ERR_INVALID_ARG',
	'ERR_INVALID_URL',
	'UND_ERR_NOT_SUPPORTED',
]);

const DNS_CODES = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'ENODATA', 'ESERVFAIL']);

/** Codes of certificate verification come from OpenSSL and share no prefix. */
const TLS_CODES =
	/^(ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|CA_|EE_|EPROTO)/;

const TIMEOUT_CODES = new Set(['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT']);

/** In words: n8n replaces any message that names one of these codes by a sentence of its own, which lacks the host. */
const REASONS: Record<string, string> = {
	EAI_AGAIN: 'the DNS server does not respond',
	ECONNREFUSED: 'the host refused it',
	ECONNRESET: 'the host closed it',
	EHOSTUNREACH: 'no route to the host',
	ENETUNREACH: 'no route to its network',
	ENOTFOUND: 'no such domain',
	EPIPE: 'the host closed it',
	HPE_INVALID_EOF_STATE: 'the host closed it',
	UND_ERR_SOCKET: 'the host closed it',
};

const reasonOf = (code: string, cause: unknown): string =>
	REASONS[code] ?? (code || messageOf(cause));

/**
 * Names what went wrong between us and a host.
 * @param host `host:port`, shown in the message; never the whole URL, whose query may contain secrets
 */
export function wireError(error: unknown, host: string): IntegrationError {
	const cause = rootCause(error);
	if (cause instanceof IntegrationError) return cause;
	const code = codeOf(cause);
	if (DNS_CODES.has(code)) return dnsError(host, code, cause);
	if (TLS_CODES.test(code)) return tlsError(host, code, cause);
	if (isParserError(cause) || code === MISMATCH) return protocolError(host, cause);
	if (code === 'UND_ERR_HEADERS_OVERFLOW') return headersTooLargeError(host, cause);
	if (TIMEOUT_CODES.has(code)) {
		return new WireError(`No connection to ${host} in time`, {
			code: 'HTTP_TIMEOUT',
			hint: 'Check that the host is up and reachable from n8n, or raise the option "Timeout".',
			cause,
		});
	}
	if (INVALID_REQUEST.has(code)) {
		return new WireError(`The request to ${host} cannot be sent: ${messageOf(cause)}`, {
			code: 'HTTP_INVALID_REQUEST',
			hint: 'Check the headers and the option "Proxy".',
			cause,
		});
	}
	return new WireError(`The connection to ${host} failed: ${reasonOf(code, cause)}`, {
		code: 'HTTP_CONNECT',
		hint: 'Check that the host accepts connections from n8n.',
		cause,
	});
}

export const timeoutError = (host: string, timeoutMs: number): WireError =>
	new WireError(`No complete response from ${host} within ${timeoutMs} ms`, {
		code: 'HTTP_TIMEOUT',
		hint: 'Raise the option "Timeout", or check why the host is slow.',
	});

export const abortedError = (host: string): WireError =>
	new WireError(`The request to ${host} was cancelled`, {
		code: 'HTTP_ABORTED',
		hint: 'The workflow was stopped before the response arrived.',
	});

export const incompleteError = (host: string, cause: unknown): WireError =>
	new WireError(`${host} closed the connection before its response was complete`, {
		code: 'HTTP_CONNECT',
		hint: 'Check the log of the host, or of a gateway in front of it: it stopped while it sent the response.',
		cause,
	});

export const tooLargeError = (host: string, maxBytes: number): WireError =>
	new WireError(`The response of ${host} is larger than ${maxBytes} bytes`, {
		code: 'HTTP_RESPONSE_TOO_LARGE',
		hint: 'Raise the option "Max Response Size", or ask the host for less.',
	});

export const decodingError = (host: string, encoding: string, cause: unknown): WireError =>
	new WireError(`The response of ${host} cannot be decompressed (${encoding})`, {
		code: 'HTTP_DECODING',
		hint: 'Add the header "Accept-Encoding" with the value "identity".',
		cause,
	});

export const tooManyCodingsError = (host: string, count: number): WireError =>
	new WireError(
		`The response of ${host} names ${count} content codings; up to ${MAX_CODINGS} are read`,
		{
			code: 'HTTP_DECODING',
			hint: 'Add the header "Accept-Encoding" with the value "identity".',
		},
	);

function dnsError(host: string, code: string, cause: unknown): WireError {
	return new WireError(`The domain of ${host} cannot be resolved: ${reasonOf(code, cause)}`, {
		code: 'HTTP_DNS',
		field: 'url',
		hint: 'Check the spelling of the domain and the DNS of the n8n server.',
		cause,
	});
}

function tlsError(host: string, code: string, cause: unknown): WireError {
	const fault = tlsFault(code);
	return new WireError(
		`No trusted TLS connection to ${host}: ${fault ? `the host ${fault.reason}` : code}`,
		{
			code: 'HTTP_TLS',
			hint: fault?.hint ?? 'Check the TLS settings of the host.',
			cause,
		},
	);
}

function protocolError(host: string, cause: unknown): WireError {
	const data = asError(cause)?.data;
	const { reason, hint } = httpFault(typeof data === 'string' ? data : '', messageOf(cause));
	return new WireError(`The connection to ${host} failed: the host ${reason}`, {
		code: 'HTTP_PROTOCOL',
		hint,
		cause,
	});
}

const headersTooLargeError = (host: string, cause: unknown): WireError =>
	new WireError(
		`The header fields of the response of ${host} are larger than ${maxHeaderSize} bytes`,
		{
			code: 'HTTP_RESPONSE_TOO_LARGE',
			hint: 'Let the host send smaller header fields, or let an n8n administrator raise the limit of the n8n server: NODE_OPTIONS=--max-http-header-size=65536.',
			cause,
		},
	);

/** Node wraps the errors of several connection tries, undici the error below; the innermost one tells the reason, and of several the last. */
function rootCause(error: unknown): unknown {
	let current = error;
	for (let depth = 0; depth < 5; depth++) {
		if (current instanceof IntegrationError) return current;
		const { cause, errors } = asError(current) ?? {};
		const inner = Array.isArray(errors) ? (errors.at(-1) as unknown) : cause;
		if (!asError(inner)) return current;
		current = inner;
	}
	return current;
}

/** Bytes that undici's parser cannot read; a response that merely ends too early is a broken connection. */
const isParserError = (cause: unknown): boolean =>
	asError(cause)?.name === 'HTTPParserError' && codeOf(cause) !== 'HPE_INVALID_EOF_STATE';

/** What undici says of a body of another length, and of invalid fields once it has read a `Content-Length`. */
const MISMATCH = 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH';

interface WrappingError extends Error {
	code?: unknown;
	/** Of undici's parser. */
	data?: unknown;
	errors?: unknown;
}

const asError = (value: unknown): WrappingError | undefined =>
	types.isNativeError(value) ? value : undefined;

const codeOf = (error: unknown): string => {
	const code = asError(error)?.code;
	return typeof code === 'string' ? code : '';
};

const messageOf = (error: unknown): string => asError(error)?.message || 'unknown reason';
