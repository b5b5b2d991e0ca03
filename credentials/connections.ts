/**
 * The authentication methods of an Outgoing Integration, each with the form that a user fills in. The node's
 * options and credentials, the saved integration's form and the test buttons all derive from this list.
 */
import type { ICredentialType } from 'n8n-workflow';
import { apiKey } from '../core/connections/api-key';
import type { ConnectionMethod } from '../core/connections/connection';
import { customConnection } from '../core/connections/custom-connection';
import { loginPassword } from '../core/connections/login-password';
import { none } from '../core/connections/none';
import { oAuth2ClientCredentials } from '../core/connections/oauth2-client-credentials';
import { sha256 } from '../core/connections/sha256';
import { standardWebhooks } from '../core/connections/standard-webhooks';
import { syneriseApiKey } from '../core/connections/synerise-api-key';
import { ApiKeyConnectionApi } from './ApiKeyConnectionApi.credentials';
import { ClientCredentialsOAuth2Api } from './ClientCredentialsOAuth2Api.credentials';
import { CustomConnectionApi } from './CustomConnectionApi.credentials';
import { EagleEyeSha256Api } from './EagleEyeSha256Api.credentials';
import { LoginPasswordApi } from './LoginPasswordApi.credentials';
import { StandardWebhooksApi } from './StandardWebhooksApi.credentials';
import { SyneriseApi } from './SyneriseApi.credentials';

export interface Connection {
	method: ConnectionMethod;
	/** What the user fills in; absent for `none`. */
	form?: ICredentialType;
}

/** Pairs a method with its form; the compiler refuses a form of another credential type. */
const connection = <Name extends string>(
	method: ConnectionMethod<Name>,
	Form: new () => ICredentialType & { name: Name },
): Connection => ({ method, form: new Form() });

/** In the order in which the editor lists them. */
export const connections: Connection[] = [
	{ method: none },
	connection(loginPassword, LoginPasswordApi),
	connection(customConnection, CustomConnectionApi),
	connection(syneriseApiKey, SyneriseApi),
	connection(oAuth2ClientCredentials, ClientCredentialsOAuth2Api),
	connection(apiKey, ApiKeyConnectionApi),
	connection(sha256, EagleEyeSha256Api),
	connection(standardWebhooks, StandardWebhooksApi),
];

/** The method with this value of the parameter `authentication`. */
export const connectionMethod = (authentication: string): ConnectionMethod | undefined =>
	connections.find(({ method }) => method.name === authentication)?.method;

/** The method that reads a credential of this type. */
export const methodOfCredential = (credentialType: string): ConnectionMethod | undefined =>
	connections.find(({ form }) => form?.name === credentialType)?.method;
