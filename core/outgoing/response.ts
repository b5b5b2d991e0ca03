/** What a response contains: JSON, text or a file. */
import type { HttpResponse } from '../http/client';
import { dispositionFileName, mediaType } from '../http/media-type';
import type { JsonValue } from '../json';
import { measureJsonSteps, type JsonLimits } from '../json-limits';
import { parseJson } from '../parse-json';
import type { Steps } from '../steps';
import { decodeText, decodeValidText } from '../http/charset';

export type ResponseFormat = 'autodetect' | 'json' | 'text' | 'file';

export interface File {
	data: Buffer;
	mimeType: string;
	fileName: string | undefined;
}

export type ResponseContent =
	| { kind: 'json'; value: JsonValue }
	| {
			kind: 'text';
			value: string;
			/** How many values the text has as JSON that is past `RESPONSE_LIMITS`. */
			values?: number;
	  }
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
export function* readContent(
	response: HttpResponse,
	format: ResponseFormat,
): Steps<ResponseContent> {
	const { body } = response;
	const declared = mediaType(response.headers['content-type']);
	const { type } = declared;
	if (format === 'file') return { kind: 'file', file: asFile(response, type) };
	if (body.length === 0) return { kind: 'empty' };
	if (format === 'json') {
		const jsonType = JSON_TYPE.test(type) ? type : 'application/json';
		return yield* jsonOrText(decodeText(body, { ...declared, type: jsonType }));
	}
	if (format === 'text') return { kind: 'text', value: decodeText(body, declared) };
	if (JSON_TYPE.test(type)) return yield* jsonOrText(decodeText(body, declared));
	if (TEXT_TYPE.test(type)) return { kind: 'text', value: decodeText(body, declared) };
	const text = type === '' ? decodeValidText(body) : undefined;
	if (text === undefined) return { kind: 'file', file: asFile(response, type) };
	return yield* jsonOrText(text);
}

/**
 * What a response may consist of to be handed on as JSON: past these, n8n would stand still for seconds while it
 * reads and stores the values, or could not write them at all (its own walks over values are recursive).
 */
export const RESPONSE_LIMITS: JsonLimits = {
	depth: 1_000,
	count: 1_000_000,
	containers: 250_000,
	names: 100_000,
	longNames: 16,
};

/** A smaller text cannot reach any of them. */
const MEASURE_FROM = 1_000;
const CONTAINER = /^\s*[[{]/;

function* jsonOrText(text: string): Steps<ResponseContent> {
	try {
		if (text.length > MEASURE_FROM && CONTAINER.test(text)) {
			const { exceeded, values } = yield* measureJsonSteps(text, RESPONSE_LIMITS, true);
			if (exceeded) return { kind: 'text', value: text, values };
			yield;
		}
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
