/** What a request would be, without sending it and without fetching a token. */
import { overrides } from '../connections/additions';
import type { PreparedRequest } from '../connections/connection';
import { shortSecret } from '../connections/short-secrets';
import { IntegrationError, sentences } from '../errors';
import type { JsonObject } from '../json';
import type { Connection } from './exchange';
import { viewCommand, viewRequest, type RequestView } from './request-view';

/** The output of a preview; `warnings` is empty when nothing stands out. */
export type Preview = JsonObject & {
	request: RequestView;
	/** The command of the request in one line. */
	curl: string;
	connection: JsonObject;
	warnings: string[];
};

export interface PreviewServices {
	/**
	 * Judges the URL as the HTTP client would before it connects.
	 * @throws {IntegrationError} `TARGET_…`
	 */
	checkUrl(url: URL, allowedDomains?: string[]): void;
}

/** @param noted warnings that arose while the request was rendered */
export function previewRequest(
	request: PreparedRequest,
	connection: Connection,
	{ checkUrl }: PreviewServices,
	noted: string[] = [],
): Preview {
	const warnings = [...noted];
	const authorised = warnOf(warnings, 'The connection is not complete', () =>
		connection.method.preview(request, connection.credential),
	);
	const short = shortSecret(connection.method, connection.credential);
	if (short !== undefined) warnings.push(`${short}.`);
	const shown = authorised ?? request;
	for (const { kind, name } of overrides(request, shown)) {
		const what = kind === 'header' ? `header "${name}"` : `URL parameter "${name}"`;
		warnings.push(`The connection replaces your ${what}.`);
	}
	warnOf(warnings, 'The request would be refused', () =>
		checkUrl(shown.url, connection.allowedDomains),
	);
	const secrets = [...connection.method.secrets(connection.credential)];
	return {
		curl: viewCommand(shown, secrets),
		request: viewRequest(shown, secrets),
		connection: {
			authentication: connection.method.displayName,
			...additionsOf(request, shown),
		},
		warnings,
	};
}

/** What the connection put into the request, its values masked. */
function additionsOf(before: PreparedRequest, after: PreparedRequest): JsonObject {
	const sentBefore = new Set(before.headers.map(([name, value]) => `${name}\n${value}`));
	const headers = after.headers.filter(([name, value]) => !sentBefore.has(`${name}\n${value}`));
	const parametersBefore = new Set(before.url.search.slice(1).split('&'));
	const parameters = after.url.search
		.slice(1)
		.split('&')
		.filter((pair) => pair !== '' && !parametersBefore.has(pair))
		.flatMap((pair) => [...new URLSearchParams(pair)]);
	return {
		...(headers.length > 0 && { addedHeaders: Object.fromEntries(headers) }),
		...(parameters.length > 0 && { addedUrlParameters: Object.fromEntries(parameters) }),
	};
}

/** Turns a refusal of ours into a warning; anything else is a fault and goes on. */
function warnOf<T>(warnings: string[], what: string, run: () => T): T | undefined {
	try {
		return run();
	} catch (error) {
		if (!(error instanceof IntegrationError)) throw error;
		warnings.push(`${what}: ${sentences(error)}`.replace(/\.?$/, '.'));
		return undefined;
	}
}
