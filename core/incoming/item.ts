import type { JsonObject, JsonValue } from '../json';
import type { Parameters } from '../parameters/flatten';
import type { JsonDocument } from './json-body';
import type { IncomingRequest } from './request';
import type { Authentication, IncomingSettings } from './settings';

/** What an accepted request hands to the workflow. */
export interface IncomingItem {
	parameters: Parameters;
	body: JsonDocument;
	headers: IncomingRequest['headers'];
	query: IncomingRequest['query'];
	integration: {
		name: string;
		endpointId: string;
		requestId: string;
		/** ISO 8601, UTC. */
		receivedAt: string;
		/** 64 hexadecimal digits; '' when the request takes no part in deduplication. */
		deduplicationHash: string;
		/** The payload of the token; empty without one. */
		claims: JsonObject;
		/** How many values of the body have no parameter. Absent when all have one. */
		truncated?: { parameters: number };
		/** Of a test request: addresses in the form that the sample does not have. Absent when there are none. */
		warnings?: string[];
	};
}

export interface ItemParts {
	request: IncomingRequest;
	settings: IncomingSettings;
	document: JsonDocument;
	parameters: Parameters;
	/** Values without a parameter. */
	omitted: number;
	requestId: string;
	receivedAt: number;
	deduplicationHash?: string | undefined;
	claims?: Record<string, JsonValue> | undefined;
}

/** Headers that prove who the sender is; anyone who reads an execution could send in its name. */
const SENSITIVE_HEADERS = [
	'authorization',
	'proxy-authorization',
	'cookie',
	'x-hub-signature',
	'x-hub-signature-256',
];

const REDACTED = '[redacted]';

export const buildItem = (parts: ItemParts): IncomingItem => ({
	parameters: parts.parameters,
	body: parts.document,
	headers: parts.settings.keepSensitiveHeaders
		? parts.request.headers
		: redact(parts.request.headers, parts.settings.authentication),
	query: parts.request.query,
	integration: {
		name: parts.settings.integrationName,
		endpointId: parts.settings.endpointId,
		requestId: parts.requestId,
		receivedAt: new Date(parts.receivedAt).toISOString(),
		deduplicationHash: parts.deduplicationHash ?? '',
		claims: parts.claims ?? {},
		...(parts.omitted > 0 && { truncated: { parameters: parts.omitted } }),
	},
});

function redact(
	headers: IncomingRequest['headers'],
	authentication: Authentication,
): IncomingRequest['headers'] {
	const shown = { ...headers };
	for (const name of [...SENSITIVE_HEADERS, ...provingHeaders(authentication)]) {
		if (shown[name] !== undefined) shown[name] = REDACTED;
	}
	return shown;
}

/** The headers by which this endpoint in particular knows its senders. */
function provingHeaders(authentication: Authentication): string[] {
	if (authentication.method === 'header') return [authentication.header];
	if (authentication.method !== 'signature') return [];
	return authentication.signature.scheme.fields.map(({ signature }) => signature);
}
