import { createHash } from 'node:crypto';
import { add, checkedHeader, headerValues, masked, type Additions } from './additions';
import { attempt } from './attempt';
import type { ConnectionMethod, CredentialFields, PreparedRequest } from './connection';
import { requiredText, text } from './fields';
import { AUTHENTICATION_METHODS } from './methods';

const CLIENT_ID_HEADER = 'X-EES-AUTH-CLIENT-ID';
const HASH_HEADER = 'X-EES-AUTH-HASH';

/**
 * Eagle Eye's request hash: SHA-256 over path, query, body and secret, put together without separators.
 * Path and query are those of the serialised URL and the body is its bytes, because the receiver hashes what
 * arrives. https://developer.eagleeye.com/eagleeye-developer/docs/api-authentication
 * @returns lower-case hexadecimal digits
 */
export function eagleEyeHash(
	{ url, body }: Pick<PreparedRequest, 'url' | 'body'>,
	clientSecret: string,
): string {
	return createHash('sha256')
		.update(url.pathname + url.search)
		.update(body ?? '')
		.update(clientSecret)
		.digest('hex');
}

function additions(request: PreparedRequest, credential: CredentialFields): Additions {
	const clientId = requiredText(credential, 'clientId');
	return {
		headers: [
			checkedHeader(CLIENT_ID_HEADER, clientId, 'clientId'),
			[HASH_HEADER, eagleEyeHash(request, requiredText(credential, 'clientSecret'))],
		],
		urlParameters: [],
	};
}

export const sha256: ConnectionMethod<'eagleEyeSha256Api'> = {
	...AUTHENTICATION_METHODS.sha256,
	authorise: async (request, credential) => add(request, additions(request, credential)),
	preview: (request, credential) =>
		add(request, masked(additions(request, credential), [CLIENT_ID_HEADER])),
	secrets: (credential, sent) => [
		text(credential, 'clientSecret'),
		...headerValues(sent, HASH_HEADER),
	],
	test: (credential) =>
		attempt(() => {
			requiredText(credential, 'clientId');
			requiredText(credential, 'clientSecret');
			return 'Client ID and client secret are filled in. Whether Eagle Eye accepts them shows with the first request.';
		}),
};
