import { PARAMETER_LIMITS, parseBody } from '../../../../core/incoming/json-body';

const parse = (text: string) => parseBody(Buffer.from(text));
const numbers = (count: number) => `[${Array.from({ length: count }, (_, i) => i).join(',')}]`;
const padding = `"${'x'.repeat(70_000)}"`;

describe('parseBody', () => {
	it('gives the document and its parameters', () => {
		expect(parse('{"a":{"b":1}}')).toEqual({
			text: '{"a":{"b":1}}',
			document: { a: { b: 1 } },
			parameters: { 'a.b': 1 },
		});
	});

	it.each(['{}', '[]', ' \t\r\n{"a":1} ', '[1,{"a":"\\ud800"}]'])('takes %s', (text) => {
		expect(parse(text)?.document).toEqual(JSON.parse(text));
	});

	it('keeps the last of duplicate keys', () => {
		expect(parse('{"a":1,"b":2,"a":3}')?.parameters).toEqual({ a: 3, b: 2 });
	});

	it('skips a byte order mark, once', () => {
		expect(parse('\ufeff{"a":1}')?.parameters).toEqual({ a: 1 });
		expect(parse('\ufeff\ufeff{"a":1}')).toBeUndefined();
		expect(parse('\ufeff')).toBeUndefined();
	});

	it.each(['', ' ', 'null', 'true', '1', '"text"', '{"a":1', '{a:1}', '[1,]', '{} {}', 'NaN'])(
		'refuses %j',
		(text) => {
			expect(parse(text)).toBeUndefined();
		},
	);

	it.each([
		['a byte that is no UTF-8', [0x22, 0xff, 0x22]],
		['an overlong form', [0x22, 0xc0, 0xaf, 0x22]],
		['an encoded surrogate', [0x22, 0xed, 0xa0, 0x80, 0x22]],
	])('refuses %s', (_name, bytes) => {
		expect(parseBody(Buffer.from([0x5b, ...bytes, 0x5d]))).toBeUndefined();
	});

	it('refuses UTF-16', () => {
		expect(parseBody(Buffer.from('{"a":1}', 'utf16le'))).toBeUndefined();
	});

	it.each([
		['small', ''],
		['large', padding],
	])('allows 100 levels and not 101 in a %s body', (_size, filler) => {
		const nested = (depth: number) => `${'{"a":'.repeat(depth)}${filler || 1}${'}'.repeat(depth)}`;
		expect(parse(nested(PARAMETER_LIMITS.depth))).toBeDefined();
		expect(parse(nested(PARAMETER_LIMITS.depth + 1))).toBeUndefined();
	});

	it('allows 10,000 parameters and not 10,001', () => {
		expect(Object.keys(parse(numbers(10_000))?.parameters ?? {})).toHaveLength(10_000);
		expect(parse(numbers(10_001))).toBeUndefined();
		expect(parse(`{"a":${numbers(9_999)},"b":${padding}}`)).toBeDefined();
		expect(parse(`{"a":${numbers(10_000)},"b":${padding}}`)).toBeUndefined();
	});

	it('does not count commas and brackets inside of strings', () => {
		const text = JSON.stringify({ text: '\\",[{'.repeat(20_000), end: '\\' });
		expect(parse(text)?.document).toEqual(JSON.parse(text));
	});

	it('refuses a huge pile of brackets without building it', () => {
		expect(parse('['.repeat(8_000_000) + ']'.repeat(8_000_000))).toBeUndefined();
		expect(parse(`"${'\\'.repeat(100_000)}`)).toBeUndefined();
	});
});
