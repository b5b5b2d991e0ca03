import {
	allowInsecureRequests,
	clientCredentialsGrantRequest,
	ClientSecretBasic,
	ClientSecretPost,
	customFetch,
	processClientCredentialsResponse,
	type AuthorizationServer,
	type Client,
	type CustomFetchOptions,
	type TokenEndpointResponse,
} from 'oauth4webapi';
import { IntegrationError } from '../errors';
import type { HeaderList, HttpResponse } from '../http/client';
import { masked } from './additions';
import {
	AuthorisationError,
	requireSuccess,
	sendAuthorisationRequest,
	type AuthorisationStep,
} from './authorisation-request';
import type { ConnectionServices, CredentialFields } from './connection';
import { absoluteUrl, choice, requiredText, text } from './fields';
import { createMask } from './mask';
import { AUTHENTICATION_METHODS } from './methods';
import { bearer, tokenMethod, type FetchedAdditions } from './token-method';

const CLIENT_AUTHENTICATION = ['header', 'body'] as const;
/** For a token whose answer names no `expires_in`. */
const DEFAULT_LIFETIME_SECONDS = 5 * 60;
/** Statuses that the Fetch standard allows no body for. */
const NULL_BODY_STATUSES = [204, 205, 304];

/** RFC 6749, section 4.4.2, with the parameters of RFC 8707 and of servers that know `audience`. */
function grantParameters(credential: CredentialFields): Record<string, string> {
	const entered = ['scope', 'audience', 'resource'].map((name) => [
		name,
		text(credential, name).trim(),
	]);
	return Object.fromEntries(entered.filter(([, value]) => value !== ''));
}

function asFetchResponse({ status, statusText, headers, body }: HttpResponse): Response {
	const fields: HeaderList = Object.entries(headers).flatMap(([name, value]) =>
		[value].flat().map((item): [string, string] => [name, item]),
	);
	const content = NULL_BODY_STATUSES.includes(status) ? null : new Uint8Array(body);
	return new Response(content, { status, statusText, headers: fields });
}

/** Sends oauth4webapi's request through our HTTP client and looks at the status before the library does. */
function fetchThrough(
	credential: CredentialFields,
	services: ConnectionServices,
	step: AuthorisationStep,
) {
	return async (url: string, options: CustomFetchOptions<'POST', URLSearchParams>) => {
		const response = await sendAuthorisationRequest(
			{
				method: options.method,
				url: new URL(url),
				headers: Object.entries(options.headers),
				body: Buffer.from(options.body.toString()),
			},
			credential,
			services,
			step,
		);
		requireSuccess(response, step);
		return asFetchResponse(response);
	};
}

async function requestToken(
	credential: CredentialFields,
	services: ConnectionServices,
	step: AuthorisationStep,
): Promise<TokenEndpointResponse> {
	const tokenUrl = absoluteUrl(requiredText(credential, 'tokenUrl'), 'tokenUrl');
	const server: AuthorizationServer = { issuer: tokenUrl.origin, token_endpoint: tokenUrl.href };
	const client: Client = { client_id: requiredText(credential, 'clientId') };
	const secret = requiredText(credential, 'clientSecret');
	const inHeader = choice(credential, 'clientAuthentication', CLIENT_AUTHENTICATION) === 'header';
	const response = await clientCredentialsGrantRequest(
		server,
		client,
		inHeader ? ClientSecretBasic(secret) : ClientSecretPost(secret),
		grantParameters(credential),
		{
			[customFetch]: fetchThrough(credential, services, step),
			// Whether http is allowed is for our own client's policy to say.
			[allowInsecureRequests]: true,
		},
	);
	return await processClientCredentialsResponse(server, client, response);
}

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
	let token: TokenEndpointResponse;
	try {
		token = await requestToken(credential, services, step);
	} catch (error) {
		if (error instanceof IntegrationError) throw error;
		throw new AuthorisationError(
			`The answer to the token request is not usable: ${step.mask.text((error as Error).message)}`,
			{ field: step.field, hint: 'Check the token endpoint URL of the connection.' },
		);
	}
	return {
		value: bearer(token.access_token),
		expiresAt: now + (token.expires_in ?? DEFAULT_LIFETIME_SECONDS) * 1000,
		secrets: [token.access_token],
		summary: 'The token endpoint issued an access token',
	};
}

function secrets(credential: CredentialFields): string[] {
	const clientSecret = text(credential, 'clientSecret');
	// RFC 6749, section 2.3.1: both halves are form-encoded before they are joined.
	const formEncode = (value: string) => new URLSearchParams([['', value]]).toString().slice(1);
	const pair = `${formEncode(text(credential, 'clientId'))}:${formEncode(clientSecret)}`;
	return [clientSecret, Buffer.from(pair).toString('base64')];
}

/** OAuth 2.0 client credentials grant. */
export const oAuth2ClientCredentials = tokenMethod(AUTHENTICATION_METHODS.oAuth2ClientCredentials, {
	fetch,
	preview: () => masked(bearer('')),
	secrets,
});
