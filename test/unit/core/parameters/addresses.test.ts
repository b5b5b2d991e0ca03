import {
	headerAddress,
	headerOf,
	keyAddress,
	parseAddress,
	positionAddress,
	valueAt,
} from '../../../../core/parameters/addresses';

describe('keyAddress', () => {
	it.each([
		['', 'complaint', 'complaint'],
		['complaint', 'id', 'complaint.id'],
		['complaint', '', 'complaint[""]'],
		['', 'a.b', '["a.b"]'],
		['', 'header:x', '["header:x"]'],
		['a', 'list[0]', 'a["list[0]"]'],
		['a', 'say "hi"', 'a["say \\"hi\\""]'],
		['a', '__proto__', 'a.__proto__'],
	])('names the key of %j called %j', (parent, key, address) => {
		expect(keyAddress(parent, key)).toBe(address);
	});
});

describe('headerAddress', () => {
	it('has no letter case', () => {
		expect(headerAddress('X-Deduplication-Hash')).toBe('header:x-deduplication-hash');
		expect(headerOf('header:X-Foo')).toBe('x-foo');
	});

	it('is told from a body parameter of the same look', () => {
		expect(headerOf(keyAddress('', 'header:x-foo'))).toBeUndefined();
	});
});

describe('parseAddress', () => {
	it.each([
		['complaint.customer.id', ['complaint', 'customer', 'id']],
		['attachments[0].fileName', ['attachments', 0, 'fileName']],
		['[1][2].x', [1, 2, 'x']],
		['["a.b"].c', ['a.b', 'c']],
		['a["say \\"hi\\""]', ['a', 'say "hi"']],
		['a["\\\\"]', ['a', '\\']],
		['[""]', ['']],
	])('takes %s apart', (address, segments) => {
		expect(parseAddress(address)).toEqual(segments);
	});

	it.each(['a.', '.a', 'a..b', 'a[', 'a[01]', 'a[-1]', 'a[x]', 'a["\\x"]', 'a]b', '["a"]b'])(
		'refuses %s',
		(address) => {
			expect(parseAddress(address)).toBeUndefined();
		},
	);

	it('undoes what keyAddress and positionAddress build', () => {
		const keys = ['a', '', 'header:', '.', '[', ']', '"', '\\', '\\"', 'ü', '\ud800', '0', ' '];
		for (const first of keys) {
			for (const second of keys) {
				const address = keyAddress(positionAddress(keyAddress('', first), 7), second);
				expect(parseAddress(address)).toEqual([first, 7, second]);
			}
		}
	});
});

describe('valueAt', () => {
	const document = { a: { b: [{ c: null }] }, 'x.y': 1, list: [] };

	it.each([
		['a.b[0].c', null],
		['a.b', [{ c: null }]],
		['["x.y"]', 1],
		['list', []],
	])('finds %s', (address, value) => {
		expect(valueAt(document, address)).toEqual(value);
	});

	it.each([
		'',
		'missing',
		'a.b[1]',
		'a[0]',
		'a.b.0',
		'constructor',
		'__proto__.x',
		'list.length',
		'.',
	])('finds nothing at %j', (address) => {
		expect(valueAt(document, address)).toBeUndefined();
	});
});
