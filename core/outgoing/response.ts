/** What a response holds: JSON, text or a file. */
import type { HttpResponse } from '../http/client';
import { dispositionFileName, mediaType } from '../http/media-type';
import type { JsonValue } from '../json';
import { parseJson } from '../parse-json';
import { decodeText, decodeValidText } from '../http/charset';

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

const JSON_TYPE = /^(application\/json|application\/x-json|text\/json|[^/]+\/[^/]+\+json)$/;

/** Types whose bytes are text although their names do not begin with `text/`. */
const TEXT_TYPE = new RegExp(
	'^(text/.*|[^/]+/[^/]+\\+(xml|yaml)|application/(' +
		'xml|javascript|x-javascript|ecmascript|x-www-form-urlencoded|graphql|yaml|x-yaml|toml|' +
		'x-ndjson|jsonl|json-seq|problem|csv|sql|jwt))$',
);

/** Reads a response as its Content-Type says, or as the user has it in the option "Response Format". */
export function readContent(response: HttpResponse, format: ResponseFormat): ResponseContent {
	const { body } = response;
	const declared = mediaType(response.headers['content-type']);
	const { type } = declared;
	if (format === 'file') return { kind: 'file', file: asFile(response, type) };
	if (body.length === 0) return { kind: 'empty' };
	if (format === 'json') {
		const jsonType = JSON_TYPE.test(type) ? type : 'application/json';
		return jsonOrText(decodeText(body, { ...declared, type: jsonType }));
	}
	if (format === 'text') return { kind: 'text', value: decodeText(body, declared) };
	if (JSON_TYPE.test(type)) return jsonOrText(decodeText(body, declared));
	if (TEXT_TYPE.test(type)) return { kind: 'text', value: decodeText(body, declared) };
	const text = type === '' ? decodeValidText(body) : undefined;
	return text === undefined ? { kind: 'file', file: asFile(response, type) } : jsonOrText(text);
}

function jsonOrText(text: string): ResponseContent {
	try {
		return { kind: 'json', value: parseJson(text) };
	} catch {
		// A response that only claims to be JSON still has to reach the event.
		return { kind: 'text', value: text };
	}
}

const asFile = (response: HttpResponse, type: string): File => ({
	data: response.body,
	mimeType: type || 'application/octet-stream',
	fileName: fileNameOf(response),
});

const CONTROL_CHARACTERS = /[\p{Cc}]/gu;

/** The name that the response gives its file, else the last part of the address. */
function fileNameOf({ headers, url }: HttpResponse): string | undefined {
	const path =
		dispositionFileName(headers['content-disposition']) ??
		decodePercent(URL.parse(url)?.pathname.split('/').pop() ?? '');
	// Only the last part of a path: a file name must not lead elsewhere.
	const name = path?.split(/[/\\]/).pop()?.replace(CONTROL_CHARACTERS, '').trim();
	return name === '' || name === '.' || name === '..' ? undefined : name;
}

function decodePercent(text: string): string | undefined {
	try {
		return decodeURIComponent(text);
	} catch {
		return undefined;
	}
}
