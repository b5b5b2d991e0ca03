/** The client certificate that the user selected: read for a run, tested from its own dialog. */
import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	IExecuteFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { systemClock } from '../../core/clock';
import {
	certificateSecrets,
	testClientCertificate,
	tlsIdentity,
} from '../../core/connections/client-certificate';
import type { TlsIdentity } from '../../core/http/tls-identity';
import { CERTIFICATE_CREDENTIAL } from './credentials';

/** What a run needs of it. */
export interface SelectedCertificate {
	tls: TlsIdentity;
	secrets: string[];
}

/**
 * Reads it once for all items.
 * @returns `undefined` when none is selected
 * @throws {IntegrationError} `CONNECTION_FIELD_INVALID`
 */
export async function readCertificate(
	context: IExecuteFunctions,
): Promise<SelectedCertificate | undefined> {
	if (context.getNodeParameter('provideSslCertificates', 0, false) !== true) return undefined;
	const credential = await context.getCredentials<ICredentialDataDecryptedObject>(
		CERTIFICATE_CREDENTIAL,
		0,
	);
	return { tls: tlsIdentity(credential), secrets: certificateSecrets(credential) };
}

/** What the test button of a client certificate runs. */
export async function testCertificate(
	this: ICredentialTestFunctions,
	{ data }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const { ok, message } = await testClientCertificate(data ?? {}, systemClock.now());
	return { status: ok ? 'OK' : 'Error', message };
}
