import { compile, TemplateError, type TemplateContext } from '../jinjava';
import type { HttpResponse } from '../http/client';
import { METHODS } from '../http/methods';
import { responseText } from '../http/response-text';
import type { JsonObject } from '../json';
import { checkedHeader, type Additions } from './additions';
import {
	AuthorisationError,
	requireSuccess,
	sendAuthorisationRequest,
	statusLine,
	type AuthorisationStep,
} from './authorisation-request';
import type { ConnectionServices, CredentialFields, PreparedRequest } from './connection';
import {
	absoluteUrl,
	choice,
	ConnectionFieldError,
	requiredText,
	rows,
	seconds,
	text,
} from './fields';
import { createMask, type Mask } from './mask';
import { MIN_LENGTH } from './masking/needles';
import { AUTHENTICATION_METHODS } from './methods';
import {
	placedSecrets,
	placementRows,
	previewPlacement,
	renderPlacement,
	requireValue,
	type PlacementFields,
} from './placement';
import { responseShape } from './response-shape';
import { textsOfResponse } from './response-texts';
import { partsOfPlaced, partsOfSecret } from './secret-parts';
import { renderSecret } from './secret-template';
import { tokenMethod, type FetchedAdditions } from './token-method';
import { hasField } from '../http/header-fields';

/** The product's own default, and a week as the longest; 0 keeps nothing beyond the waiting requests. */
const TTL = { fallback: 60, min: 0, max: 7 * 24 * 60 * 60 };
/** Scheme and domain as literal text: an insert there could send the secret anywhere. */
const LITERAL_ORIGIN = /^\s*https?:\/\/[^/?#{}\s]+([/?#]|\s*$)/i;

/** What templates of the authorization request can read, and those of the token placement. */
const REQUEST_ROOTS: ReadonlySet<string> = new Set(['secret']);
const PLACEMENT: PlacementFields = {
	headers: 'tokenHeaders',
	urlParameters: 'tokenUrlParameters',
	roots: new Set(['authResponseBody', 'authResponseStatusCode', 'authResponseHeaders']),
};

const placementOf = (credential: CredentialFields) => placementRows(credential, PLACEMENT);

const secretsOf = (credential: CredentialFields) => partsOfSecret(text(credential, 'secret'));

/** The authorisation request with the secret filled in, and what must not be shown of it. */
function authorisationRequest(
	credential: CredentialFields,
	now: number,
): { request: PreparedRequest; sent: string[] } {
	const context: TemplateContext = { secret: text(credential, 'secret') };
	const sent: string[] = [];
	const render = (source: string, field: string) => {
		const template = compile(source, { field, roots: REQUEST_ROOTS });
		const value = renderSecret(template, context, { field, now });
		if (!template.isStatic) sent.push(...partsOfPlaced(value, source));
		return value;
	};
	const url = requiredText(credential, 'url');
	if (!LITERAL_ORIGIN.test(url)) {
		throw new ConnectionFieldError(
			'url',
			'must begin with https:// and a domain without inserts',
			'Inserts may stand in the path and after it, as in https://auth.example.com/token?key={{ secret }}.',
		);
	}
	const body = render(text(credential, 'body'), 'body');
	const headers = rows(credential, 'headers', ['name', 'value']).map(({ name, value }) => {
		requireValue(value, name, 'headers');
		return checkedHeader(name, render(value, 'headers'), 'headers');
	});
	if (body !== '' && !hasField(headers, 'content-type')) {
		headers.push(['Content-Type', typeOfBody(body)]);
	}
	const request = {
		method: text(credential, 'method') === '' ? 'POST' : choice(credential, 'method', METHODS),
		url: absoluteUrl(render(url, 'url'), 'url'),
		headers,
		body: body === '' ? undefined : Buffer.from(body, 'utf8'),
	};
	return { request, sent };
}

/** `grant_type=password&scope=`: names and values with none of the signs that JSON and XML begin with. */
const FORM = /^\s*[^\s&=<>{}[\]"]+=[^&\r\n]*(&[^\s&=]+=[^&\r\n]*)*\s*$/;

const typeOfBody = (body: string): string =>
	FORM.test(body) ? 'application/x-www-form-urlencoded' : 'application/json';

/** `x-auth-token` becomes `X-Auth-Token`, as documentation usually writes it. */
const canonicalName = (name: string) =>
	name.replace(/(^|-)[a-z]/g, (initial) => initial.toUpperCase());

/** The response under the names that placement templates read; headers in lower case and as `X-Auth-Token`. */
function answerContext(response: HttpResponse): TemplateContext {
	const { status, headers } = response;
	const authResponseHeaders: JsonObject = {};
	for (const [name, value] of Object.entries(headers)) {
		authResponseHeaders[canonicalName(name)] = value;
		authResponseHeaders[name] = value;
	}
	return {
		authResponseBody: responseText(response),
		authResponseStatusCode: status,
		authResponseHeaders,
	};
}

/** What must not be shown of the values placed in the request, and the texts of the response that went into them. */
function fetchedSecrets(placed: string[], response: HttpResponse): string[] {
	const parts = textsOfResponse(response).filter(
		(part) => part.length >= MIN_LENGTH && placed.some((value) => value.includes(part)),
	);
	return [...new Set([...placed, ...parts])];
}

function place(
	credential: CredentialFields,
	response: HttpResponse,
	{ now, mask }: { now: number; mask: Mask },
): { additions: Additions; secrets: string[] } {
	const placement = placementOf(credential);
	try {
		const additions = renderPlacement(placement, answerContext(response), now);
		return { additions, secrets: fetchedSecrets(placedSecrets(placement, additions), response) };
	} catch (error) {
		if (!(error instanceof TemplateError) && !(error instanceof ConnectionFieldError)) throw error;
		throw new AuthorisationError(
			`The token placement failed after the response ${statusLine(response)}: ${error.message}`,
			{
				field: error.field ?? 'tokenHeaders',
				hint: `Compare the placement with the response (${responseShape(response, mask)}).`,
			},
		);
	}
}

async function fetch(
	credential: CredentialFields,
	services: ConnectionServices,
): Promise<FetchedAdditions> {
	const ttl = seconds(credential, 'ttl', TTL);
	placementOf(credential);
	const now = services.clock.now();
	const { request, sent } = authorisationRequest(credential, now);
	const step: AuthorisationStep = {
		name: 'authorization request',
		field: 'url',
		mask: createMask([...secretsOf(credential), ...sent]),
	};
	const response = await sendAuthorisationRequest(request, credential, services, step);
	requireSuccess(response, step);
	const { additions, secrets } = place(credential, response, { now, mask: step.mask });
	return {
		value: additions,
		expiresAt: now + ttl * 1000,
		secrets: [...secrets, ...sent],
		summary: `The authorization request returned ${statusLine(response)} (${responseShape(response, step.mask)})`,
	};
}

/** A connection that gets its token by a request of the user's own making. */
export const customConnection = tokenMethod(AUTHENTICATION_METHODS.customConnection, {
	fetch,
	preview: (credential) => previewPlacement(placementOf(credential)),
	secrets: secretsOf,
	ownHosts: (credential) => [absoluteUrl(requiredText(credential, 'url'), 'url').hostname],
});
