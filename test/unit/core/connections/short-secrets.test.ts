import { connections } from '../../../../credentials/connections';
import { shortSecret } from '../../../../core/connections/short-secrets';

const methods = connections.map(({ method }) => method);

it.each(
	methods.flatMap((method) => (method.secretFields ?? []).map((field) => ({ method, field }))),
)('$method.name refuses a $field of 7 characters', ({ method, field }) => {
	expect(shortSecret(method, { [field]: ' 1234567 ' })).toContain('shorter than 8 characters');
	expect(shortSecret(method, { [field]: '12345678' })).toBeUndefined();
	expect(shortSecret(method, { [field]: '' })).toBeUndefined();
});

it('knows a secret field of every method that has a password field', () => {
	for (const { method, form } of connections) {
		const passwords = (form?.properties ?? [])
			.filter(({ typeOptions }) => typeOptions?.password === true)
			.map(({ name }) => name);
		// Standard Webhooks asks for 24 bytes itself.
		if (method.name !== 'standardWebhooks') expect(method.secretFields ?? []).toEqual(passwords);
	}
});
