import { createMask } from '../../../../core/connections/mask';
import { signature, standardWebhooks } from '../../../../core/connections/standard-webhooks';
import { loopbackClient, statusOf } from '../../../fixtures/connection-exchange';
import {
	headersOf,
	offline,
	preparedRequest,
	TestClock,
} from '../../../fixtures/connection-requests';
import signatures from '../../../fixtures/signatures.json';
import { standardWebhooksGuard } from '../../../peers/guards';
import { Peer } from '../../../peers/server';

const OLD = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const NEW = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const secrets = (secret?: string, additionalSecret?: string) => ({ secret, additionalSecret });
const authorise = (headers: Array<[string, string]> = [], credential = secrets(OLD)) =>
	standardWebhooks.authorise(preparedRequest({ headers }), credential, offline());

describe('signature', () => {
	it.each(signatures.standardWebhooks.vectors)('gives the published one of "$name"', (vector) => {
		const key = Buffer.from(vector.secret.replace('whsec_', ''), 'base64');
		expect(signature([key], { ...vector, body: Buffer.from(vector.body) })).toBe(vector.expected);
	});
});

describe('standardWebhooks', () => {
	it('reproduces the published vector as a request', async () => {
		const [vector] = signatures.standardWebhooks.vectors;
		if (!vector) throw new Error('the vector is missing');
		const clock = new TestClock(vector.timestamp * 1000 + 999);
		const request = preparedRequest({
			headers: [['Webhook-Id', vector.id]],
			body: Buffer.from(vector.body),
		});
		const signed = await standardWebhooks.authorise(
			request,
			secrets(vector.secret),
			offline(clock),
		);
		expect(signed.headers).toEqual([
			['webhook-id', vector.id],
			['webhook-timestamp', String(vector.timestamp)],
			['webhook-signature', vector.expected],
		]);
	});

	it('gives each message an identity of its own unless the user does', async () => {
		const ids = await Promise.all([authorise(), authorise()]);
		const [first, second] = ids.map((request) => headersOf(request)['webhook-id']);
		expect(first).toMatch(/^msg_[0-9a-f]{32}$/);
		expect(second).not.toBe(first);
		expect(headersOf(await authorise([['webhook-id', 'order-1']]))['webhook-id']).toBe('order-1');
	});

	it('replaces a signature that the user set', async () => {
		const { headers } = await authorise([['Webhook-Signature', 'mine']]);
		expect(headers.filter(([name]) => /signature/i.test(name))).toHaveLength(1);
		expect(headers).not.toContainEqual(['Webhook-Signature', 'mine']);
	});

	it.each([
		['only the old secret', [OLD], OLD],
		['both, to a receiver with the old one', [OLD, NEW], OLD],
		['both, to a receiver with the new one', [OLD, NEW], NEW],
	])('is accepted while secrets are replaced: %s', async (_stage, entered, receiverHas) => {
		const clock = new TestClock();
		const http = loopbackClient();
		const peer = await Peer.start({
			'/hook': standardWebhooksGuard(receiverHas, () => clock.now()),
		});
		const send = (...entered: string[]) =>
			statusOf(`${peer.origin}/hook`, standardWebhooks, secrets(...entered), { http, clock });
		expect(await send(...entered)).toBe(200);
		expect(await send(`whsec_${Buffer.alloc(32, 9).toString('base64')}`)).toBe(401);
		await Promise.all([peer.stop(), http.close()]);
	});

	it.each([
		['no secret', secrets(), 'secret'],
		['an additional secret alone', secrets('', NEW), 'secret'],
		['a short secret', secrets('whsec_c2hvcnQ='), 'secret'],
		['text that is no Base64', secrets('whsec_not base64, although it is long enough'), 'secret'],
		['an additional secret that cannot sign', secrets(OLD, 'whsec_x'), 'additionalSecret'],
	])('refuses %s', async (_what, credential, field) => {
		await expect(authorise([], credential)).rejects.toThrow(
			expect.objectContaining({ code: 'CONNECTION_FIELD_INVALID', field }),
		);
		expect(await standardWebhooks.test(credential, offline())).toMatchObject({ ok: false });
	});

	it('previews the identity and masks the signature', () => {
		const request = preparedRequest({ headers: [['webhook-id', 'order-1']] });
		expect(headersOf(standardWebhooks.preview(request, secrets(OLD)))).toEqual({
			'webhook-id': 'order-1',
			'webhook-timestamp': '*****',
			'webhook-signature': '*****',
		});
	});

	it('names its secrets with and without their prefix, and the signatures of a request', async () => {
		const sent = await authorise([], secrets(OLD, NEW));
		const mask = createMask(standardWebhooks.secrets(secrets(OLD, NEW), sent));
		expect(mask.text(`${OLD} ${OLD.slice(6)} ${NEW}`)).toBe('***** ***** *****');
		expect(mask.text(headersOf(sent)['webhook-signature'] ?? '')).toBe('***** *****');
	});

	it('says how many secrets can sign', async () => {
		const { ok, message } = await standardWebhooks.test(secrets(OLD, NEW), offline());
		expect({ ok, message }).toEqual({
			ok: true,
			message: expect.stringContaining('2 signatures') as string,
		});
	});
});
