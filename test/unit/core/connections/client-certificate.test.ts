import { createPrivateKey } from 'node:crypto';
import {
	certificateSecrets,
	testClientCertificate,
	tlsIdentity,
	withIdentity,
} from '../../../../core/connections/client-certificate';
import { createMask } from '../../../../core/connections/mask';
import type { HttpRequest } from '../../../../core/http/client';
import { createHttpClient } from '../../../../core/http/undici-client';
import { createCertificateAuthority } from '../../../../host/certificates';
import { startProxy } from '../../../peers/proxy';
import { startCertificatePeer, type CertificatePeer } from '../../../peers/tls';

const request = (url: string, extra: Partial<HttpRequest> = {}): HttpRequest => ({
	method: 'GET',
	url: new URL(url),
	headers: [],
	timeoutMs: 10_000,
	maxResponseBytes: 1024,
	redirect: { follow: true, max: 3 },
	...extra,
});

describe('a client certificate', () => {
	const http = createHttpClient({ allowedHosts: 'localhost' });
	let open: CertificatePeer;
	let peer: CertificatePeer;
	beforeAll(async () => {
		open = await startCertificatePeer('', { requires: false });
		peer = await startCertificatePeer(`https://localhost:${open.port}/`);
	});
	afterAll(async () => {
		await http.close();
		await peer.close();
		await open.close();
	});
	const at = (path: string) => `https://localhost:${peer.port}${path}`;

	it('lets the client in, with a private CA and an encrypted key', async () => {
		const client = withIdentity(http, tlsIdentity(peer.credential));
		expect(await client.send(request(at('/')))).toMatchObject({ status: 200 });
		expect(peer.clients).toEqual(['integration.example']);
	});

	it('is read however a form field broke its lines', async () => {
		const flat = Object.entries(peer.credential).map(([name, value]) => [
			name,
			name === 'passphrase' ? value : value.replaceAll('\n', ' '),
		]);
		const identity = tlsIdentity(Object.fromEntries(flat) as Record<string, string>);
		expect(identity.id).toBe(tlsIdentity(peer.credential).id);
	});

	it('is read from a key in the older format of OpenSSL', () => {
		const { cert, key, passphrase } = peer.credential;
		const older = createPrivateKey({ key, passphrase })
			.export({ type: 'sec1', format: 'pem', cipher: 'aes-128-cbc', passphrase })
			.toString();
		expect(older).toContain('Proc-Type: 4,ENCRYPTED');
		expect(tlsIdentity({ cert, key: older, passphrase }).id).toBe(
			tlsIdentity({ cert, key, passphrase }).id,
		);
	});

	it('shares no connection with requests that have none, or another', async () => {
		const client = withIdentity(http, tlsIdentity(peer.credential));
		await client.send(request(at('/')));
		const before = [...peer.clients];
		// The alert of the peer and the end of its connection race each other.
		const anonymous = withIdentity(http, tlsIdentity({ ca: peer.credential.ca }));
		await expect(anonymous.send(request(at('/')))).rejects.toMatchObject({
			code: expect.stringMatching(/^HTTP_(TLS|CONNECT)$/) as string,
		});
		expect(peer.clients).toEqual(before);
		await expect(http.send(request(at('/')))).rejects.toThrow(/authority/);
	});

	it('is not shown to another origin that a redirect leads to', async () => {
		const { ca, ...own } = peer.credential;
		const both = tlsIdentity({ ...own, ca: ca + open.credential.ca });
		const { status } = await withIdentity(http, both).send(request(at('/away')));
		expect(status).toBe(200);
		expect(open.clients).toEqual(['']);
	});

	it('goes to the host through the tunnel of a proxy', async () => {
		const proxy = await startProxy();
		const client = createHttpClient({
			allowedHosts: 'localhost',
			proxies: { httpsProxy: `http://localhost:${proxy.port}` },
		});
		const identified = withIdentity(client, tlsIdentity(peer.credential));
		expect(await identified.send(request(at('/')))).toMatchObject({ status: 200 });
		await client.close();
		await proxy.close();
	});

	it('says which field is at fault', async () => {
		const { ca, cert, key, passphrase } = peer.credential;
		const other = await (await createCertificateAuthority()).issue('other.example');
		const faults: Array<[Record<string, string>, RegExp]> = [
			[{}, /"Certificate": must not be empty/],
			[{ cert }, /"Private Key": must not be empty/],
			[{ key, passphrase }, /"Certificate": must not be empty/],
			[{ cert, key }, /"Passphrase": must not be empty, because the private key is encrypted/],
			[{ cert, key, passphrase: 'wrong' }, /"Passphrase": does not open the private key/],
			[{ cert, key: cert }, /"Private Key": is not a valid private key/],
			[{ cert: 'x', key, passphrase }, /"Certificate": is not a valid certificate/],
			[{ cert: key, key, passphrase }, /"Certificate": is not a valid certificate/],
			[{ ca: ca.slice(0, 200) }, /"CA": is not a valid certificate/],
			[{ cert, key: other.key }, /"Private Key": does not belong to the first certificate/],
		];
		for (const [credential, message] of faults) {
			expect(() => tlsIdentity(credential)).toThrow(message);
			expect(await testClientCertificate(credential, Date.now())).toMatchObject({ ok: false });
		}
	});

	it('is tested without a request, its dates included', async () => {
		const { credential } = peer;
		expect(await testClientCertificate(credential, Date.now())).toMatchObject({
			ok: true,
			message: expect.stringMatching(/belong together, valid until \d{4}-/) as string,
		});
		const later = Date.now() + 20 * 365 * 86_400_000;
		expect(await testClientCertificate(credential, later)).toMatchObject({
			ok: false,
			message: expect.stringContaining('"Certificate": has expired') as string,
		});
	});

	it('is hidden wherever its secrets are shown', () => {
		const { credential } = peer;
		const mask = createMask(certificateSecrets(credential));
		const shown = mask.text(`a ${credential.passphrase} b ${credential.key} c`);
		expect(shown).not.toContain('sesame');
		expect(shown).not.toContain(credential.key.split('\n')[2]);
	});
});
