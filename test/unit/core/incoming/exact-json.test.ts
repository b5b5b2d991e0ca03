import { canonical, ExactNumber, parseExactly } from '../../../../core/incoming/exact-json';

const exact = (text: string) => canonical(parseExactly(text) ?? JSON.parse(text));

describe('parseExactly', () => {
	it.each(['{"a":1}', '[0.1,123456789012345]', '{"a":"short text"}'])(
		'has nothing to add to %s',
		(text) => {
			expect(exact(text)).toBe(canonical(JSON.parse(text)));
		},
	);

	it.each([
		['12345678901234567891', '12345678901234567892'],
		['1e400', '1e500'],
		['0.10000000000000000001', '0.10000000000000000002'],
		['9007199254740993', '9007199254740992'],
	])('tells %s from %s', (first, second) => {
		expect(exact(`{"id":${first}}`)).not.toBe(exact(`{"id":${second}}`));
	});

	it.each([
		['1e2', '100'],
		['1.50E+1', '15'],
		['-0.10e1', '-1'],
		['12345678901234567890', '1.234567890123456789e19'],
		['1e400', '10.0e399'],
		['0e5', '0'],
	])('takes %s for %s', (first, second) => {
		expect(exact(`{"id":${first}}`)).toBe(exact(`{"id":${second}}`));
	});

	it.each(['[1,-1e400]', '[ 1e400]', '{"a":\n1E400}', '[-12345678901234567891]', '[1.5e-400]'])(
		'looks at every number of %s',
		(text) => {
			expect(exact(text)).toContain('number(');
		},
	);

	it.each(['{"id":"3e45f1a4-8f0f-4c9e"}', '{"id":"12345678901234567891"}', '["shoe-42"]'])(
		'is not misled by the text in %s',
		(text) => {
			expect(parseExactly(text)).toBeUndefined();
		},
	);

	it('treats a number alike whatever else the document holds', () => {
		const alone = parseExactly('{"price":0.10}') ?? JSON.parse('{"price":0.10}');
		const beside = parseExactly('{"price":0.10,"id":12345678901234567891}') as object;
		expect((beside as { price: unknown }).price).toBe((alone as { price: unknown }).price);
	});

	it('gives numbers no property that an address could name', () => {
		expect(Object.keys(new ExactNumber('1e400'))).toEqual([]);
	});
});

describe('canonical', () => {
	it('does not depend on the order of keys', () => {
		expect(canonical({ b: [1, { d: 2, c: 3 }], a: null })).toBe(
			canonical({ a: null, b: [1, { c: 3, d: 2 }] }),
		);
	});

	it('tells values of different types and shapes apart', () => {
		const values = [
			undefined,
			null,
			'',
			'null',
			0,
			'0',
			false,
			'false',
			[],
			{},
			[''],
			[['']],
			['', ''],
			{ '': '' },
			'undefined',
			'number(1)',
			new ExactNumber('1'),
			'\ud800',
			'\udc00',
			'\ufffd',
			'a,b',
			['a', 'b'],
			['a,b'],
		];
		expect(new Set(values.map(canonical)).size).toBe(values.length);
	});
});
