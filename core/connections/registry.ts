/** What each authentication method does; its name and form are in methods.ts and in credentials/connections.ts. */
import { apiKey } from './api-key';
import type { ConnectionMethod } from './connection';
import { customConnection } from './custom-connection';
import { loginPassword } from './login-password';
import { none } from './none';
import { oAuth2ClientCredentials } from './oauth2-client-credentials';
import { sha256 } from './sha256';
import { standardWebhooks } from './standard-webhooks';
import { syneriseApiKey } from './synerise-api-key';

export const connectionMethods: ConnectionMethod[] = [
	none,
	loginPassword,
	customConnection,
	syneriseApiKey,
	oAuth2ClientCredentials,
	apiKey,
	sha256,
	standardWebhooks,
];

/** The method with this value of the parameter `authentication`. */
export const connectionMethod = (authentication: string): ConnectionMethod | undefined =>
	connectionMethods.find(({ name }) => name === authentication);

/** The method that reads a credential of this type. */
export const methodOfCredential = (credentialType: string): ConnectionMethod | undefined =>
	connectionMethods.find(({ credential }) => credential === credentialType);
