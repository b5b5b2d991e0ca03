/**
 * The form of each authentication method of an Outgoing Integration. The node's options and credentials and the saved
 * integration's form derive from this list; what a method does is in core/connections/registry.ts.
 */
import type { ICredentialType } from 'n8n-workflow';
import { AUTHENTICATION_METHODS, type MethodIdentity } from '../core/connections/methods';
import { ApiKeyConnectionApi } from './ApiKeyConnectionApi.credentials';
import { ClientCredentialsOAuth2Api } from './ClientCredentialsOAuth2Api.credentials';
import { CustomConnectionApi } from './CustomConnectionApi.credentials';
import { EagleEyeSha256Api } from './EagleEyeSha256Api.credentials';
import { LoginPasswordApi } from './LoginPasswordApi.credentials';
import { StandardWebhooksApi } from './StandardWebhooksApi.credentials';
import { SyneriseApi } from './SyneriseApi.credentials';

export interface Connection {
	method: MethodIdentity;
	/** What the user fills in; absent for `none`. */
	form?: ICredentialType;
}

/** Pairs a method with its form; the compiler refuses a form of another credential type. */
const connection = <Name extends string>(
	method: MethodIdentity<Name>,
	Form: new () => ICredentialType & { name: Name },
): Connection => ({ method, form: new Form() });

/** In the order in which the editor lists them. */
export const connections: Connection[] = [
	{ method: AUTHENTICATION_METHODS.none },
	connection(AUTHENTICATION_METHODS.loginPassword, LoginPasswordApi),
	connection(AUTHENTICATION_METHODS.customConnection, CustomConnectionApi),
	connection(AUTHENTICATION_METHODS.syneriseApiKey, SyneriseApi),
	connection(AUTHENTICATION_METHODS.oAuth2ClientCredentials, ClientCredentialsOAuth2Api),
	connection(AUTHENTICATION_METHODS.apiKey, ApiKeyConnectionApi),
	connection(AUTHENTICATION_METHODS.sha256, EagleEyeSha256Api),
	connection(AUTHENTICATION_METHODS.standardWebhooks, StandardWebhooksApi),
];
