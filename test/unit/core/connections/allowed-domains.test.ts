import { allowedDomains } from '../../../../core/connections/allowed-domains';

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
});
