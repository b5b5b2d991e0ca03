import { createMask } from '../../../../core/connections/mask';

const SECRET = 'p@ss/w"örd+=&';
const mask = createMask([SECRET]);

describe('createMask', () => {
	it.each([
		['as it is', SECRET],
		['percent-encoded', encodeURIComponent(SECRET)],
		['percent-encoded in lower case', encodeURIComponent(SECRET).toLowerCase()],
		['form-encoded', new URLSearchParams({ '': SECRET }).toString().slice(1)],
		['in JSON', JSON.stringify(SECRET).slice(1, -1)],
		['in JSON with escaped slashes', JSON.stringify(SECRET).slice(1, -1).replace('/', '\\/')],
		['in JSON inside JSON', JSON.stringify(JSON.stringify(SECRET)).slice(3, -3)],
		['in Base64', Buffer.from(SECRET).toString('base64')],
		['in Base64 without padding', Buffer.from(SECRET).toString('base64').replace(/=+$/, '')],
		['in Base64url', Buffer.from(SECRET).toString('base64url')],
	])('hides a secret %s', (_form, written) => {
		expect(mask.text(`before ${written} after`)).toBe('before ***** after');
	});

	it('leaves a text without the secret as it is', () => {
		expect(mask.text('p@ss and word')).toBe('p@ss and word');
	});

	it('hides a short secret only where it is the whole value', () => {
		const short = createMask(['cat', '8443', 'https', 'a']);
		for (const text of ['category=cat&concat', 'https://a.example.com:8443/a?b=a']) {
			expect(short.text(text)).toBe(text);
		}
		expect(short.json({ pet: ['cat'], port: 8443, key: ' CAT ' })).toEqual({
			pet: ['*****'],
			port: 8443,
			key: '*****',
		});
	});

	it('hides the whole of a secret that begins with another one', () => {
		const both = createMask(['secret-token', 'secret-token-2026']);
		expect(both.text('secret-token-2026')).toBe('*****');
	});

	it('hides nothing for no secret or an empty one', () => {
		expect(createMask(['']).text('anything')).toBe('anything');
		expect(createMask([]).json({ a: 'anything' })).toEqual({ a: 'anything' });
	});

	it('survives half a surrogate pair', () => {
		expect(createMask(['broken \ud800 secret']).text('a broken \ud800 secret')).toBe('a *****');
	});

	it('hides secrets in texts and keys of JSON, and keeps everything else', () => {
		const value = { echo: [`Bearer ${SECRET}`, 1, null, true], [SECRET]: { deep: SECRET } };
		expect(mask.json(value)).toEqual({
			echo: ['Bearer *****', 1, null, true],
			'*****': { deep: '*****' },
		});
		expect(value.echo[0]).toBe(`Bearer ${SECRET}`);
	});
});
