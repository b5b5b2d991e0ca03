/** The connection that the user chose: its method, its decrypted credential, its test button. */
import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	IExecuteFunctions,
	INodeCredentialDescription,
	INodeCredentialTestResult,
	INodePropertyOptions,
} from 'n8n-workflow';
import { systemClock } from '../../core/clock';
import { allowedDomains } from '../../core/connections/allowed-domains';
import { none } from '../../core/connections/none';
import { IntegrationError } from '../../core/errors';
import type { Connection } from '../../core/outgoing/exchange';
import { connectionMethod, connections, methodOfCredential } from '../../credentials/connections';
import { httpClient } from './http';

/** The choices of the parameter `authentication`. */
export const authenticationOptions: INodePropertyOptions[] = connections.map(
	({ method: { name, displayName, description } }) => ({
		name: displayName,
		value: name,
		description,
	}),
);

/** One credential for each method that has a form, shown when its method is chosen. */
export const connectionCredentials: INodeCredentialDescription[] = connections.flatMap(
	({ method, form }) =>
		form
			? [
					{
						name: form.name,
						required: true,
						displayOptions: {
							show: { authentication: [method.name] },
							// Were every integration type to show a credential, n8n would take it for the choice of one and hide it.
							hide: { integrationType: ['existing'] },
						},
						testedBy: 'testConnection',
					},
				]
			: [],
);

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
		throw new IntegrationError(`authentication: "${name}" is no known method`, {
			code: 'CONNECTION_UNKNOWN_METHOD',
			field: 'authentication',
			hint: `Use one of ${connections.map((connection) => connection.method.name).join(', ')}.`,
		});
	}
	if (method.credential === undefined) return { method, credential: {} };
	const credential = await context.getCredentials<ICredentialDataDecryptedObject>(
		method.credential,
		0,
	);
	return { method, credential, allowedDomains: allowedDomains(credential) };
}

/** What the test button of every connection runs. */
export async function testConnection(
	this: ICredentialTestFunctions,
	{ type, data }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const method = methodOfCredential(type);
	if (!method) return { status: 'Error', message: `"${type}" is no connection of this node` };
	const { ok, message } = await method.test(data ?? {}, {
		http: httpClient({}),
		clock: systemClock,
	});
	return { status: ok ? 'OK' : 'Error', message };
}
