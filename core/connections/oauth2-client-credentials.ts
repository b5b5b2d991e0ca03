import type { HttpResponse } from '../http/client';
import { responseText } from '../http/response-text';
import type { JsonValue } from '../json';
import { parseAnswer } from '../json-limits';
import { masked } from './additions';
import {
	AuthorisationError,
	requireSuccess,
	sendAuthorisationRequest,
	type AuthorisationStep,
} from './authorisation-request';
import { basicCredentials, clientHalf } from './basic-credentials';
import type { ConnectionServices, CredentialFields, PreparedRequest } from './connection';
import { absoluteUrl, choice, requiredText, text } from './fields';
import { createMask } from './mask';
import { AUTHENTICATION_METHODS } from './methods';
import { bearer, tokenMethod, type FetchedAdditions } from './token-method';

const CLIENT_AUTHENTICATION = ['header', 'body'] as const;
/** For a token whose response names no usable `expires_in`. */
const DEFAULT_LIFETIME_SECONDS = 5 * 60;

/** Tokens that need a proof with each request; any other type is sent as a bearer token. */
const UNUSABLE_TOKEN_TYPES = ['mac', 'dpop'];

/** How servers refuse a client that they do not know (RFC 6749, 5.2). */
const REFUSED_CLIENT = [400, 401, 403];

const isInHeader = (credential: CredentialFields) =>
	choice(credential, 'clientAuthentication', CLIENT_AUTHENTICATION) === 'header';

/** RFC 6749, section 4.4.2, with the parameters of RFC 8707 and of servers that know `audience`. */
function tokenRequest(credential: CredentialFields): PreparedRequest {
	const url = absoluteUrl(requiredText(credential, 'tokenUrl'), 'tokenUrl');
	const id = requiredText(credential, 'clientId');
	const secret = requiredText(credential, 'clientSecret');
	const form = new URLSearchParams({ grant_type: 'client_credentials' });
	for (const name of ['scope', 'audience', 'resource']) {
		const value = text(credential, name).trim();
		if (value !== '') form.set(name, value);
	}
	const headers: PreparedRequest['headers'] = [
		['Accept', 'application/json'],
		['Content-Type', 'application/x-www-form-urlencoded'],
	];
	if (isInHeader(credential)) {
		headers.push(['Authorization', `Basic ${basicCredentials(id, secret)}`]);
	} else {
		form.set('client_id', id);
		form.set('client_secret', secret);
	}
	return { method: 'POST', url, headers, body: Buffer.from(form.toString()) };
}

interface Token {
	value: string;
	lifetimeSeconds: number;
}

/**
 * Reads the token: a text `access_token` is all that counts, the other members are of use only when they make sense.
 * @throws {AuthorisationError}
 */
function readToken(response: HttpResponse, step: AuthorisationStep): Token {
	const body = tokenBody(responseText(response));
	const value = body.access_token;
	if (typeof value !== 'string' || !/^[\x21-\x7e]+$/.test(value)) {
		throw unusable(step, 'it has no text "access_token"');
	}
	const type = String(body.token_type).trim().toLowerCase();
	if (UNUSABLE_TOKEN_TYPES.includes(type)) {
		throw unusable(step, `its token is of the type "${type}", and only bearer tokens can be sent`);
	}
	return { value, lifetimeSeconds: lifetimeOf(body.expires_in) };
}

/** JSON, or the form that servers older than the standard send. */
function tokenBody(source: string): Record<string, JsonValue | undefined> {
	try {
		return Object(parseAnswer(source)) as Record<string, JsonValue>;
	} catch {
		return Object.fromEntries(new URLSearchParams(source));
	}
}

function lifetimeOf(expiresIn: JsonValue | undefined): number {
	const isNumber = typeof expiresIn === 'number';
	const isDigits = typeof expiresIn === 'string' && /^\s*\d+(\.\d+)?\s*$/.test(expiresIn);
	const seconds = isNumber || isDigits ? Number(expiresIn) : NaN;
	return seconds >= 0 ? seconds : DEFAULT_LIFETIME_SECONDS;
}

const unusable = ({ field, name }: AuthorisationStep, reason: string) =>
	new AuthorisationError(`The response to the ${name} is not usable: ${reason}`, {
		field,
		hint: 'Check the token endpoint URL of the connection.',
	});

async function fetch(
	credential: CredentialFields,
	services: ConnectionServices,
): Promise<FetchedAdditions> {
	const step: AuthorisationStep = {
		name: 'token request',
		field: 'tokenUrl',
		mask: createMask(secrets(credential)),
	};
	const now = services.clock.now();
	const request = tokenRequest(credential);
	const response = await sendAuthorisationRequest(request, credential, services, step);
	const maybeInBody = isInHeader(credential) && REFUSED_CLIENT.includes(response.status);
	requireSuccess(response, step, maybeInBody ? IN_BODY_HINT : undefined);
	const token = readToken(response, step);
	return {
		value: bearer(token.value),
		expiresAt: now + token.lifetimeSeconds * 1000,
		secrets: [token.value],
		summary: 'The token endpoint issued an access token',
	};
}

const IN_BODY_HINT =
	'Check client ID and client secret. If they are right, set "Client Authentication" of the connection to "Body": some servers expect them there.';

/** The secret as it is and as the header carries it. */
function secrets(credential: CredentialFields): string[] {
	const id = text(credential, 'clientId');
	const secret = text(credential, 'clientSecret');
	return [
		secret,
		clientHalf(secret),
		`${id}:${secret}`,
		`${clientHalf(id)}:${clientHalf(secret)}`,
		basicCredentials(id, secret),
	];
}

/** OAuth 2.0 client credentials grant. */
export const oAuth2ClientCredentials = tokenMethod(AUTHENTICATION_METHODS.oAuth2ClientCredentials, {
	fetch,
	preview: () => masked(bearer('')),
	secrets,
	ownHosts: (credential) => [
		absoluteUrl(requiredText(credential, 'tokenUrl'), 'tokenUrl').hostname,
	],
});
