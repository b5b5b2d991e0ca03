import { add, masked, type Additions } from './additions';
import { attempt } from './attempt';
import type { ConnectionMethod, CredentialFields } from './connection';
import { ConnectionFieldError, requiredText, text } from './fields';
import { AUTHENTICATION_METHODS } from './methods';

/**
 * Basic authentication, RFC 7617, in UTF-8.
 * @param fields the names of the fields that contain the two halves
 */
export function basicAuthorization(
	credential: CredentialFields,
	fields: { user: string; password: string },
): Additions {
	const user = requiredText(credential, fields.user);
	// Everything up to the first colon is the user: a colon in it would move the border.
	if (user.includes(':')) {
		throw new ConnectionFieldError(fields.user, 'must not contain a colon, which ends it');
	}
	const pair = `${user}:${text(credential, fields.password)}`;
	const encoded = Buffer.from(pair, 'utf8').toString('base64');
	return { headers: [['Authorization', `Basic ${encoded}`]], urlParameters: [] };
}

const additions = (credential: CredentialFields) =>
	basicAuthorization(credential, { user: 'login', password: 'password' });

export const loginPassword: ConnectionMethod<'loginPasswordApi'> = {
	...AUTHENTICATION_METHODS.loginPassword,
	authorise: async (request, credential) => add(request, additions(credential)),
	preview: (request, credential) => add(request, masked(additions(credential))),
	secrets(credential) {
		const [login, password] = [text(credential, 'login'), text(credential, 'password')];
		const pair = `${login}:${password}`;
		return [password, pair, Buffer.from(pair, 'utf8').toString('base64')];
	},
	test: (credential) =>
		attempt(() => {
			additions(credential);
			requiredText(credential, 'password');
			return 'Login and password are filled in. Whether the service accepts them shows with the first request.';
		}),
};
