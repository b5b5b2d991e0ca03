import type { ConnectionMethod } from './connection';

/** No authentication: the request goes out as it is. */
export const none: ConnectionMethod<never> = {
	name: 'none',
	displayName: 'No Authentication',
	description: 'The request is sent as it is',
	authorise: async (request) => request,
	preview: (request) => request,
	secrets: () => [],
	test: async () => ({ ok: true, message: 'No authentication is required.' }),
};
