import { createSecretKey } from 'node:crypto';

import { VerifiedTokens } from '../../../../../core/incoming/jwt/verified-tokens';

const key = createSecretKey(Buffer.from('one'));
const otherKey = createSecretKey(Buffer.from('other'));

describe('VerifiedTokens', () => {
	it('finds a token while its key is in use', () => {
		const tokens = new VerifiedTokens();
		tokens.add('token', key, { sub: 'shop' });
		expect(tokens.find('token', [{ key: otherKey }, { key }])).toEqual({ sub: 'shop' });
		expect(tokens.find('token', [{ key: otherKey }])).toBeUndefined();
		expect(tokens.find('another', [{ key }])).toBeUndefined();
	});

	it('gives claims that nobody else holds', () => {
		const tokens = new VerifiedTokens();
		tokens.add('token', key, { sub: 'shop' });
		Object.assign(tokens.find('token', [{ key }]) ?? {}, { sub: 'changed' });
		expect(tokens.find('token', [{ key }])).toEqual({ sub: 'shop' });
	});
});
