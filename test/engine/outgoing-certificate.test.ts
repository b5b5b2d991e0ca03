process.env['SYNERISE_INTEGRATIONS_ALLOWED_HOSTS'] = 'localhost';

import type { IDataObject } from 'n8n-workflow';

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

	const run = async (changes: IDataObject = {}, more: IDataObject = {}) =>
		await runNode(new OutgoingIntegration(), [{ json: {} }], {
			parameters: {
				webhookName: 'Test',
				method: 'GET',
				url: `https://localhost:${peer.port}/`,
				provideSslCertificates: true,
				authentication: 'customConnection',
				...more,
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

	it('is for its allowed domains only, the host of the token included', async () => {
		const allowed = { allowedHttpRequestDomains: 'domains', allowedDomains: 'api.example' };
		expect((await run(allowed)).error?.message).toContain('localhost');
		expect(peer.clients).toEqual([]);
		const { error } = await run({ ...allowed, allowedDomains: 'localhost' });
		expect(error).toBeUndefined();
	});

	it('is named in a preview, whose command names files in its place', async () => {
		const [[item] = []] = (await run({}, { action: 'previewRequest' })).outputs;
		expect(item?.json).toMatchObject({
			connection: { clientCertificate: expect.stringContaining('SSL Certificates') as string },
			request: {
				curl: expect.stringMatching(/--cert client\.pem \\\n {2}--key client-key\.pem/) as string,
			},
		});
		expect(peer.clients).toEqual([]);
	});

	it('names the field that is at fault, and sends nothing', async () => {
		const { error } = await run({ passphrase: 'not the passphrase' });
		expect(error?.message).toBe('Connection field "Passphrase": does not open the private key');
		expect(peer.clients).toEqual([]);
	});
});
