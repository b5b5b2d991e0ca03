import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { monotonicClock, systemClock } from '../../core/clock';
import { sentences } from '../../core/errors';
import { readJwtSettings } from '../../core/incoming/jwt/settings';
import { fetchKeys } from '../../core/incoming/jwt/verify';
import { readMetaSettings } from '../../core/incoming/meta-settings';
import { readHeaderKeySettings } from '../../core/incoming/shown-secrets-settings';
import {
	readClientStates,
	readSignatureSettings,
	type SignatureCredential,
} from '../../core/incoming/signature/settings';
import { httpClient } from '../shared/http';

/** Tells whether tokens can be verified: the fields make sense, and published keys can be fetched. */
export async function testJwtCredential(
	this: ICredentialTestFunctions,
	{ data }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	return await resultOf(async () => {
		const settings = readJwtSettings(data ?? {});
		const published = await fetchKeys(settings, {
			http: httpClient({}),
			clock: systemClock,
			monotonic: monotonicClock,
		});
		const count = settings.keys.length + published.length;
		return `Tokens are verified with ${count} ${count === 1 ? 'key' : 'keys'}, ${settings.algorithms.join(', ')}`;
	});
}

/** Nothing can be asked of Meta; only the fields can be looked at. */
export async function testMetaCredential(
	this: ICredentialTestFunctions,
	{ data }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	return await resultOf(() => {
		readMetaSettings(data ?? {});
		return 'The fields are complete. Meta checks the verify token when you subscribe.';
	});
}

/** Nothing can be asked of a sender; only the fields can be looked at. */
export async function testSignatureCredential(
	this: ICredentialTestFunctions,
	{ data }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	return await resultOf(() => {
		const credential = (data ?? {}) as SignatureCredential;
		if (credential.scheme === 'microsoftGraph') readClientStates(credential);
		else readSignatureSettings(credential);
		return 'The fields are complete. The first signed request shows whether the secret is right.';
	});
}

export async function testHeaderKeyCredential(
	this: ICredentialTestFunctions,
	{ data }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	return await resultOf(() => {
		const { header, keys } = readHeaderKeySettings(data ?? {});
		const count = keys.length === 1 ? 'the key' : `one of ${keys.length} keys`;
		return `Requests must carry ${count} in the header ${header}`;
	});
}

async function resultOf(test: () => string | Promise<string>): Promise<INodeCredentialTestResult> {
	try {
		return { status: 'OK', message: await test() };
	} catch (error) {
		return { status: 'Error', message: sentences(error) };
	}
}
