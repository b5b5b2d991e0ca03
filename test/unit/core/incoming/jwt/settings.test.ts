import { generateKeyPairSync } from 'node:crypto';

import { readJwtSettings, type JwtCredential } from '../../../../../core/incoming/jwt/settings';

const rsa = (modulusLength = 2048) => generateKeyPairSync('rsa', { modulusLength });
const pem = rsa().publicKey.export({ type: 'spki', format: 'pem' }).toString();
const secrets = (...values: string[]) => ({ rows: values.map((secret) => ({ secret })) });

const mistakeIn = (credential: JwtCredential) => {
	try {
		readJwtSettings(credential);
	} catch (error) {
		return error as { field: string; message: string; hint: string; code: string };
	}
	throw new Error('The credential was taken');
};

describe('readJwtSettings', () => {
	it('takes what a saved credential holds', () => {
		const settings = readJwtSettings({
			keySource: 'secret',
			secrets: secrets('a'.repeat(64), '', 'b'.repeat(64)),
			algorithms: ['HS512'],
			issuer: 'https://issuer.example',
			audience: '',
			permission: 'SEND',
			permissionClaim: '',
			clockTolerance: 10,
		});
		expect(settings).toMatchObject({
			algorithms: ['HS512'],
			issuers: ['https://issuer.example'],
			audiences: [],
			permission: 'SEND',
			permissionClaim: 'permissions',
			clockToleranceSeconds: 10,
			issuing: undefined,
		});
		expect(settings.keys).toHaveLength(2);
	});

	it('allows the algorithms of the key source when none is chosen', () => {
		const bySecret = readJwtSettings({ keySource: 'secret', secrets: secrets('a'.repeat(32)) });
		expect(bySecret.algorithms).toEqual(['HS256', 'HS384', 'HS512']);
		const byKey = readJwtSettings({
			keySource: 'publicKey',
			publicKeys: { rows: [{ publicKey: pem }] },
		});
		expect(byKey.algorithms).toEqual(expect.arrayContaining(['RS512', 'PS256', 'ES256', 'EdDSA']));
		expect(byKey.algorithms.join()).not.toContain('HS');
	});

	it('takes algorithms as text', () => {
		const settings = readJwtSettings({
			keySource: 'secret',
			secrets: secrets('a'.repeat(64)),
			algorithms: 'HS256, HS512',
		});
		expect(settings.algorithms).toEqual(['HS256', 'HS512']);
	});

	it.each<[number, string[], number]>([
		[31, [], 32],
		[31, ['HS256'], 32],
		[47, ['HS384'], 48],
		[63, ['HS256', 'HS512'], 64],
	])('refuses a secret of %d bytes for %j', (bytes, algorithms, needed) => {
		const mistake = mistakeIn({
			keySource: 'secret',
			secrets: secrets('a'.repeat(64), 'a'.repeat(bytes)),
			algorithms,
		});
		expect(mistake).toMatchObject({ code: 'JWT_CREDENTIAL_INVALID', field: 'secrets' });
		expect(mistake.message).toBe(`Secret 2 is too short: it has ${bytes} bytes`);
		expect(mistake.hint).toContain(`at least ${needed} bytes`);
	});

	it.each<[JwtCredential, string]>([
		[{ keySource: 'secret' }, 'secrets'],
		[{ keySource: 'publicKey' }, 'publicKeys'],
		[{ keySource: 'publicKey', publicKeys: { rows: [{ publicKey: 'no PEM' }] } }, 'publicKeys'],
		[
			{ keySource: 'publicKey', publicKeys: { rows: [{ publicKey: pem }] }, algorithms: ['ES256'] },
			'publicKeys',
		],
		[
			{ keySource: 'publicKey', publicKeys: { rows: [{ publicKey: pem }] }, algorithms: ['HS256'] },
			'algorithms',
		],
		[{ keySource: 'secret', secrets: secrets('a'.repeat(64)), algorithms: ['none'] }, 'algorithms'],
		[{ keySource: 'jwksUrl', url: '' }, 'url'],
		[{ keySource: 'pemUrl', url: 'api.synerise.com' }, 'url'],
		[{ keySource: 'jwksUrl', url: 'https://a.example', issueTokens: true }, 'privateKey'],
		[{ keySource: 'secret', secrets: secrets('a'.repeat(64)), issueTokens: true }, 'apiKeys'],
	])('names the field at fault in %j', (credential, field) => {
		const mistake = mistakeIn(credential);
		expect(mistake.field).toBe(field);
		expect(mistake.hint).not.toBe('');
	});

	it.each(['k', 'abc', '1234567'])(
		'refuses the workspace API key "%s", which can be guessed',
		(key) => {
			const rows = ['a-key-that-is-long', key].map((each) => ({ key: each, permissions: 'A' }));
			const credential: JwtCredential = {
				keySource: 'secret',
				secrets: secrets('a'.repeat(64)),
				issueTokens: true,
				apiKeys: { rows },
			};
			const mistake = mistakeIn(credential);
			expect(mistake).toMatchObject({ code: 'JWT_CREDENTIAL_INVALID', field: 'apiKeys' });
			expect(mistake.message).toContain('the key of row 2 is shorter than 8 characters');
			expect(mistake.message).not.toContain(`"${key}"`);
		},
	);

	it('refuses keys that are too weak or private', () => {
		const weak = rsa(1024).publicKey.export({ type: 'spki', format: 'pem' }).toString();
		const secret = rsa().privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
		for (const publicKey of [weak, secret]) {
			const mistake = mistakeIn({ keySource: 'publicKey', publicKeys: { rows: [{ publicKey }] } });
			expect(mistake.field).toBe('publicKeys');
			expect(mistake.message + mistake.hint).not.toContain(publicKey.slice(40, 80));
		}
	});

	it('signs with the strongest algorithm that is allowed', () => {
		const apiKeys = { rows: [{ name: 'n', key: 'k'.repeat(16), permissions: 'A, B\nC' }] };
		const bySecret = readJwtSettings({
			keySource: 'secret',
			secrets: secrets('a'.repeat(48)),
			issueTokens: true,
			apiKeys,
		});
		expect(bySecret.issuing).toMatchObject({
			algorithm: 'HS384',
			lifetimeSeconds: 3600,
			apiKeys: [{ name: 'n', key: 'k'.repeat(16), permissions: ['A', 'B', 'C'] }],
		});
		const byKey = readJwtSettings({
			keySource: 'jwksUrl',
			url: 'https://keys.example/jwks',
			issueTokens: true,
			privateKey: rsa().privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
			apiKeys,
			tokenLifetime: 5,
		});
		expect(byKey.issuing).toMatchObject({ algorithm: 'RS512', lifetimeSeconds: 300 });
		expect(byKey.keys).toHaveLength(1);
	});
});
