import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { IAllExecuteFunctions } from 'n8n-workflow';

import { monotonicClock, systemClock } from '../../core/clock';
import { IntegrationError } from '../../core/errors';
import { readJwtSettings, type JwtCredential } from '../../core/incoming/jwt/settings';
import { createTokenVerifier } from '../../core/incoming/jwt/verify';
import { readMetaSettings, type MetaCredential } from '../../core/incoming/meta-settings';
import type { Authentication } from '../../core/incoming/settings';
import {
	readBasicSettings,
	readHeaderKeySettings,
	type BasicCredential,
	type HeaderKeyCredential,
} from '../../core/incoming/shown-secrets-settings';
import {
	readClientStates,
	readSignatureSettings,
	type SignatureCredential,
} from '../../core/incoming/signature/settings';
import { reads } from '../../core/incoming/signature/signed-content';
import { httpClient } from '../shared/http';

type CredentialReader = Pick<IAllExecuteFunctions, 'getCredentials' | 'helpers'> & {
	getNodeWebhookUrl(name: 'default'): string | undefined;
};

type JwtAuthentication = Extract<Authentication, { method: 'jwt' }>;

/** Keys are imported, and key sets fetched, once for each content of a credential: an edit is another content. */
const knownCredentials = new LRUCache<string, JwtAuthentication>({ max: 100 });

/** @throws {IntegrationError} naming the field of the credential that is at fault */
export async function readAuthentication(
	context: CredentialReader,
	method: unknown,
): Promise<Authentication> {
	switch (method) {
		case 'none':
			return { method };
		case 'jwt':
			return jwt(await context.getCredentials<JwtCredential>('incomingIntegrationJwtApi'), context);
		case 'meta': {
			const credential = await context.getCredentials<MetaCredential>('metaWebhookApi');
			return { method, ...readMetaSettings(credential) };
		}
		case 'signature':
			return signature(await context.getCredentials('webhookSignatureApi'), context);
		case 'basic': {
			const credential = await context.getCredentials<BasicCredential>('loginPasswordApi');
			return { method, ...readBasicSettings(credential) };
		}
		case 'header': {
			const credential = await context.getCredentials<HeaderKeyCredential>('headerKeyApi');
			return { method, ...readHeaderKeySettings(credential) };
		}
		default:
			throw new IntegrationError(`There is no authentication method "${String(method)}"`, {
				code: 'AUTHENTICATION_UNKNOWN',
				field: 'authentication',
				hint: 'Select one from the list.',
			});
	}
}

/** Microsoft Graph is a sender among others in the form, though it signs nothing. */
function signature(
	credential: SignatureCredential,
	{ getNodeWebhookUrl }: CredentialReader,
): Authentication {
	if (credential.scheme === 'microsoftGraph') {
		return { method: 'clientState', states: readClientStates(credential) };
	}
	const settings = readSignatureSettings(credential);
	const url = reads(settings.scheme.signed, 'url') ? (getNodeWebhookUrl('default') ?? '') : '';
	return { method: 'signature', signature: settings, url };
}

function jwt(credential: JwtCredential, { helpers }: CredentialReader): JwtAuthentication {
	const content = createHash('sha256').update(JSON.stringify(credential)).digest('base64');
	const known = knownCredentials.get(content);
	if (known) return known;
	const settings = readJwtSettings(credential);
	const verifier = createTokenVerifier(settings, {
		http: httpClient(helpers),
		clock: systemClock,
		monotonic: monotonicClock,
	});
	const authentication: JwtAuthentication = { method: 'jwt', settings, verifier };
	knownCredentials.set(content, authentication);
	return authentication;
}
