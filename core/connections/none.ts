import type { ConnectionMethod } from './connection';
import { AUTHENTICATION_METHODS } from './methods';

/** No authentication: the request goes out as it is. */
export const none: ConnectionMethod<never> = {
	...AUTHENTICATION_METHODS.none,
	authorise: async (request) => request,
	preview: (request) => request,
	secrets: () => [],
	test: async () => ({ ok: true, message: 'No authentication is required.' }),
};
