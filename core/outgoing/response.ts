/** What an answer holds: JSON, text or a file. */
import type { HttpResponse } from '../http/client';
import type { JsonValue } from '../json';

export type ResponseFormat = 'autodetect' | 'json' | 'text' | 'file';

export interface File {
	data: Buffer;
	mimeType: string;
	fileName: string | undefined;
}

export type ResponseContent =
	| { kind: 'json'; value: JsonValue }
	| { kind: 'text'; value: string }
	| { kind: 'file'; file: File }
	| { kind: 'empty' };

const JSON_TYPE = /^(application\/json|text\/json|[^/]+\/[^/]+\+json)$/;

/** Types whose bytes are text although they are no `text/…`. */
const TEXT_TYPE =
	/^(text\/.*|[^/]+\/[^/]+\+xml|application\/(xml|javascript|x-javascript|x-www-form-urlencoded|graphql|yaml|x-yaml|x-ndjson|problem))$/;

/** Reads an answer as its Content-Type says, or as the user has it in the option "Response Format". */
export function readContent(response: HttpResponse, format: ResponseFormat): ResponseContent {
	const { body } = response;
	const { type, charset } = mediaType(response);
	if (format === 'file') return { kind: 'file', file: asFile(response, type) };
	if (body.length === 0) return { kind: 'empty' };
	if (format === 'text') return { kind: 'text', value: decode(body, charset) };
	if (format === 'json' || JSON_TYPE.test(type)) return jsonOrText(decode(body, charset));
	if (TEXT_TYPE.test(type)) return { kind: 'text', value: decode(body, charset) };
	if (type === '') {
		const text = utf8(body);
		if (text !== undefined) return jsonOrText(text);
	}
	return { kind: 'file', file: asFile(response, type) };
}

function jsonOrText(text: string): ResponseContent {
	try {
		return { kind: 'json', value: JSON.parse(text) as JsonValue };
	} catch {
		// An answer that only claims to be JSON still has to reach the event.
		return { kind: 'text', value: text };
	}
}

function mediaType({ headers }: HttpResponse): { type: string; charset: string | undefined } {
	const field = headerText(headers['content-type']);
	const [type = ''] = field.split(';', 1);
	const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(field)?.[1];
	return { type: type.trim().toLowerCase(), charset };
}

function decode(bytes: Buffer, charset = 'utf-8'): string {
	// A decoder costs more than decoding a small answer; only a byte order mark or another charset needs one.
	if (/^utf-?8$/i.test(charset) && bytes[0] !== 0xef) return bytes.toString('utf8');
	try {
		return new TextDecoder(charset).decode(bytes);
	} catch {
		return new TextDecoder().decode(bytes);
	}
}

function utf8(bytes: Buffer): string | undefined {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return undefined;
	}
}

const asFile = (response: HttpResponse, type: string): File => ({
	data: response.body,
	mimeType: type || 'application/octet-stream',
	fileName: fileNameOf(response),
});

/** The name that the answer gives its file, else the last part of the address. */
function fileNameOf({ headers, url }: HttpResponse): string | undefined {
	const disposition = headerText(headers['content-disposition']);
	const encoded = /filename\*\s*=\s*(?:utf-8|iso-8859-1)'[^']*'([^;]+)/i.exec(disposition)?.[1];
	const plain = /filename\s*=\s*(?:"([^"]+)"|([^;]+))/i.exec(disposition);
	const name =
		(encoded === undefined ? undefined : decodePercent(encoded.trim())) ??
		plain?.[1] ??
		plain?.[2]?.trim() ??
		decodePercent(URL.parse(url)?.pathname.split('/').pop() ?? '');
	// Only the last part of a path: a file name must not lead elsewhere.
	return name?.split(/[/\\]/).pop() || undefined;
}

function decodePercent(text: string): string | undefined {
	try {
		return decodeURIComponent(text);
	} catch {
		return undefined;
	}
}

const headerText = (value: string | string[] | undefined): string =>
	Array.isArray(value) ? value.join(', ') : (value ?? '');
