import { createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { CompactSign, SignJWT } from 'jose';

import type { HttpClient } from '../../../../../core/http/client';
import { createHttpClient } from '../../../../../core/http/undici-client';
import { findApiKey, issueToken } from '../../../../../core/incoming/jwt/issue';
import { readJwtSettings, type JwtCredential } from '../../../../../core/incoming/jwt/settings';
import { createTokenVerifier, fetchKeys } from '../../../../../core/incoming/jwt/verify';
import { startPeer, type Peer } from '../../../../fixtures/https-peer';
import { ManualTime } from '../../../../fixtures/manual-time';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const otherRsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ed = generateKeyPairSync('ed25519');
const secret = 'a-shared-secret-of-more-than-thirty-two-bytes';
const pem = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString();
const granted = { permissions: ['INCOMING_WEBHOOK_EXECUTE'] };

const time = new ManualTime();
const now = () => Math.floor(time.now() / 1000);
const http: HttpClient = createHttpClient({ allowedHosts: 'localhost' });

const bySecret: JwtCredential = { keySource: 'secret', secrets: { rows: [{ secret }] } };
const byKeys = (...keys: KeyObject[]): JwtCredential => ({
	keySource: 'publicKey',
	publicKeys: { rows: keys.map((key) => ({ publicKey: pem(key) })) },
});

const verifier = (credential: JwtCredential) =>
	createTokenVerifier(readJwtSettings(credential), { http, clock: time, monotonic: time });

type Key = KeyObject | Uint8Array;

/** Arrays inside each other. */
const nested = (levels: number) => JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as unknown;

const sign = (
	alg: string,
	key: Key,
	claims: object = {},
	header: Record<string, unknown> = {},
): Promise<string> =>
	new SignJWT({ exp: now() + 60, iat: now(), ...granted, ...claims })
		.setProtectedHeader({ alg, ...header })
		.sign(key);

/** A token put together by hand, for what jose refuses to sign. */
function forge(header: object, claims: object, key: string | Buffer): string {
	const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
	const text = `${part(header)}.${part({ exp: now() + 60, ...granted, ...claims })}`;
	return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
}

describe('a token', () => {
	it.each<[string, JwtCredential, Key]>([
		['HS256', bySecret, Buffer.from(secret)],
		['RS256', byKeys(rsa.publicKey), rsa.privateKey],
		['RS512', byKeys(rsa.publicKey), rsa.privateKey],
		['PS384', byKeys(rsa.publicKey), rsa.privateKey],
		['ES256', byKeys(ec.publicKey), ec.privateKey],
		['EdDSA', byKeys(ed.publicKey), ed.privateKey],
	])('signed with %s is valid', async (alg, credential, key) => {
		const verified = await verifier(credential).verify(await sign(alg, key));
		expect(verified).toMatchObject({ claims: granted });
	});

	it('is refused when it is nested as deep as a token can be', async () => {
		const deep = '['.repeat(5_000) + ']'.repeat(5_000);
		const payload = Buffer.from(`{"exp":${now() + 60},"deep":${deep}}`);
		const token = await new CompactSign(payload)
			.setProtectedHeader({ alg: 'RS512' })
			.sign(rsa.privateKey);
		expect(await verifier(byKeys(rsa.publicKey)).verify(token)).toEqual({
			failure: 'invalid',
			cause: 'the claims are nested deeper than 100 levels',
		});
	});

	it('may be signed with any of several keys', async () => {
		const several = verifier(byKeys(otherRsa.publicKey, ec.publicKey, rsa.publicKey));
		expect(await several.verify(await sign('RS512', rsa.privateKey))).toHaveProperty('claims');
		expect(await several.verify(await sign('ES256', ec.privateKey))).toHaveProperty('claims');
	});

	it.each<[string, object, string]>([
		['without exp', { exp: undefined }, 'invalid'],
		['expired', { exp: now() - 1 }, 'expired'],
		['of another issuer', { iss: 'https://other.example' }, 'invalid'],
		['without issuer', { iss: undefined }, 'invalid'],
		['for another audience', { aud: 'other' }, 'invalid'],
		['not valid yet', { nbf: now() + 60 }, 'notYetValid'],
		['from the future', { iat: now() + 3600 }, 'notYetValid'],
		['with a text as exp', { exp: 'tomorrow' }, 'invalid'],
		['nested deeper than 100 levels', { deep: nested(100) }, 'invalid'],
	])('%s is refused', async (_name, change, failure) => {
		const strict = verifier({ ...bySecret, issuer: 'https://issuer.example', audience: 'n8n' });
		const claims = { iss: 'https://issuer.example', aud: ['n8n', 'more'] };
		const good = await sign('HS256', Buffer.from(secret), claims);
		expect(await strict.verify(good)).toHaveProperty('claims');
		const bad = await sign('HS256', Buffer.from(secret), { ...claims, ...change });
		expect(await strict.verify(bad)).toMatchObject({ failure });
	});

	it('may come from any of several issuers, for any of several audiences', async () => {
		const both = verifier({
			...bySecret,
			issuer: 'accounts.google.com, https://accounts.google.com',
			audience: 'app-1, api://app-1',
		});
		const from = async (iss: string, aud: string) =>
			await both.verify(await sign('HS256', Buffer.from(secret), { iss, aud }));
		expect(await from('accounts.google.com', 'api://app-1')).toHaveProperty('claims');
		expect(await from('https://accounts.google.com', 'app-1')).toHaveProperty('claims');
		expect(await from('https://other.example', 'app-1')).toMatchObject({ failure: 'invalid' });
		expect(await from('accounts.google.com', 'app-2')).toMatchObject({ failure: 'invalid' });
	});

	it('may name Ed25519 as the general or the fully specified algorithm', async () => {
		const all = verifier(byKeys(ed.publicKey));
		expect(await all.verify(await sign('Ed25519', ed.privateKey))).toHaveProperty('claims');
		expect(await all.verify(await sign('EdDSA', ed.privateKey))).toHaveProperty('claims');
	});

	it('expires also when it was valid for an earlier request', async () => {
		const { verify } = verifier(bySecret);
		const token = await sign('HS256', Buffer.from(secret));
		expect(await verify(token)).toHaveProperty('claims');
		expect(await verify(token)).toHaveProperty('claims');
		await time.advance(60_000);
		expect(await verify(token)).toMatchObject({ failure: 'expired' });
	});

	it('may be a little late within the tolerance', async () => {
		const tolerant = verifier({ ...bySecret, clockTolerance: 30 });
		const late = (seconds: number) => sign('HS256', Buffer.from(secret), { exp: now() - seconds });
		expect(await tolerant.verify(await late(29))).toHaveProperty('claims');
		expect(await tolerant.verify(await late(31))).toMatchObject({ failure: 'expired' });
	});
});

describe('an attack', () => {
	it.each<[string, () => string | Promise<string>]>([
		['no algorithm', () => forge({ alg: 'none' }, {}, '').replace(/[^.]*$/, '')],
		['no algorithm, other case', () => forge({ alg: 'nOnE' }, {}, '').replace(/[^.]*$/, '')],
		['the public key as a secret', () => forge({ alg: 'HS256' }, {}, pem(rsa.publicKey))],
		[
			'an embedded key',
			() =>
				sign(
					'RS256',
					otherRsa.privateKey,
					{},
					{ jwk: otherRsa.publicKey.export({ format: 'jwk' }) },
				),
		],
		[
			'an embedded key beside a good signature',
			() => sign('RS256', rsa.privateKey, {}, { jwk: rsa.publicKey.export({ format: 'jwk' }) }),
		],
		[
			'the URL of a key set',
			() => sign('RS256', rsa.privateKey, {}, { jku: 'https://localhost/jwks' }),
		],
		[
			'the URL of a certificate',
			() => sign('RS256', rsa.privateKey, {}, { x5u: 'https://localhost/pem' }),
		],
		[
			'an unknown critical header',
			() => forge({ alg: 'HS256', crit: ['exp'], exp: 1 }, {}, secret),
		],
		['another key', () => sign('RS256', otherRsa.privateKey)],
		['an algorithm that is not allowed', () => sign('RS512', rsa.privateKey)],
		[
			'a changed payload',
			async () =>
				(await sign('RS256', rsa.privateKey)).replace(
					/\.[^.]+\./,
					`.${Buffer.from('{"exp":9999999999}').toString('base64url')}.`,
				),
		],
		['text', () => 'x'],
		['nothing', () => ''],
		['too many parts', () => 'a.b.c.d.e'],
		['a header that is no JSON', () => 'YQ.YQ.YQ'],
	])('by %s is refused', async (_name, token) => {
		const strict = verifier({ ...byKeys(rsa.publicKey), algorithms: ['RS256'] });
		expect(await strict.verify(await token())).toMatchObject({ failure: 'invalid' });
	});

	it('by an unknown critical header is refused for secrets, too', async () => {
		const token = forge({ alg: 'HS256', crit: ['exp'], exp: 1 }, {}, secret);
		expect(await verifier(bySecret).verify(token)).toMatchObject({ failure: 'invalid' });
		expect(await verifier(bySecret).verify(forge({ alg: 'HS256' }, {}, secret))).toHaveProperty(
			'claims',
		);
	});

	it('by size is refused, however well it is signed', async () => {
		const big = await sign('HS256', Buffer.from(secret), { padding: 'x'.repeat(16 * 1024) });
		expect(await verifier(bySecret).verify(big)).toMatchObject({ failure: 'invalid' });
	});
});

describe('missingPermission', () => {
	const permits = (claims: object, change: JwtCredential = {}) =>
		verifier({
			...bySecret,
			permission: 'INCOMING_WEBHOOK_EXECUTE',
			permissionClaim: 'permissions',
			...change,
		}).missingPermission(claims as never) === undefined;

	it.each([
		[{ permissions: ['A', 'INCOMING_WEBHOOK_EXECUTE'] }, true],
		[{ permissions: 'A INCOMING_WEBHOOK_EXECUTE' }, true],
		[{ permissions: ['A'] }, false],
		[{ permissions: 'INCOMING_WEBHOOK_EXECUTE_NOT' }, false],
		[{ permissions: { INCOMING_WEBHOOK_EXECUTE: true } }, false],
		[{}, false],
	])('looks into %j: %s', (claims, expected) => {
		expect(permits(claims)).toBe(expected);
	});

	it('follows an address, after the claim of that very name', () => {
		const nested = { realm_access: { roles: ['SEND'] }, 'https://a.example/roles': ['SEND'] };
		const change = { permission: 'SEND' };
		expect(permits(nested, { ...change, permissionClaim: 'realm_access.roles' })).toBe(true);
		expect(permits(nested, { ...change, permissionClaim: 'https://a.example/roles' })).toBe(true);
		expect(permits(nested, { ...change, permissionClaim: 'constructor.name' })).toBe(false);
	});

	it('asks for nothing when no permission is required', () => {
		expect(permits({}, { permission: '' })).toBe(true);
	});
});

describe('published keys', () => {
	let peer: Peer;
	let document: string;
	let status = 200;

	const jwk = (key: KeyObject, kid: string) => ({
		...key.export({ format: 'jwk' }),
		kid,
		use: 'sig',
	});
	const set = (...keys: object[]) => JSON.stringify({ keys });
	const fromSet = () => verifier({ keySource: 'jwksUrl', url: `${peer.origin}/jwks` });

	beforeAll(async () => {
		peer = await startPeer((_request, response) => {
			response.writeHead(status).end(document);
		});
	});

	beforeEach(() => {
		peer.seen.length = 0;
		status = 200;
		document = set(jwk(rsa.publicKey, 'one'));
	});

	afterAll(() => peer.close());

	it('are fetched once for all who wait and kept', async () => {
		const remote = fromSet();
		const token = await sign('RS512', rsa.privateKey, {}, { kid: 'one' });
		const verified = await Promise.all(Array.from({ length: 5 }, () => remote.verify(token)));
		verified.push(await remote.verify(token));
		expect(verified.every((one) => 'claims' in one)).toBe(true);
		expect(peer.seen).toHaveLength(1);
	});

	it('are all tried when they have no id', async () => {
		const unnamed = (key: KeyObject) => ({ ...jwk(key, ''), kid: undefined });
		const others = Array.from({ length: 20 }, () =>
			unnamed(generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).publicKey),
		);
		document = set(...others, unnamed(ec.publicKey));
		const token = await sign('ES256', ec.privateKey);
		expect(await fromSet().verify(token)).toHaveProperty('claims');
	});

	it('are tried only as long as it takes little time', async () => {
		const unnamed = (key: KeyObject) => ({ ...jwk(key, ''), kid: undefined });
		document = set(
			unnamed(generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).publicKey),
			unnamed(ec.publicKey),
		);
		let asked = 0;
		const slow = createTokenVerifier(
			readJwtSettings({ keySource: 'jwksUrl', url: `${peer.origin}/jwks` }),
			{ http, clock: time, monotonic: { now: () => asked++ * 200 } },
		);
		expect(await slow.verify(await sign('ES256', ec.privateKey))).toMatchObject({
			failure: 'invalid',
			cause: expect.stringContaining('kid') as string,
		});
	});

	it('are fetched anew for an unknown key, but not at the pace of a flood', async () => {
		const remote = fromSet();
		const newer = await sign('ES256', ec.privateKey, {}, { kid: 'two' });
		await remote.verify(await sign('RS512', rsa.privateKey, {}, { kid: 'one' }));
		document = set(jwk(rsa.publicKey, 'one'), jwk(ec.publicKey, 'two'));
		for (let i = 0; i < 20; i++)
			expect(await remote.verify(newer)).toMatchObject({ failure: 'invalid' });
		expect(peer.seen).toHaveLength(1);
		await time.advance(30_000);
		expect(await remote.verify(newer)).toHaveProperty('claims');
		expect(peer.seen).toHaveLength(2);
	});

	it('that were withdrawn verify nothing after ten minutes', async () => {
		const remote = fromSet();
		const token = () => sign('RS512', rsa.privateKey, {}, { kid: 'one' });
		expect(await remote.verify(await token())).toHaveProperty('claims');
		document = set(jwk(ec.publicKey, 'two'));
		await time.advance(10 * 60_000);
		expect(await remote.verify(await token())).toMatchObject({ failure: 'invalid' });
	});

	it('stay in use while their publisher gives none', async () => {
		const remote = fromSet();
		const token = () => sign('RS512', rsa.privateKey, {}, { kid: 'one' });
		await remote.verify(await token());
		document = set();
		await time.advance(10 * 60_000);
		expect(await remote.verify(await token())).toHaveProperty('claims');
		await expect(fromSet().verify(await token())).rejects.toMatchObject({
			code: 'JWT_KEYS_UNAVAILABLE',
			message: expect.stringContaining('no key that can be used') as string,
		});
	});

	it('may follow a byte order mark', async () => {
		document = `\uFEFF${document}`;
		const token = await sign('RS512', rsa.privateKey, {}, { kid: 'one' });
		expect(await fromSet().verify(token)).toHaveProperty('claims');
	});

	it('are found from the configuration of an OpenID provider', async () => {
		const keys = document;
		const provider = await startPeer(({ url }, response) => {
			const configuration = { issuer: provider.origin, jwks_uri: `${provider.origin}/keys` };
			response.end(url === '/keys' ? keys : JSON.stringify(configuration));
		});
		const url = `${provider.origin}/.well-known/openid-configuration`;
		const token = await sign('RS512', rsa.privateKey, {}, { kid: 'one' });
		expect(await verifier({ keySource: 'jwksUrl', url }).verify(token)).toHaveProperty('claims');
		expect(provider.seen.map((request) => request.url)).toEqual([
			'/.well-known/openid-configuration',
			'/keys',
		]);
		await provider.close();
	});

	it('stay in use for a day while their publisher is down', async () => {
		const remote = fromSet();
		const token = () => sign('RS512', rsa.privateKey, {}, { kid: 'one' });
		await remote.verify(await token());
		status = 500;
		await time.advance(23 * 60 * 60_000);
		expect(await remote.verify(await token())).toHaveProperty('claims');
		await time.advance(60 * 60_000);
		await expect(remote.verify(await token())).rejects.toMatchObject({
			code: 'JWT_KEYS_UNAVAILABLE',
		});
	});

	it('serve only the algorithm and use they are meant for', async () => {
		document = set({ ...jwk(rsa.publicKey, 'one'), alg: 'RS256' });
		const remote = fromSet();
		expect(await remote.verify(await sign('RS512', rsa.privateKey))).toMatchObject({
			failure: 'invalid',
		});
		expect(await remote.verify(await sign('RS256', rsa.privateKey))).toHaveProperty('claims');
	});

	it('may be a PEM file, as Synerise publishes', async () => {
		document = pem(rsa.publicKey);
		const remote = verifier({ keySource: 'pemUrl', url: `${peer.origin}/public.pem` });
		expect(await remote.verify(await sign('RS512', rsa.privateKey))).toHaveProperty('claims');
	});

	it.each([
		['no answer to use', () => void (document = 'no keys here')],
		['an error', () => void (status = 404)],
	])('%s: the sender is to try again', async (_name, harm) => {
		harm();
		const settings = readJwtSettings({ keySource: 'jwksUrl', url: `${peer.origin}/jwks` });
		await expect(fetchKeys(settings, { http, clock: time, monotonic: time })).rejects.toMatchObject(
			{
				code: 'JWT_KEYS_UNAVAILABLE',
				field: 'url',
			},
		);
	});

	it('are fetched only where requests may go', async () => {
		const settings = readJwtSettings({ keySource: 'jwksUrl', url: 'https://127.0.0.1/jwks' });
		await expect(fetchKeys(settings, { http, clock: time, monotonic: time })).rejects.toMatchObject(
			{
				code: 'JWT_KEYS_UNAVAILABLE',
			},
		);
	});
});

describe('issued tokens', () => {
	const apiKeys = {
		rows: [
			{ name: 'shop', key: 'workspace-key-01', permissions: 'INCOMING_WEBHOOK_EXECUTE' },
			{ name: 'crm', key: 'workspace-key-02', permissions: 'OTHER' },
		],
	};

	it.each<[string, JwtCredential]>([
		['HS256', bySecret],
		[
			'RS512',
			{
				...byKeys(otherRsa.publicKey),
				privateKey: rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
			},
		],
	])('are recognised by the endpoint that gave them: %s', async (algorithm, credential) => {
		const full = {
			...credential,
			issuer: 'https://n8n.example',
			audience: 'n8n',
			permission: 'INCOMING_WEBHOOK_EXECUTE',
			issueTokens: true,
			apiKeys,
		};
		const { issuing, ...settings } = readJwtSettings(full);
		if (!issuing) throw new Error('Tokens are not issued');
		const [shop] = issuing.apiKeys;
		if (!shop) throw new Error('There is no API key');
		const token = await issueToken({ ...settings, issuing }, shop, { now: time.now(), id: 'id-1' });
		const verified = await verifier(full).verify(token);
		expect(verified).toMatchObject({ claims: { sub: 'shop', jti: 'id-1', exp: now() + 3600 } });
		expect(issuing.algorithm).toBe(algorithm);
	});

	it('are for holders of a key only', () => {
		const { issuing } = readJwtSettings({ ...bySecret, issueTokens: true, apiKeys });
		expect(findApiKey(issuing?.apiKeys ?? [], 'workspace-key-02')?.name).toBe('crm');
		for (const wrong of ['', 'workspace-key', 'workspace-key-03', 'workspace-key-01 ']) {
			expect(findApiKey(issuing?.apiKeys ?? [], wrong)).toBeUndefined();
		}
	});
});
