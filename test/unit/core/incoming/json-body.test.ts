import { PARAMETER_LIMITS, parseBody } from '../../../../core/incoming/json-body';

const parseBytes = (bytes: Buffer) => {
	const body = parseBody(bytes);
	return 'cause' in body ? undefined : body;
};
const parse = (text: string) => parseBytes(Buffer.from(text));
const numbers = (count: number) => `[${Array.from({ length: count }, (_, i) => i).join(',')}]`;
const padding = `"${'x'.repeat(70_000)}"`;

describe('parseBody', () => {
	it('gives the document and its parameters', () => {
		expect(parse('{"a":{"b":1}}')).toEqual({
			text: '{"a":{"b":1}}',
			document: { a: { b: 1 } },
			parameters: { 'a.b': 1 },
			omitted: 0,
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
		expect(parseBytes(Buffer.from([0x5b, ...bytes, 0x5d]))).toBeUndefined();
	});

	it('refuses UTF-16', () => {
		expect(parseBytes(Buffer.from('{"a":1}', 'utf16le'))).toBeUndefined();
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

	describe('of long names', () => {
		const MEBIBYTE = 1024 * 1024;
		const cause = (text: string) => {
			const body = parseBody(Buffer.from(text));
			return 'cause' in body ? body.cause : undefined;
		};
		const list = (name: string, count: number) =>
			`{"${name}":[${Array.from({ length: count }, () => 1).join(',')}]}`;

		it('allows 4 MiB of them together, and not one character more', () => {
			expect(parse(`{"${'k'.repeat(4 * MEBIBYTE)}":1}`)?.document).toBeDefined();
			expect(cause(`{"${'k'.repeat(4 * MEBIBYTE + 1)}":1}`)).toContain('4 MiB');
		});

		it('refuses a small body whose addresses are long together', () => {
			expect(cause(list('k'.repeat(16_300), 250))).toBeUndefined();
			expect(cause(list('k'.repeat(16_300), 260))).toContain('4 MiB');
			expect(cause(list('k'.repeat(1_000), 9_900))).toContain('4 MiB');
		});

		it('refuses hundreds of names that V8 cannot tell apart by their hash', () => {
			expect(cause(list('k'.repeat(16_400), 16))).toBeUndefined();
			expect(cause(list('k'.repeat(16_400), 17))).toContain('16,383');
			const keys = Array.from({ length: 17 }, (_, i) => `"${'k'.repeat(16_400)}${i}" :1`);
			expect(cause(`{${keys.join(',')}}`)).toContain('16,383');
			expect(cause(`{${keys.slice(1).join(',')}}`)).toBeUndefined();
			const values = Array.from({ length: 40 }, () => `"${'v'.repeat(16_400)}"`);
			expect(cause(`[${values.join(',')}]`)).toBeUndefined();
		});

		it('names no more in the output than was sent, and says how many values are without a name', () => {
			const text = list('k'.repeat(400), 9_900);
			const body = parse(text);
			const names = Object.keys(body?.parameters ?? {});
			expect(names.join('').length).toBeLessThanOrEqual(text.length + 48 * 1024);
			expect(names.length + (body?.omitted ?? 0)).toBe(9_900);
		});
	});

	it.each([
		['[1,]', 'the body is not valid JSON'],
		['{"a":1 2}', 'the body is not valid JSON at position 7'],
		['"text"', 'the body is neither an object nor an array'],
		['['.repeat(101) + ']'.repeat(101), 'the body is nested deeper than 100 levels'],
	])('says what is wrong with %.20s, and nothing of what was sent', (text, cause) => {
		expect(parseBody(Buffer.from(text))).toEqual({ cause });
	});
});
