/** The connection that the user selected: its method, its decrypted credential, its test button. */
import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	IExecuteFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { systemClock } from '../../core/clock';
import { domainsOf } from '../../core/connections/allowed-domains';
import { shortSecret } from '../../core/connections/short-secrets';
import { none } from '../../core/connections/none';
import {
	connectionMethod,
	connectionMethods,
	methodOfCredential,
} from '../../core/connections/registry';
import { IntegrationError } from '../../core/errors';
import type { Connection } from '../../core/outgoing/exchange';
import { httpClient } from '../shared/http';

/**
 * Reads the connection once for all items.
 * @throws {IntegrationError} `CONNECTION_…` when the method is unknown or its credential cannot be used
 */
export async function readConnection(
	context: IExecuteFunctions,
	authentication: unknown,
): Promise<Connection> {
	const name = String(authentication ?? none.name);
	const method = connectionMethod(name);
	if (!method) {
		throw new IntegrationError(`Authentication: "${name}" is not a known method`, {
			code: 'CONNECTION_UNKNOWN_METHOD',
			field: 'authentication',
			hint: `Use one of ${connectionMethods.map(({ name }) => name).join(', ')}.`,
		});
	}
	if (method.credential === undefined) return { method, credential: {} };
	const credential = await context.getCredentials<ICredentialDataDecryptedObject>(
		method.credential,
		0,
	);
	return { method, credential, allowedDomains: domainsOf(method, credential) };
}

/** What the test button of every connection runs. */
export async function testConnection(
	this: ICredentialTestFunctions,
	{ type, data }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const method = methodOfCredential(type);
	if (!method)
		return { status: 'Error', message: `"${type}" is not a connection type of this node` };
	const { ok, message } = await method.test(data ?? {}, {
		http: httpClient({}),
		clock: systemClock,
	});
	const short = ok ? shortSecret(method, data ?? {}) : undefined;
	if (short !== undefined) return { status: 'Error', message: `${short}. ${message}` };
	const advice = ok && (data ?? {}).allowedHttpRequestDomains === 'all' ? ` ${EVERY_DOMAIN}` : '';
	return { status: ok ? 'OK' : 'Error', message: message + advice };
}

const EVERY_DOMAIN =
	'Allowed Domains is "All": a workflow can send this connection to any host. Select "Specific Domains" and name those of the service.';
