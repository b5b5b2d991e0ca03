import { decodeJwt } from 'jose';
import type { JsonValue } from '../json';
import { parseAnswer } from '../json-limits';
import { masked, type Additions } from './additions';
import {
	AuthorisationError,
	requireSuccess,
	sendAuthorisationRequest,
	type AuthorisationStep,
} from './authorisation-request';
import type { ConnectionServices, CredentialFields } from './connection';
import { absoluteUrl, choice, requiredText, text } from './fields';
import { basicAuthorization } from './login-password';
import { createMask } from './mask';
import { AUTHENTICATION_METHODS } from './methods';
import { bearer, tokenMethod, type FetchedAdditions } from './token-method';

/** Where each environment's API is, https://hub.synerise.com/developers/api/api-authorization/introduction */
const BASE_URLS = {
	azureEu: 'https://api.synerise.com',
	azureUs: 'https://api.azu.synerise.com',
	gcp: 'https://api.geb.synerise.com',
};
const ENVIRONMENTS = ['azureEu', 'azureUs', 'gcp', 'custom'] as const;
const LOGIN_METHODS = ['jwt', 'basic'] as const;
/** For a token that does not say when it ends. */
const DEFAULT_LIFETIME_MS = 5 * 60_000;

function loginUrl(credential: CredentialFields): URL {
	const environment = choice(credential, 'environment', ENVIRONMENTS);
	const base =
		environment === 'custom' ? requiredText(credential, 'baseUrl') : BASE_URLS[environment];
	const url = absoluteUrl(base, 'baseUrl');
	url.pathname = `${url.pathname.replace(/\/+$/, '')}/uauth/v2/auth/login/profile`;
	url.search = '';
	url.hash = '';
	return url;
}

/** The token of a response: `{"token":"…"}`, or the token alone, as JSON text or as it is. */
function tokenOf(body: string): string | undefined {
	let answer: JsonValue = body.trim();
	try {
		answer = parseAnswer(answer);
	} catch {
		// The token stands alone, without quotes.
	}
	const token =
		answer !== null && typeof answer === 'object' && !Array.isArray(answer) ? answer.token : answer;
	return typeof token === 'string' && /^[\w~+/.=-]+$/.test(token) ? token : undefined;
}

/** When the token ends, in milliseconds since the epoch; undefined when it does not say. */
function expiryOf(token: string): number | undefined {
	try {
		const { exp } = decodeJwt(token);
		return exp === undefined ? undefined : exp * 1000;
	} catch {
		return undefined;
	}
}

/** "Log in as Workspace" of Synerise's API. */
async function fetch(
	credential: CredentialFields,
	services: ConnectionServices,
): Promise<FetchedAdditions> {
	const apiKey = requiredText(credential, 'apiKey');
	const step: AuthorisationStep = {
		name: 'login with the workspace API key',
		field: 'apiKey',
		mask: createMask([apiKey]),
	};
	const now = services.clock.now();
	const response = await sendAuthorisationRequest(
		{
			method: 'POST',
			url: loginUrl(credential),
			headers: [
				['Accept', 'application/json'],
				['Content-Type', 'application/json'],
				['Api-Version', '4.4'],
			],
			body: Buffer.from(JSON.stringify({ apiKey })),
		},
		credential,
		services,
		step,
	);
	requireSuccess(response, step);
	const token = tokenOf(response.body.toString('utf8'));
	if (token === undefined) {
		throw new AuthorisationError(
			`The ${step.name} returned ${response.status}, but the response contains no token`,
			{ field: 'environment', hint: 'Check the environment or base URL of the connection.' },
		);
	}
	return {
		value: bearer(token),
		expiresAt: expiryOf(token) ?? now + DEFAULT_LIFETIME_MS,
		secrets: [token],
		summary: `Synerise accepted the workspace API key at ${loginUrl(credential).host}`,
	};
}

/** The Basic form, for keys that have it switched on: workspace GUID and key, no login. */
function withoutToken(credential: CredentialFields): Additions | undefined {
	if (choice(credential, 'loginMethod', LOGIN_METHODS) === 'jwt') return undefined;
	requiredText(credential, 'apiKey');
	return basicAuthorization(credential, { user: 'workspaceGuid', password: 'apiKey' });
}

function secrets(credential: CredentialFields): string[] {
	const apiKey = text(credential, 'apiKey');
	const pair = `${text(credential, 'workspaceGuid')}:${apiKey}`;
	return [apiKey, pair, Buffer.from(pair, 'utf8').toString('base64')];
}

/** Requests to Synerise's own API, authorised by a workspace API key. */
export const syneriseApiKey = tokenMethod(AUTHENTICATION_METHODS.syneriseApiKey, {
	fetch,
	preview: (credential) => masked(withoutToken(credential) ?? bearer('')),
	secrets,
	withoutToken,
	ownHosts: (credential) => [loginUrl(credential).hostname],
});
