import { eagleEyeHash, sha256 } from '../../../../core/connections/sha256';
import { headersOf, offline, preparedRequest } from '../../../fixtures/connection-requests';
import signatures from '../../../fixtures/signatures.json';

const credential = { clientId: 'client-1', clientSecret: 'some-secret' };

describe('eagleEyeHash', () => {
	it.each(signatures.eagleEye.vectors)('gives the $status hash of "$name"', (vector) => {
		const body = vector.body === '' ? undefined : Buffer.from(vector.body);
		expect(eagleEyeHash({ url: new URL(vector.url), body }, vector.clientSecret)).toBe(
			vector.expected,
		);
	});
});

describe('sha256', () => {
	it('adds client ID and hash over the bytes of this request', async () => {
		const request = preparedRequest({
			url: new URL('https://example.com/some/path'),
			body: Buffer.from('{"some":"arbitrary","json":"data"}'),
		});
		expect(headersOf(await sha256.authorise(request, credential, offline()))).toEqual({
			'Content-Type': 'application/json',
			'X-EES-AUTH-CLIENT-ID': 'client-1',
			'X-EES-AUTH-HASH': '01ec08cfb3aa78bc8fcec38ed1d4298d3c44eb7b19647e817c30b7ff628bb180',
		});
	});

	it('hashes a body that is no valid UTF-8 as its bytes', () => {
		const url = new URL('https://example.com/');
		const hash = (bytes: number[]) => eagleEyeHash({ url, body: Buffer.from(bytes) }, 's');
		expect(hash([0xff])).not.toBe(hash([0xfe]));
	});

	it('replaces a hash that the user set', async () => {
		const request = preparedRequest({ headers: [['x-ees-auth-hash', 'mine']] });
		const { headers } = await sha256.authorise(request, credential, offline());
		expect(headers.map(([name]) => name)).toEqual(['X-EES-AUTH-CLIENT-ID', 'X-EES-AUTH-HASH']);
	});

	it('previews the client ID and masks the hash', () => {
		expect(headersOf(sha256.preview(preparedRequest(), credential))).toMatchObject({
			'X-EES-AUTH-CLIENT-ID': 'client-1',
			'X-EES-AUTH-HASH': '*****',
		});
	});

	it.each(['clientId', 'clientSecret'])('refuses an empty %s', async (field) => {
		const fields = { ...credential, [field]: '' };
		await expect(sha256.authorise(preparedRequest(), fields, offline())).rejects.toThrow(
			expect.objectContaining({ code: 'CONNECTION_FIELD_INVALID', field }),
		);
		expect(await sha256.test(fields, offline())).toMatchObject({ ok: false });
	});

	it('names the client secret as a secret, and the hash of a request that was sent', async () => {
		expect(sha256.secrets(credential)).toEqual(['some-secret']);
		const sent = await sha256.authorise(preparedRequest(), credential, offline());
		expect(sha256.secrets(credential, sent)).toEqual([
			'some-secret',
			headersOf(sent)['X-EES-AUTH-HASH'],
		]);
	});

	it('tests that both fields are filled in', async () => {
		expect(await sha256.test(credential, offline())).toMatchObject({ ok: true });
	});
});
