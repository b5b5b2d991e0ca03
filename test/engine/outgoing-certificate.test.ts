process.env['SYNERISE_INTEGRATIONS_ALLOWED_HOSTS'] = 'localhost';

import { runNode } from '../../host/engine';
import { OutgoingIntegration } from '../../nodes/OutgoingIntegration/OutgoingIntegration.node';
import { startCertificatePeer, type CertificatePeer } from '../peers/tls';

describe('an Outgoing Integration with a client certificate', () => {
	let peer: CertificatePeer;
	beforeAll(async () => {
		peer = await startCertificatePeer();
	});
	afterAll(async () => await peer.close());
	beforeEach(() => {
		peer.clients.length = 0;
	});

	const run = async (changes: Partial<CertificatePeer['credential']> = {}) =>
		await runNode(new OutgoingIntegration(), [{ json: {} }], {
			parameters: {
				webhookName: 'Test',
				method: 'GET',
				url: `https://localhost:${peer.port}/`,
				provideSslCertificates: true,
				authentication: 'customConnection',
			},
			credentials: {
				clientCertificateApi: { ...peer.credential, ...changes },
				customConnectionApi: {
					method: 'POST',
					url: `https://localhost:${peer.port}/token`,
					body: '{}',
					tokenHeaders: { rows: [{ name: 'X-Token', value: '{{ authResponseStatusCode }}' }] },
				},
			},
		});

	it('shows it with the authorization request and with its own', async () => {
		const result = await run();
		expect(result.error).toBeUndefined();
		expect(peer.clients).toEqual(['integration.example', 'integration.example']);
	});

	it('names the field that is at fault, and sends nothing', async () => {
		const { error } = await run({ passphrase: 'not the passphrase' });
		expect(error?.message).toBe('Connection field "Passphrase": does not open the private key');
		expect(peer.clients).toEqual([]);
	});
});
