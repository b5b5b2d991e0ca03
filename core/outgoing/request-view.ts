/** A request as it is shown: complete, in words a reader knows, and without secrets. */
import { MASK } from '../connections/additions';
import type { PreparedRequest } from '../connections/connection';
import { createMask, type Mask } from '../connections/mask';
import { withDefaultHeaders } from '../http/undici-client';
import type { JsonObject } from '../json';
import { exportCurl, exportCurlLine } from './export-curl/export';

/** The shape of `request` in the output of a preview and of a test request. */
export type RequestView = JsonObject & {
	method: string;
	url: string;
	headers: JsonObject;
	body: string;
	curl: string;
};

/** @param secrets values that are masked, however they are encoded; those already masked stay so */
export function viewRequest(request: PreparedRequest, secrets: Iterable<string>): RequestView {
	const shown = maskRequest(request, createMask(secrets));
	return {
		method: shown.method,
		url: shown.url.href,
		headers: headersOf(shown),
		body: bodyText(shown.body),
		curl: exportCurl(shown, MASK),
	};
}

/** The cURL command of a request in one line, which can be copied from n8n's table as it is. */
export const viewCommand = (request: PreparedRequest, secrets: Iterable<string>): string =>
	exportCurlLine(maskRequest(request, createMask(secrets)), MASK);

/**
 * A request as a failed item carries it, complete enough to be sent again: the body is its text, or Base64 of
 * bytes that are not text, which `bodyEncoding` then says. What a connection adds is masked; it adds it again.
 */
export function viewFailedRequest(request: PreparedRequest, mask: Mask): JsonObject {
	const { method, url, headers, body } = maskRequest(request, mask);
	const isBinary = body !== undefined && !isText(body);
	return {
		method,
		url: url.href,
		headers: headersOf({ headers }),
		body: body?.toString(isBinary ? 'base64' : 'utf8') ?? '',
		...(isBinary && { bodyEncoding: 'base64' }),
	};
}

function maskRequest({ method, url, headers, body }: PreparedRequest, mask: Mask): PreparedRequest {
	return {
		method,
		url: maskUrl(url, mask),
		headers: withDefaultHeaders(headers).map(([name, value]) => [name, mask.text(value)]),
		body: body && mask.bytes(body),
	};
}

/** Path and query by themselves: a mask that reached into the host would make another one of it. */
function maskUrl(url: URL, mask: Mask): URL {
	const shown = new URL(url);
	shown.pathname = mask.text(url.pathname);
	shown.search = mask.text(url.search.replace(/[^?&=]+/g, (part) => mask.text(part)));
	shown.hash = mask.text(url.hash);
	return shown;
}

/** A name that occurs more than once has its values in a list. */
function headersOf({ headers }: Pick<PreparedRequest, 'headers'>): JsonObject {
	const shown: JsonObject = {};
	for (const [name, value] of headers) {
		const known = shown[name];
		shown[name] = known === undefined ? value : [known, value].flat();
	}
	return shown;
}

function bodyText(body: Buffer | undefined): string {
	if (body === undefined) return '';
	return isText(body) ? body.toString('utf8') : `[${body.length} bytes that are not text]`;
}

const isText = (bytes: Buffer): boolean =>
	Buffer.from(bytes.toString('utf8'), 'utf8').equals(bytes);
