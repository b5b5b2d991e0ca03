/** What a connection adds to a request, and how it gets there. */
import { validateHeaderName } from 'node:http';
import type { HeaderList } from '../http/client';
import { CONNECTION_FIELDS } from '../http/connection-fields';
import { checkHeaderValue } from '../http/header-value';
import type { PreparedRequest } from './connection';
import { ConnectionFieldError } from './fields';
import { isSameField } from '../http/header-fields';

export interface Additions {
	headers: HeaderList;
	urlParameters: Array<[name: string, value: string]>;
}

/** Stands for every hidden value, as in the product's own forms; stays as it is in a URL. */
export const MASK = '*****';

/** A part of the user's request that the connection replaced. */
export interface Override {
	kind: 'header' | 'urlParameter';
	name: string;
}

/** The pairs of a query as written, each with its decoded name. Splitting keeps the user's own encoding. */
function queryPairs(url: URL): Array<{ name: string; raw: string }> {
	return url.search
		.slice(1)
		.split('&')
		.filter((raw) => raw !== '')
		.map((raw) => ({ name: new URLSearchParams(raw).keys().next().value ?? '', raw }));
}

function addUrlParameters(url: URL, added: Additions['urlParameters']): URL {
	if (added.length === 0) return url;
	const names = new Set(added.map(([name]) => name));
	const kept = queryPairs(url).filter(({ name }) => !names.has(name));
	const target = new URL(url);
	target.search = [
		...kept.map(({ raw }) => raw),
		...added.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`),
	].join('&');
	return target;
}

/**
 * The request with the additions in it. A header or URL parameter of the same name is replaced, so that a
 * connection cannot be undone by the request it protects; everything else keeps its bytes.
 */
export function add(request: PreparedRequest, additions: Additions): PreparedRequest {
	const kept = request.headers.filter(
		([name]) => !additions.headers.some(([added]) => isSameField(name, added)),
	);
	return {
		...request,
		url: addUrlParameters(request.url, additions.urlParameters),
		headers: [...kept, ...additions.headers],
	};
}

/**
 * The additions with a mask in place of each value.
 * @param visible names of those whose values are no secret
 */
export function masked({ headers, urlParameters }: Additions, visible: string[] = []): Additions {
	const shown = ([name, value]: [string, string]): [string, string] =>
		visible.includes(name) ? [name, value] : [name, maskedValue(value)];
	return { headers: headers.map(shown), urlParameters: urlParameters.map(shown) };
}

/** Keeps the scheme of an Authorization value (`Bearer *****`), which tells the reader what is sent. */
export function maskedValue(value: string): string {
	const scheme = /^(Basic|Bearer|Token|ApiKey) /i.exec(value)?.[0] ?? '';
	return `${scheme}${MASK}`;
}

/** The values that the request has under this header name. */
export const headerValues = (request: PreparedRequest | undefined, name: string): string[] =>
	(request?.headers ?? []).filter(([other]) => isSameField(other, name)).map(([, value]) => value);

/** Whether the request carries every one of the additions. */
export function carries(request: PreparedRequest, additions: Additions): boolean {
	return (
		additions.headers.every(([name, value]) =>
			request.headers.some(([other, sent]) => isSameField(name, other) && sent === value),
		) &&
		additions.urlParameters.every(([name, value]) =>
			request.url.searchParams.getAll(name).includes(value),
		)
	);
}

/** What the user had set and the connection replaced with another value, in the order of the request. */
export function overrides(before: PreparedRequest, after: PreparedRequest): Override[] {
	const headers = before.headers
		.filter(([name, value]) => {
			const sent = after.headers.filter(([other]) => isSameField(name, other));
			return sent.length > 0 && !sent.some(([, other]) => other === value);
		})
		.map(([name]): Override => ({ kind: 'header', name }));
	const urlParameters = queryPairs(before.url)
		.filter(({ name, raw }) => {
			const sent = queryPairs(after.url).filter((pair) => pair.name === name);
			return sent.length > 0 && !sent.some((pair) => pair.raw === raw);
		})
		.map(({ name }): Override => ({ kind: 'urlParameter', name }));
	return [...headers, ...urlParameters];
}

/**
 * A header that can go on the wire (RFC 9110, section 5). Blanks and line ends around a value are dropped.
 * @throws {ConnectionFieldError} for a name that is not a token or belongs to the HTTP connection, and for a value with a line break or control character
 */
export function checkedHeader(name: string, value: string, field: string): [string, string] {
	const header: [string, string] = [name.trim(), value.trim()];
	const lowerName = header[0].toLowerCase();
	// Another Host would reach another site behind the same address, past the allowed domains.
	if (lowerName === 'host' || CONNECTION_FIELDS.has(lowerName)) {
		throw new ConnectionFieldError(
			field,
			`the header "${header[0]}" cannot be set: it belongs to the HTTP connection and is sent by itself`,
			'Remove the header from the connection.',
		);
	}
	try {
		validateHeaderName(header[0]);
	} catch {
		throw new ConnectionFieldError(field, `"${header[0]}" is not a valid header name`);
	}
	try {
		checkHeaderValue(...header);
	} catch {
		throw new ConnectionFieldError(
			field,
			`the value of "${header[0]}" contains a line break or another control character`,
		);
	}
	return header;
}
