import type { INodeCredentialDescription } from 'n8n-workflow';
import { connections } from '../../credentials/connections';

/** The credential type of a saved integration. */
export const EXISTING_CREDENTIAL = 'outgoingIntegrationApi';

/** The credential type of a client certificate. */
export const CERTIFICATE_CREDENTIAL = 'clientCertificateApi';

/** One credential for each method that has a form, shown when its method is selected. */
const connectionCredentials: INodeCredentialDescription[] = connections.flatMap(
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

const existingCredential: INodeCredentialDescription = {
	name: EXISTING_CREDENTIAL,
	required: true,
	displayOptions: { show: { integrationType: ['existing'] } },
	testedBy: 'testExistingIntegration',
};

const certificateCredential: INodeCredentialDescription = {
	name: CERTIFICATE_CREDENTIAL,
	required: true,
	displayOptions: { show: { provideSslCertificates: [true] } },
	testedBy: 'testCertificate',
};

/** Every credential that the node may ask for; which one depends on the form. */
export const credentials: INodeCredentialDescription[] = [
	...connectionCredentials,
	existingCredential,
	certificateCredential,
];
