/** A parsed cURL command as the values of the Outgoing Integration's form. */
import { isMethod } from '../../http/methods';
import { queryText } from '../url';
import { baseName, type CurlFormPart } from '../../curl/form';
import type { CurlBody, CurlRequest } from '../../curl/parse';
import type { CurlNote } from '../../curl/problems';
import { headerNotes, urlNotes } from './wire-notes';
import { isSameField } from '../../http/header-fields';

interface NameValue {
	name: string;
	value: string;
}

interface BodyParameter extends Partial<NameValue> {
	name: string;
	parameterType?: 'formData' | 'formBinaryData';
	inputDataFieldName?: string;
	mediaType?: string;
	fileName?: string;
}

/** The form fields that a command fills, by the names of the node's parameters. */
export interface CurlParameters {
	method: string;
	url: string;
	sendQuery: boolean;
	queryParameters?: { parameters: NameValue[] };
	sendHeaders: boolean;
	headerParameters?: { parameters: NameValue[] };
	sendBody: boolean;
	contentType?: string;
	specifyBody?: string;
	jsonBody?: string;
	body?: string;
	rawContentType?: string;
	inputDataFieldName?: string;
	bodyParameters?: { parameters: BodyParameter[] };
	options: {
		redirect?: { redirect: { followRedirects: boolean; maxRedirects?: number } };
		timeout?: number;
		proxy?: string;
		allowUnauthorizedCerts?: boolean;
		retry?: { retry: { maxAttempts: number; baseDelay?: number; totalTimeout?: number } };
	};
}

const FORM_TYPE = 'application/x-www-form-urlencoded';

/** The binary property that a file is expected in. */
const FILE_PROPERTY = 'data';

/** @returns the form values, and the notes of the command with what the form cannot contain added */
export function toParameters(request: CurlRequest): {
	parameters: CurlParameters;
	notes: CurlNote[];
} {
	const notes = [
		...request.notes,
		...headerNotes(request.headers, request.url),
		...urlNotes(request.url),
	];
	const { url, query } = splitQuery(request.url);
	const typeAt = request.headers.findIndex(([name]) => isSameField(name, 'content-type'));
	const type = request.headers[typeAt]?.[1] ?? '';
	const body = bodyParameters(request.body, type);
	const headers = request.headers
		.filter((_, index) => index !== typeAt || !body.writesContentType)
		.map(([name, value]) => ({ name, value }));
	if (!isMethod(request.method)) notes.push(methodNote(request.method));
	noteInserts([url, query, headers, body.fields], notes);
	return {
		parameters: {
			method: request.method,
			url,
			sendQuery: query.length > 0,
			...(query.length > 0 && { queryParameters: { parameters: query } }),
			sendHeaders: headers.length > 0,
			...(headers.length > 0 && { headerParameters: { parameters: headers } }),
			...body.fields,
			options: wireParameters(request),
		},
		notes,
	};
}

/** A query moves into rows only when they give back the same bytes; else it stays in the URL. */
function splitQuery(text: string): { url: string; query: NameValue[] } {
	const at = text.indexOf('?');
	const query = at < 0 ? '' : text.slice(at + 1);
	const pairs = exactPairs(query, queryText);
	return pairs === undefined ? { url: text, query: [] } : { url: text.slice(0, at), query: pairs };
}

/**
 * The pairs of a query or form, or undefined when writing them again would change a byte.
 * @param write how the node writes them
 */
function exactPairs(
	text: string,
	write: (pairs: Array<[string, string]>) => string,
): NameValue[] | undefined {
	const pairs = [...new URLSearchParams(text)];
	const exact =
		pairs.length > 0 &&
		write(pairs) === text &&
		// An encoded `{{` would become an insert.
		pairs.every(([name, value]) => name !== '' && !/\{[{%#]/.test(name + value));
	return exact ? pairs.map(([name, value]) => ({ name, value })) : undefined;
}

const formText = (pairs: Array<[string, string]>): string => new URLSearchParams(pairs).toString();

interface BodyFields {
	fields: Partial<CurlParameters> & { sendBody: boolean };
	/** Whether these fields give the Content-Type of the command, so that no header row is needed. */
	writesContentType: boolean;
}

function bodyParameters(body: CurlBody | undefined, type: string): BodyFields {
	if (body === undefined) return { fields: { sendBody: false }, writesContentType: false };
	if ('form' in body) return formFields(body.form);
	if ('file' in body) {
		return {
			fields: { sendBody: true, contentType: 'binaryData', inputDataFieldName: FILE_PROPERTY },
			writesContentType: false,
		};
	}
	const mediaType = type.split(';', 1).join().trim().toLowerCase();
	if (isJsonType(mediaType) && isJsonText(body.text)) {
		return {
			fields: { sendBody: true, contentType: 'json', specifyBody: 'json', jsonBody: body.text },
			writesContentType: type === 'application/json',
		};
	}
	if (mediaType === FORM_TYPE) return urlencodedFields(body.text, type === FORM_TYPE);
	return {
		fields: { sendBody: true, contentType: 'raw', rawContentType: type, body: body.text },
		writesContentType: true,
	};
}

function urlencodedFields(text: string, writesContentType: boolean): BodyFields {
	const pairs = exactPairs(text, formText);
	const shared = { sendBody: true, contentType: 'form-urlencoded' };
	return {
		fields:
			pairs === undefined
				? { ...shared, specifyBody: 'string', body: text }
				: { ...shared, specifyBody: 'keypair', bodyParameters: { parameters: pairs } },
		writesContentType,
	};
}

function formFields(parts: CurlFormPart[]): BodyFields {
	let files = 0;
	const parameters = parts.map((part): BodyParameter => {
		const mediaType = part.type === undefined ? {} : { mediaType: part.type };
		const fileName = hasOwnName(part) ? { fileName: part.fileName } : {};
		if ('value' in part) {
			const { name, value } = part;
			return { parameterType: 'formData', name, value, ...mediaType, ...fileName };
		}
		const suffix = files++ === 0 ? '' : String(files);
		return {
			parameterType: 'formBinaryData',
			name: part.name,
			inputDataFieldName: `${FILE_PROPERTY}${suffix}`,
			...mediaType,
			...fileName,
		};
	});
	return {
		fields: { sendBody: true, contentType: 'multipart-form-data', bodyParameters: { parameters } },
		// The type carries the boundary, which is made when the request is sent.
		writesContentType: true,
	};
}

/** A file on the user's disk stands for the file of each item, which has a name of its own. */
const hasOwnName = (part: CurlFormPart): part is CurlFormPart & { fileName: string } =>
	part.fileName !== undefined && !('file' in part && part.fileName === baseName(part.file));

const isJsonType = (type: string): boolean => type === 'application/json' || type.endsWith('+json');

/** Text with inserts may become JSON only when it is rendered. */
function isJsonText(text: string): boolean {
	if (/\{[{%]/.test(text)) return true;
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}

function wireParameters({ wire }: CurlRequest): CurlParameters['options'] {
	const { followRedirects, maxRedirects, timeoutMs, proxy, allowUnauthorizedCerts, retry } = wire;
	return {
		...(followRedirects !== undefined && {
			redirect: {
				redirect: { followRedirects, ...(maxRedirects !== undefined && { maxRedirects }) },
			},
		}),
		...(timeoutMs !== undefined && timeoutMs > 0 && { timeout: timeoutMs }),
		...(proxy !== undefined && { proxy }),
		...(allowUnauthorizedCerts === true && { allowUnauthorizedCerts }),
		...(retry !== undefined && { retry: { retry: retryParameters(retry) } }),
	};
}

const retryParameters = ({
	maxAttempts,
	baseDelayMs,
	totalTimeoutMs,
}: NonNullable<CurlRequest['wire']['retry']>) => ({
	maxAttempts,
	...(baseDelayMs !== undefined && { baseDelay: baseDelayMs }),
	...(totalTimeoutMs !== undefined && { totalTimeout: totalTimeoutMs }),
});

/** Where the text of the command is a template to the form; curl sends it as it is. */
function noteInserts(fields: unknown, notes: CurlNote[]): void {
	const found = new Set(
		JSON.stringify(fields).match(/\{\{(?:(?!\}\}).){0,40}\}\}|\{%(?:(?!%\}).){0,40}%\}/g),
	);
	for (const insert of [...found].slice(0, 3)) {
		notes.push({
			kind: 'advice',
			message: `${JSON.parse(`"${insert}"`) as string} is an insert that this node renders; curl sends it as it is`,
			position: { line: 1, column: 1 },
		});
	}
}

const methodNote = (method: string): CurlNote => ({
	kind: 'unsupported',
	message: `the method ${method} has no counterpart in this node`,
	position: { line: 1, column: 1 },
});
