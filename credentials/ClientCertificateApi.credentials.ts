import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';
import { allowedDomainsFields } from './fields/allowed-domains';

/** What the node shows a host in the TLS handshake, and who may vouch for the host. Fields as in n8n's SSL certificates. */
export class ClientCertificateApi implements ICredentialType {
	name = 'clientCertificateApi' as const;

	displayName = 'Client Certificate';

	documentationUrl =
		'https://github.com/n8n-nodes-synerise-integrations/n8n-nodes-synerise-integrations/blob/main/docs/connections/client-certificate.md';

	icon: Icon = {
		light: 'file:icons/client-certificate.svg',
		dark: 'file:icons/client-certificate.dark.svg',
	};

	properties: INodeProperties[] = [
		{
			displayName: 'CA',
			name: 'ca',
			type: 'string',
			typeOptions: { rows: 4 },
			default: '',
			placeholder: '-----BEGIN CERTIFICATE-----',
			description:
				'Certificates of private authorities as PEM. They are trusted as well as the usual ones.',
		},
		{
			displayName: 'Certificate',
			name: 'cert',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			placeholder: '-----BEGIN CERTIFICATE-----',
			description:
				'The client certificate as PEM, followed by those between it and its authority if there are any',
		},
		{
			displayName: 'Private Key',
			name: 'key',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			placeholder: '-----BEGIN PRIVATE KEY-----',
			description: 'The private key of the certificate as PEM',
		},
		{
			displayName: 'Passphrase',
			name: 'passphrase',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'The passphrase of the private key, if it is encrypted',
		},
		...allowedDomainsFields,
	];
}
