import { createHash } from 'node:crypto';
import { apiKey } from '../../../../core/connections/api-key';
import { createMask } from '../../../../core/connections/mask';
import {
	headersOf,
	nameValueRows,
	offline,
	preparedRequest,
} from '../../../fixtures/connection-requests';

const credential = {
	secret: 'k3y/with spaces',
	headers: nameValueRows({ Authorization: 'Bearer {{ secret }}', 'X-Team': 'growth' }),
	urlParameters: nameValueRows({ client_id: '{{ secret }}' }),
};
const authorise = (fields: Record<string, unknown>) =>
	apiKey.authorise(preparedRequest(), fields, offline());

describe('apiKey', () => {
	it('places the secret in headers and URL parameters', async () => {
		const request = await authorise(credential);
		expect(headersOf(request)).toMatchObject({
			Authorization: 'Bearer k3y/with spaces',
			'X-Team': 'growth',
		});
		expect(request.url.search).toBe('?sort=asc&q=a%20b&client_id=k3y%2Fwith%20spaces');
	});

	it('lets a template work on the secret, and hides what comes out', async () => {
		const fields = {
			...credential,
			headers: nameValueRows({ 'X-Key': '{{ secret | upper }}' }),
		};
		expect(headersOf(await authorise(fields))['X-Key']).toBe('K3Y/WITH SPACES');
		expect(createMask(apiKey.secrets(fields)).text('got K3Y/WITH SPACES')).toBe('got *****');
	});

	it.each([
		['{{ secret | b64encode }}', (key: string) => Buffer.from(key).toString('base64')],
		[
			'Basic {{ (secret ~ ":x") | b64encode }}',
			(key: string) => Buffer.from(`${key}:x`).toString('base64'),
		],
		['Key {{ secret | md5 }}', (key: string) => createHash('md5').update(key).digest('hex')],
		['Key {{ secret | upper }}', (key: string) => key.toUpperCase()],
		['{{ secret.split("/")[1] }}', (key: string) => key.split('/')[1] ?? ''],
	])('hides what %s makes of the secret', async (template, made) => {
		const fields = { ...credential, headers: nameValueRows({ 'X-Key': template }) };
		const sent = headersOf(await authorise(fields))['X-Key'] ?? '';
		expect(sent).toContain(made(fields.secret));
		const mask = createMask(apiKey.secrets(fields));
		expect(mask.json({ a: sent, b: made(fields.secret), c: fields.secret })).toEqual({
			a: expect.stringMatching(/^(Basic |Key )?\*{5}$/) as string,
			b: '*****',
			c: '*****',
		});
	});

	it.each([
		'{{ secret | todate }}',
		'{{ secret | strtotime("yyyy") }}',
		'{{ secret | int / 0 }}',
		'{{ secret | fromjson }}',
	])('shows no secret when %s fails', async (template) => {
		const fields = { ...credential, secret: 'TOPSECRET', headers: nameValueRows({ A: template }) };
		const { ok, message } = await apiKey.test(fields, offline());
		expect(message).not.toContain('TOPSECRET');
		expect(ok).toBe(false);
		await expect(authorise(fields)).rejects.toThrow(
			expect.objectContaining({ message: expect.not.stringContaining('TOPSECRET') as string }),
		);
	});

	it('never renders the secret itself', async () => {
		const secret = '{{ 1 + 1 }}';
		expect(headersOf(await authorise({ ...credential, secret })).Authorization).toBe(
			'Bearer {{ 1 + 1 }}',
		);
	});

	it.each([
		['no secret', { ...credential, secret: '' }, 'secret'],
		['no place for it', { secret: 'x' }, 'headers'],
		[
			'a name that is not known',
			{ ...credential, headers: nameValueRows({ A: '{{ sekret }}' }) },
			'headers',
		],
		[
			'an insert without a value',
			{ ...credential, headers: nameValueRows({ A: '{{ secret.name }}' }) },
			'headers',
		],
		[
			'an unknown filter',
			{ ...credential, urlParameters: nameValueRows({ a: '{{ secret | nope }}' }) },
			'urlParameters',
		],
		[
			'a bad header name',
			{ ...credential, headers: nameValueRows({ 'a b': '{{ secret }}' }) },
			'headers',
		],
		['a row without a value', { ...credential, headers: nameValueRows({ a: '' }) }, 'headers'],
	])('refuses %s in each of its uses', async (_what, fields, field) => {
		await expect(authorise(fields)).rejects.toThrow(expect.objectContaining({ field }));
		expect(await apiKey.test(fields, offline())).toMatchObject({ ok: false });
		expect(apiKey.secrets(fields)).toEqual([fields.secret]);
	});

	it('says which name was meant', async () => {
		const headers = nameValueRows({ Authorization: 'Bearer {{ sekret }}' });
		await expect(authorise({ ...credential, headers })).rejects.toThrow(
			'headers, line 1, column 11: unknown name "sekret" (did you mean "secret"?)',
		);
	});

	it('previews with a mask for everything but literal text', () => {
		const request = apiKey.preview(preparedRequest(), credential);
		expect(headersOf(request)).toMatchObject({
			Authorization: 'Bearer *****',
			'X-Team': 'growth',
		});
		expect(request.url.searchParams.get('client_id')).toBe('*****');
	});

	it('does not count literal headers as secrets', () => {
		expect(createMask(apiKey.secrets(credential)).text('growth')).toBe('growth');
	});

	it('says in its test where the secret goes, without it', async () => {
		const { ok, message } = await apiKey.test(credential, offline());
		expect(ok).toBe(true);
		expect(message).toContain('header "Authorization", header "X-Team", URL parameter "client_id"');
		expect(message).not.toContain('k3y');
	});
});

it.each(['', ' ', 'Bearer ', 'bearer'])(
	'refuses the value "%s", which n8n leaves of an expression without a value',
	async (value) => {
		const credential = { secret: 's', headers: { rows: [{ name: 'Authorization', value }] } };
		const { ok, message } = await apiKey.test(credential, offline());
		expect(ok).toBe(false);
		expect(message).toMatch(/"Authorization" has no value.*clear the field and enter it again/);
	},
);
