import { loginPassword } from '../../../../core/connections/login-password';
import { createMask } from '../../../../core/connections/mask';
import { headersOf, offline, preparedRequest } from '../../../fixtures/connection-requests';

const credential = { login: 'jane', password: 'pässwörd-1' };
const authorise = (fields: Record<string, unknown>) =>
	loginPassword.authorise(preparedRequest(), fields, offline());

describe('loginPassword', () => {
	it('sends login and password in UTF-8', async () => {
		const { headers } = await authorise(credential);
		// RFC 7617, section 2.1, has the user "test" with the password "123£".
		expect(headersOf(await authorise({ login: 'test', password: '123£' })).Authorization).toBe(
			'Basic dGVzdDoxMjPCow==',
		);
		expect(headers).toContainEqual(['Content-Type', 'application/json']);
	});

	it('allows a password with a colon and an empty one', async () => {
		const decode = async (fields: Record<string, unknown>) =>
			Buffer.from(
				headersOf(await authorise(fields)).Authorization?.slice(6) ?? '',
				'base64',
			).toString();
		expect(await decode({ login: 'jane', password: 'a:b' })).toBe('jane:a:b');
		expect(await decode({ login: 'jane', password: '' })).toBe('jane:');
	});

	it.each([
		['no login', { password: 'x' }, 'must not be empty'],
		['a login with a colon', { login: 'a:b', password: 'x' }, 'colon'],
	])('refuses %s', async (_what, fields, reason) => {
		await expect(authorise(fields)).rejects.toThrow(
			expect.objectContaining({
				field: 'login',
				message: expect.stringContaining(reason) as string,
			}),
		);
	});

	it('previews the header with its value masked', () => {
		expect(headersOf(loginPassword.preview(preparedRequest(), credential)).Authorization).toBe(
			'Basic *****',
		);
	});

	it('names the password and the encoded pair as secrets', async () => {
		const mask = createMask(loginPassword.secrets(credential));
		const { Authorization } = headersOf(await authorise(credential));
		expect(mask.text(`${Authorization} and pässwörd-1 of jane`)).toBe(
			'Basic ***** and ***** of jane',
		);
	});

	it('tests the fields and says that the service was not asked', async () => {
		expect(await loginPassword.test(credential, offline())).toEqual({
			ok: true,
			message: expect.stringContaining('first request') as string,
		});
		expect(await loginPassword.test({ login: 'jane' }, offline())).toEqual({
			ok: false,
			message: expect.stringContaining('"Password": must not be empty') as string,
		});
	});
});
