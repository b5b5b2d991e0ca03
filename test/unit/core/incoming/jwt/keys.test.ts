import { generateKeyPairSync, X509Certificate } from 'node:crypto';

import { createCertificateAuthority } from '../../../../../host/certificates';
import { keysOfSet, privateKeyOf, publicKeysOf } from '../../../../../core/incoming/jwt/keys';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const spki = publicKey.export({ type: 'spki', format: 'pem' }).toString();
const pkcs1 = publicKey.export({ type: 'pkcs1', format: 'pem' }).toString();
const jwk = publicKey.export({ format: 'jwk' });
const set = (...keys: object[]) => JSON.stringify({ keys });

describe('publicKeysOf', () => {
	it.each([
		['SPKI', spki],
		['PKCS #1', pkcs1],
		['line breaks of a form field', spki.replaceAll('\n', ' ')],
		['line breaks of an environment variable', spki.replaceAll('\n', '\\n')],
		['text around', `Key of 2026:\r\n${spki.replaceAll('\n', '\r\n')}`],
	])('reads %s', (_name, text) => {
		expect(publicKeysOf(text).map(({ key }) => key.equals(publicKey))).toEqual([true]);
	});

	it('reads several', () => {
		expect(publicKeysOf(spki + pkcs1)).toHaveLength(2);
	});

	it.each([
		['nothing', ''],
		['a private key', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
		['a broken key', spki.replace(/M.{8}/, 'M        ')],
	])('refuses %s', (_name, text) => {
		expect(() => publicKeysOf(text)).toThrow();
	});
});

describe('keysOfSet', () => {
	it('reads a key that comes as a certificate alone', async () => {
		const { issue } = await createCertificateAuthority();
		const { cert } = await issue('issuer.example');
		const x5c = [cert.replace(/-----[A-Z ]+-----|\s/g, '')];
		const [read] = keysOfSet(set({ kty: 'EC', kid: 'one', x5c }));
		expect(read?.key.equals(new X509Certificate(cert).publicKey)).toBe(true);
	});
});

describe('privateKeyOf', () => {
	it('reads PKCS #8 and PKCS #1', () => {
		for (const type of ['pkcs8', 'pkcs1'] as const) {
			const pem = privateKey.export({ type, format: 'pem' }).toString();
			expect(privateKeyOf(pem.replaceAll('\n', ' ')).equals(privateKey)).toBe(true);
		}
	});

	it('refuses a public key', () => {
		expect(() => privateKeyOf(spki)).toThrow();
	});
});

describe('keysOfSet', () => {
	it('keeps what its publisher says about a key', () => {
		const [key] = keysOfSet(set({ ...jwk, kid: 'k1', alg: 'RS256', use: 'sig' }));
		expect(key).toMatchObject({ kid: 'k1', algorithm: 'RS256' });
		expect(key?.key.equals(publicKey)).toBe(true);
	});

	it.each([
		['for encryption', { ...jwk, use: 'enc' }],
		['for signing only', { ...jwk, key_ops: ['sign'] }],
		['a shared secret', { kty: 'oct', k: 'c2VjcmV0' }],
		['of an unknown kind', { kty: 'XYZ' }],
		['incomplete', { kty: 'RSA', e: 'AQAB' }],
	])('leaves out a key %s', (_name, key) => {
		expect(keysOfSet(set(key, jwk))).toHaveLength(1);
	});

	it.each(['', '[]', '{}', '{"keys":{}}', 'null'])('refuses %j', (text) => {
		expect(() => keysOfSet(text)).toThrow();
	});
});
