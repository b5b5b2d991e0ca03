import { isSignedByMeta } from '../../../../core/incoming/meta-signature';
import { verifyEndpoint } from '../../../../core/incoming/verification';
import { readMetaSettings } from '../../../../core/incoming/meta-settings';
import type { Authentication, IncomingSettings } from '../../../../core/incoming/settings';
import { perProcessRateLimiter } from '../../../../core/store/rate-limiter';
import { SqliteStore } from '../../../../core/store/sqlite';
import type { RateLimiter } from '../../../../core/store/store';
import { incomingRequest, SETTINGS } from '../../../fixtures/incoming-request';
import { ManualTime } from '../../../fixtures/manual-time';

const secret = 'meta-app-secret';
const body = Buffer.from(
	'{"object":"page","entry":[{"id":"1","time":1520383571,"text":"\\u00e4\\u00f6\\u00e5"}]}',
);
const signature = 'sha256=dc1157a4ecbf9c8d708795c8f5cf07fdcadc56fe78865cc5bd4b38f8d5c2f184';

describe('isSignedByMeta', () => {
	it('verifies the bytes as received, with any of the secrets', () => {
		expect(isSignedByMeta(body, signature, [secret])).toBe(true);
		expect(isSignedByMeta(body, signature, ['other', secret])).toBe(true);
		expect(isSignedByMeta(body, signature.toUpperCase().replace('SHA', 'sha'), [secret])).toBe(
			true,
		);
	});

	it('refuses the same text in another spelling', () => {
		const respelt = Buffer.from(JSON.stringify(JSON.parse(body.toString())));
		expect(isSignedByMeta(respelt, signature, [secret])).toBe(false);
	});

	it.each([
		'',
		'sha256=',
		signature.slice(7),
		`sha1=${'0'.repeat(64)}`,
		`${signature}00`,
		'sha256=zz',
	])('refuses the signature %j', (wrong) => {
		expect(isSignedByMeta(body, wrong, [secret])).toBe(false);
	});

	it('refuses everything without secrets', () => {
		expect(isSignedByMeta(body, signature, [])).toBe(false);
	});
});

describe('verifyEndpoint', () => {
	const meta: Authentication = {
		method: 'meta',
		verifyToken: 'meatyhamhock',
		appSecrets: [secret],
	};
	const question = {
		'hub.mode': 'subscribe',
		'hub.challenge': '1158201444',
		'hub.verify_token': 'meatyhamhock',
	};
	const time = new ManualTime();
	const verify = (
		query: Record<string, unknown>,
		change: Partial<IncomingSettings> = {},
		limiter: RateLimiter = perProcessRateLimiter(),
	) =>
		verifyEndpoint(
			incomingRequest({ query }),
			{ ...SETTINGS, authentication: meta, ...change },
			{
				store: new SqliteStore('unused', {
					clock: time,
					monotonic: time,
					timers: time,
					limiter,
				}),
				clock: time,
				monotonic: time,
				timers: time,
				newId: () => '',
			},
		);

	it('sends the challenge back as plain text', async () => {
		expect(await verify(question)).toMatchObject({
			accepted: true,
			reply: {
				status: 200,
				body: '1158201444',
				headers: { 'Content-Type': 'text/plain; charset=utf-8' },
			},
		});
	});

	it.each([
		{ ...question, 'hub.verify_token': 'meatyhamhock2' },
		{ ...question, 'hub.verify_token': ['meatyhamhock'] },
		{ ...question, 'hub.mode': 'other' },
		{ ...question, 'hub.challenge': undefined },
		{},
	])('refuses %j', async (query) => {
		expect(await verify(query)).toMatchObject({ reason: 'forbidden', reply: { status: 403 } });
	});

	it('is not there for other authentications', async () => {
		const none = { authentication: { method: 'none' as const } };
		expect(await verify(question, none)).toMatchObject({ reply: { status: 404 } });
	});

	it('asks for an allowed address first, and counts guesses as requests', async () => {
		const foreign = await verify(question, { isAllowedIp: () => false });
		expect(foreign).toMatchObject({ reason: 'address', reply: { status: 403 } });
		const consumed: string[] = [];
		const consume = (endpoint: string) => {
			consumed.push(endpoint);
			return { retryAfterMs: consumed.length > 2 ? 500 : 0 };
		};
		const guess = { ...question, 'hub.verify_token': 'guess' };
		const outcomes = [];
		for (let i = 0; i < 3; i++)
			outcomes.push(await verify(guess, { rateLimit: 2 }, { consume, giveBack: () => undefined }));
		expect(outcomes).toMatchObject([
			{ reason: 'forbidden' },
			{ reason: 'forbidden' },
			{ reason: 'rateLimit', reply: { status: 429, headers: { 'Retry-After': '1' } } },
		]);
	});
});

describe('readMetaSettings', () => {
	it('leaves empty rows out', () => {
		const appSecrets = { rows: [{ secret: ' a\n' }, { secret: '' }, {}] };
		expect(readMetaSettings({ verifyToken: 't', appSecrets })).toEqual({
			verifyToken: 't',
			appSecrets: ['a'],
		});
	});

	it.each([
		[{ appSecrets: { rows: [{ secret: 'a' }] } }, 'verifyToken'],
		[{ verifyToken: 't' }, 'appSecrets'],
	])('names what is missing from %j', (credential, field) => {
		expect(() => readMetaSettings(credential)).toThrow(expect.objectContaining({ field }));
	});
});
