import { createHmac } from 'node:crypto';

import { answerEvent, answerQuery } from '../../../../core/incoming/signature/handshakes';
import { SIGNATURE_SCHEMES } from '../../../../core/incoming/signature/schemes';
import {
	readSignatureSettings,
	type SignatureCredential,
} from '../../../../core/incoming/signature/settings';
import { verifySignature } from '../../../../core/incoming/signature/verify';
import type { IncomingRequest } from '../../../../core/incoming/request';
import { attacksOn, SIGNED_SENDERS } from '../../../fixtures/signed-senders';
import { webhookSignatures } from '../../../fixtures/signatures.json';

const request = (headers: Record<string, string>, query = {}): IncomingRequest => ({
	method: 'POST',
	headers,
	query,
	search: '',
	ip: '203.0.113.7',
	readBody: async () => Buffer.alloc(0),
	isGone: () => false,
});

interface Sent {
	headers: Record<string, string>;
	body: string;
	/** Seconds. */
	now?: number;
	url?: string;
}

const verify = (credential: SignatureCredential, { headers, body, now = 0, url = '' }: Sent) =>
	verifySignature(readSignatureSettings(credential), {
		request: request(headers),
		body: Buffer.from(body),
		url,
		now: now * 1000,
	});

const hmac = (secret: string | Buffer, text: string, encoding: 'hex' | 'base64' = 'hex') =>
	createHmac('sha256', secret).update(text).digest(encoding);

describe('published vectors', () => {
	it.each(webhookSignatures)('$scheme: $source', ({ scheme, secret, headers, body, timestamp }) => {
		const credential = { scheme, secret } as SignatureCredential;
		const sent = { headers: headers as unknown as Record<string, string>, body, now: timestamp };
		expect(verify(credential, sent)).not.toHaveProperty('failure');
		expect(verify(credential, { ...sent, body: `${body} ` })).toMatchObject({
			failure: 'mismatch',
		});
	});

	it('has one for each scheme', () => {
		const schemes = new Set(webhookSignatures.map(({ scheme }) => scheme));
		expect([...schemes].sort()).toEqual(Object.keys(SIGNATURE_SCHEMES).sort());
	});
});

const NOW = 1_760_000_000;
const SECRET = 'a-signing-secret';
const BODY = '{"type":"order.paid"}';

describe.each(SIGNED_SENDERS)('an attack on $scheme', (sender) => {
	const credential = { scheme: sender.scheme, ...sender.credential } as SignatureCredential;
	const attacks = attacksOn(sender, BODY, NOW);

	it('is measured beside a request that gets in', () => {
		const headers = sender.sign(BODY, NOW);
		expect(verify(credential, { headers, body: BODY, now: NOW })).not.toHaveProperty('failure');
	});

	it.each(attacks.map((attack) => [attack.name, attack] as const))(
		'fails with a signature %s',
		(_name, { headers, isStale = false }) => {
			const failure = isStale ? 'stale' : 'mismatch';
			expect(verify(credential, { headers, body: BODY, now: NOW })).toMatchObject({ failure });
		},
	);
});

describe('an attack on Stripe', () => {
	const credential: SignatureCredential = { scheme: 'stripe', secret: SECRET };
	const sign = (secret = SECRET, body = BODY, timestamp = NOW) =>
		hmac(secret, `${timestamp}.${body}`);
	const right = sign();

	it.each([
		['truncated', `t=${NOW},v1=${right.slice(0, -2)}`],
		['in upper case', `t=${NOW},v1=${right.toUpperCase()}`],
		['made with another secret', `t=${NOW},v1=${sign('another-secret')}`],
		['over another body', `t=${NOW},v1=${sign(SECRET, '{}')}`],
		['with another timestamp', `t=${NOW + 1},v1=${right}`],
		['with two timestamps', `t=${NOW},t=${NOW + 1},v1=${right}`],
		['without a timestamp', `v1=${right}`],
		['of another version', `t=${NOW},v0=${right}`],
		['empty', ''],
		['of zero length', `t=${NOW},v1=`],
	])('fails with a signature %s', (_, header) => {
		const sent = { headers: { 'stripe-signature': header }, body: BODY, now: NOW };
		expect(verify(credential, sent)).toMatchObject({ failure: 'mismatch' });
	});

	it('fails without a signature', () => {
		expect(verify(credential, { headers: {}, body: BODY, now: NOW })).toMatchObject({
			failure: 'missing',
		});
	});

	it.each([
		[301, 'old'],
		[-301, 'ahead'],
	])('fails %d s later', (seconds, word) => {
		const headers = { 'stripe-signature': `t=${NOW},v1=${right}` };
		expect(verify(credential, { headers, body: BODY, now: NOW + seconds })).toEqual({
			failure: 'stale',
			cause: `the timestamp of the signature is 301 s ${word}`,
		});
	});

	it('is told apart from the same request by its signature, until the timestamp no longer counts', () => {
		const headers = { 'stripe-signature': `t=${NOW},v1=${right},v1=${sign('rotated-out')}` };
		const first = verify(credential, { headers, body: BODY, now: NOW });
		const again = verify(credential, { headers, body: BODY, now: NOW + 299 });
		expect(first).toMatchObject({
			replay: { hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string, windowMs: 600_000 },
		});
		expect(again).toEqual(first);
	});
});

describe('secrets', () => {
	const headers = (secret: string) => ({ 'x-hub-signature-256': `sha256=${hmac(secret, BODY)}` });

	it('may be two while one replaces the other', () => {
		const credential: SignatureCredential = {
			scheme: 'github',
			secret: 'the-new-secret',
			additionalSecret: 'the-old-secret',
		};
		for (const secret of ['the-new-secret', 'the-old-secret']) {
			expect(verify(credential, { headers: headers(secret), body: BODY })).toEqual({});
		}
		expect(verify(credential, { headers: headers('a-third-secret'), body: BODY })).toMatchObject({
			failure: 'mismatch',
		});
	});

	it('lose the spaces and line ends that were copied with them', () => {
		const credential: SignatureCredential = { scheme: 'github', secret: ` ${SECRET}\n` };
		expect(verify(credential, { headers: headers(SECRET), body: BODY })).toEqual({});
	});

	it.each([
		[{ scheme: 'github', secret: '' }, 'Secret is empty'],
		[{ scheme: 'github', secret: 'short' }, 'Secret is shorter than 8 bytes'],
		[{ scheme: 'standardWebhooks', secret: 'whsec_not base64!' }, 'Secret is not valid Base64'],
		[
			{ scheme: 'github', secret: SECRET, additionalSecret: 'x' },
			'Additional Secret is shorter than 8 bytes',
		],
		[{ scheme: 'slack', secret: SECRET, tolerance: -1 }, 'Tolerance "-1" is not a valid number'],
	] as Array<[SignatureCredential, string]>)('%j: %s', (credential, message) => {
		expect(() => readSignatureSettings(credential)).toThrow(message);
	});
});

describe('a scheme of your own', () => {
	const custom: SignatureCredential = {
		scheme: 'custom',
		secret: SECRET,
		header: 'X-Signature',
		prefix: 'sig=',
		signedContent: '{timestamp}\n{url}\n{id}\n{body}',
		timestampHeader: 'X-Time',
		idHeader: 'X-Id',
	};
	const url = 'https://n8n.example.com/webhook/x?a=1';
	const signed = hmac(SECRET, `${NOW}\n${url}\nid-1\n${BODY}`);
	const headers = { 'x-signature': `sig=${signed}`, 'x-time': String(NOW), 'x-id': 'id-1' };

	it('signs what its content says', () => {
		expect(verify(custom, { headers, body: BODY, now: NOW, url })).toHaveProperty('replay');
		const upper = { ...headers, 'x-signature': `sig=${signed.toUpperCase()}` };
		expect(verify(custom, { headers: upper, body: BODY, now: NOW, url })).toHaveProperty('replay');
		for (const changed of [{ 'x-id': 'id-2' }, { 'x-time': String(NOW + 1) }, { 'x-id': '' }]) {
			const sent = { headers: { ...headers, ...changed }, body: BODY, now: NOW, url };
			expect(verify(custom, sent)).toMatchObject({ failure: 'mismatch' });
		}
	});

	it('takes milliseconds, too', () => {
		const time = `${NOW}123`;
		const content = hmac(SECRET, `${time}\n${url}\nid-1\n${BODY}`);
		const sent = { ...headers, 'x-time': time, 'x-signature': `sig=${content}` };
		expect(verify(custom, { headers: sent, body: BODY, now: NOW, url })).toHaveProperty('replay');
	});

	it.each([
		['sha1', 'hex'],
		['sha512', 'base64'],
		['sha256', 'base64url'],
	] as const)('knows %s in %s', (algorithm, encoding) => {
		const credential: SignatureCredential = {
			scheme: 'custom',
			secret: SECRET,
			header: 'x-signature',
			algorithm,
			encoding,
		};
		const value = createHmac(algorithm, SECRET).update(BODY).digest(encoding);
		expect(verify(credential, { headers: { 'x-signature': value }, body: BODY })).toEqual({});
	});

	it('reads the timestamp of a part of the signature header', () => {
		const credential = {
			...custom,
			timestampHeader: 'X-Signature',
			signedContent: '{timestamp}.{body}',
		};
		const value = `t=${NOW},sig=${hmac(SECRET, `${NOW}.${BODY}`)}`;
		const sent = { headers: { 'x-signature': value }, body: BODY, now: NOW };
		expect(verify(credential, sent)).toHaveProperty('replay');
	});

	it.each([
		[{ header: '' }, 'Signature Header is empty'],
		[{ header: 'X Signature:' }, 'Signature Header "X Signature:" is not a valid header name'],
		[{ signedContent: '{payload}' }, 'Signed Content has {payload}, which is not a variable'],
		[{ signedContent: '{timestamp}.{id}' }, 'Signed Content leaves out {body}'],
		[{ timestampHeader: '' }, 'Signed Content has {timestamp}, but Timestamp Header is empty'],
		[{ idHeader: '' }, 'Signed Content has {id}, but ID Header is empty'],
		[{ signedContent: '{id}{body}' }, 'Signed Content leaves out {timestamp}'],
	])('%j: %s', (change, message) => {
		expect(() => readSignatureSettings({ ...custom, ...change })).toThrow(message);
	});
});

describe('handshakes', () => {
	const settings = (scheme: SignatureCredential['scheme']) =>
		readSignatureSettings({ scheme, secret: SECRET } as SignatureCredential);

	it("sends Slack's challenge back", () => {
		const event = { type: 'url_verification', challenge: '3eZbrw1aB' };
		expect(answerEvent(settings('slack'), event)).toMatchObject({ status: 200, body: '3eZbrw1aB' });
		expect(answerEvent(settings('slack'), { type: 'event_callback' })).toBeUndefined();
		expect(answerEvent(settings('github'), event)).toBeUndefined();
	});

	it("encrypts Zoom's token", () => {
		const event = { event: 'endpoint.url_validation', payload: { plainToken: 'qgg8vlvZRS' } };
		expect(JSON.parse(answerEvent(settings('zoom'), event)?.body ?? '')).toEqual({
			plainToken: 'qgg8vlvZRS',
			encryptedToken: hmac(SECRET, 'qgg8vlvZRS'),
		});
	});

	it("answers X's challenge-response check", () => {
		const crc = request({}, { crc_token: 'foo' });
		expect(JSON.parse(answerQuery(settings('x'), crc)?.body ?? '')).toEqual({
			response_token: `sha256=${hmac(SECRET, 'foo', 'base64')}`,
		});
		expect(answerQuery(settings('x'), request({}, {}))).toBeUndefined();
		expect(answerQuery(settings('stripe'), crc)).toBeUndefined();
	});
});
