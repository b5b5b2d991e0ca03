import { allowedDomains, domainsOf } from '../../../../core/connections/allowed-domains';
import { customConnection } from '../../../../core/connections/custom-connection';
import { oAuth2ClientCredentials } from '../../../../core/connections/oauth2-client-credentials';
import { syneriseApiKey } from '../../../../core/connections/synerise-api-key';
import { connections } from '../../../../credentials/connections';

describe('allowedDomains', () => {
	it.each([{}, { allowedHttpRequestDomains: 'all', allowedDomains: 'a.example' }])(
		'allows every domain for %p',
		(credential) => {
			expect(allowedDomains(credential)).toBeUndefined();
		},
	);

	it('lists the domains in lower case', () => {
		expect(
			allowedDomains({
				allowedHttpRequestDomains: 'domains',
				allowedDomains: ' API.example.com, *.example.org,,',
			}),
		).toEqual(['api.example.com', '*.example.org']);
	});

	it.each([
		[{ allowedHttpRequestDomains: 'domains', allowedDomains: ' , ' }, 'allowedDomains'],
		[{ allowedHttpRequestDomains: 'none' }, 'allowedHttpRequestDomains'],
	])('refuses %p', (credential, field) => {
		expect(() => allowedDomains(credential)).toThrow(
			expect.objectContaining({ code: 'CONNECTION_FIELD_INVALID', field }),
		);
	});

	it('reads international names as browsers do', () => {
		expect(
			allowedDomains({
				allowedHttpRequestDomains: 'domains',
				allowedDomains: 'Bücher.example, *.żółw.example',
			}),
		).toEqual(['xn--bcher-kva.example', '*.xn--w-uga1v8h.example']);
	});

	it.each(['https://api.example.com', 'api.example.com/path', 'a b.example', 'a.*.example', '*'])(
		'refuses %s by name',
		(entered) => {
			expect(() =>
				allowedDomains({ allowedHttpRequestDomains: 'domains', allowedDomains: entered }),
			).toThrow(`"${entered}" is not a valid domain`);
		},
	);

	it.each([
		[
			customConnection,
			{ url: 'https://auth.example.com/token?k={{ secret }}' },
			'auth.example.com',
		],
		[oAuth2ClientCredentials, { tokenUrl: 'https://Auth.Example.com/' }, 'auth.example.com'],
		[syneriseApiKey, { environment: 'gcp' }, 'api.geb.synerise.com'],
	])('gives a connection the domain of its own URL, and its form presets that (%#)', (...row) => {
		const [method, credential, host] = row;
		const form = connections.find(
			(connection) => connection.form?.name === method.credential,
		)?.form;
		const preset = form?.properties.find(({ name }) => name === 'allowedHttpRequestDomains');
		expect(preset?.default).toBe('own');
		expect(domainsOf(method, { ...credential, allowedHttpRequestDomains: 'own' })).toEqual([host]);
	});
});
