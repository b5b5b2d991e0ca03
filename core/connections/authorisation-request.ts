/** The request that a connection makes for itself, before the target request, to get a token. */
import { IntegrationError } from '../errors';
import type { HttpResponse } from '../http/client';
import { responseText } from '../http/response-text';
import { allowedDomains } from './allowed-domains';
import type { ConnectionServices, CredentialFields, PreparedRequest } from './connection';
import { OPEN_CONNECTION } from './fields';
import type { Mask } from './mask';

/** The longest a service may take to issue a token. */
const TIMEOUT_MS = 30_000;
/** Answers with a token are small; a larger one is a wrong address. */
const MAX_RESPONSE_BYTES = 1024 * 1024;
/** How much of a refusal's body an error shows. */
const EXCERPT_LENGTH = 300;

/** A connection could not get what it needs to authorise requests. `message` names the step and its status. */
export class AuthorisationError extends IntegrationError {
	constructor(message: string, { field, hint }: { field: string; hint?: string }) {
		super(message, {
			code: 'CONNECTION_AUTHORISATION_FAILED',
			field,
			hint: hint ?? OPEN_CONNECTION,
		});
	}
}

export interface AuthorisationStep {
	/** What the request is called in errors: "authorization request", "token request", "login". */
	name: string;
	/** The credential field that names where it goes. */
	field: string;
	mask: Mask;
}

/**
 * Sends it. Redirects are not followed: they would carry the secret to an address that nobody entered.
 * @throws {AuthorisationError} when no response came
 */
export async function sendAuthorisationRequest(
	request: PreparedRequest,
	credential: CredentialFields,
	{ http, signal }: ConnectionServices,
	{ name, field, mask }: AuthorisationStep,
): Promise<HttpResponse> {
	try {
		return await http.send({
			...request,
			timeoutMs: TIMEOUT_MS,
			maxResponseBytes: MAX_RESPONSE_BYTES,
			redirect: { follow: false, max: 0 },
			allowedDomains: allowedDomains(credential, () => [request.url.hostname]),
			signal,
		});
	} catch (error) {
		if (!(error instanceof IntegrationError)) throw error;
		// Not its cause: n8n stores causes with the execution, and this one may quote a URL with the secret.
		throw new AuthorisationError(`The ${name} failed: ${mask.text(error.message)}`, {
			field,
			...hintOf(error, mask),
		});
	}
}

/** What helps here: the options of the node do not apply to a request of its connection. */
const HINTS: Record<string, string> = {
	HTTP_TIMEOUT: `Check why the host is slow: a connection waits up to ${TIMEOUT_MS / 1000} seconds for it.`,
	HTTP_RESPONSE_TOO_LARGE: 'Check the URL of the connection: a response with a token is small.',
	HTTP_INVALID_REQUEST: 'Check the headers of the connection.',
	HTTP_DECODING: 'Check the URL of the connection, or let the host send its response uncompressed.',
};

const IGNORE_SSL = / ?The option "Ignore SSL Issues"[^.]*\./g;

function hintOf({ code, hint }: IntegrationError, mask: Mask): { hint?: string } {
	const own = Object.hasOwn(HINTS, code) ? HINTS[code] : hint?.replace(IGNORE_SSL, '').trim();
	return own ? { hint: mask.text(own) } : {};
}

/** `401 Unauthorized` */
export const statusLine = ({ status, statusText }: HttpResponse) =>
	[status, statusText].join(' ').trim();

/**
 * Refuses every response but 2xx.
 * @param hint what to do about this refusal, when more is known than that the connection is to be corrected
 * @throws {AuthorisationError} with the status and the beginning of the body, secrets masked
 */
export function requireSuccess(
	response: HttpResponse,
	{ name, field, mask }: AuthorisationStep,
	hint?: string,
): void {
	if (response.status >= 200 && response.status < 300) return;
	const body = mask.text(responseText(response)).replace(/\s+/g, ' ').trim();
	const excerpt = body.length > EXCERPT_LENGTH ? `${body.slice(0, EXCERPT_LENGTH)}…` : body;
	throw new AuthorisationError(
		`The ${name} returned ${statusLine(response)}${excerpt === '' ? '' : `: ${excerpt}`}`,
		{ field, ...(hint !== undefined && { hint }) },
	);
}
