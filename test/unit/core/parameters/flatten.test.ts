import type { JsonValue } from '../../../../core/json';
import { LONG_NAME } from '../../../../core/json-limits';
import { valueAt } from '../../../../core/parameters/addresses';
import { flatten, FlattenLimitError, flattenWithin } from '../../../../core/parameters/flatten';

const parse = (text: string) => JSON.parse(text) as JsonValue;

describe('flatten', () => {
	it('joins keys with dots and puts positions in brackets', () => {
		const complaint = { customer: { id: 'c1' }, attachments: [{ fileName: 'a.jpg' }] };
		expect(flatten({ complaint, source: 'portal' })).toEqual({
			'complaint.customer.id': 'c1',
			'complaint.attachments[0].fileName': 'a.jpg',
			source: 'portal',
		});
	});

	it('keeps JSON types and empty containers', () => {
		const document = { s: '', n: 0, b: false, z: null, o: {}, a: [] };
		expect(flatten(document)).toEqual(document);
	});

	it('keeps the order of the document', () => {
		expect(Object.keys(flatten(parse('{"z":1,"a":{"y":2,"b":3},"m":4}')))).toEqual([
			'z',
			'a.y',
			'a.b',
			'm',
		]);
	});

	it('takes an array as the document', () => {
		expect(flatten([1, [2]])).toEqual({ '[0]': 1, '[1][0]': 2 });
	});

	it.each(['{}', '[]'])('finds no parameter in %s', (text) => {
		expect(flatten(parse(text))).toEqual({});
	});

	it('puts a prefix before every address', () => {
		expect(flatten({ prop: [1] }, { prefix: 'body' })).toEqual({ 'body.prop[0]': 1 });
		expect(flatten('text', { prefix: 'body' })).toEqual({ body: 'text' });
		expect(flatten({}, { prefix: 'body' })).toEqual({ body: {} });
	});

	it('gives keys that could be mistaken an address of their own', () => {
		const document = parse('{"a":{"b":1},"a.b":2,"a[\\"b\\"]":3,"header:b":4,"":5,"[0]":6}');
		const parameters = flatten(document);
		expect(Object.values(parameters)).toEqual([1, 2, 3, 4, 5, 6]);
		for (const [address, value] of Object.entries(parameters)) {
			expect(valueAt(document, address)).toBe(value);
		}
	});

	it('treats __proto__ and constructor as ordinary keys', () => {
		const parameters = flatten(parse('{"__proto__":1,"constructor":{"prototype":2}}'));
		expect(Object.entries(parameters)).toEqual([
			['__proto__', 1],
			['constructor.prototype', 2],
		]);
		expect(flatten(parse('{"__proto__":{}}'))).not.toHaveProperty('polluted');
		expect(Object.getPrototypeOf(parameters)).toBe(Object.prototype);
	});

	it('counts depth by containers and refuses one too many', () => {
		const nested = (depth: number) => parse('['.repeat(depth) + ']'.repeat(depth));
		const limits = { depth: 100, count: 10 };
		expect(Object.keys(flatten(nested(100), { limits }))).toEqual(['[0]'.repeat(99)]);
		expect(() => flatten(nested(101), { limits })).toThrow(new FlattenLimitError('depth'));
	});

	it('refuses one parameter too many', () => {
		const limits = { depth: 5, count: 3 };
		expect(Object.keys(flatten([1, {}, 3], { limits }))).toHaveLength(3);
		expect(() => flatten([1, {}, 3, 4], { limits })).toThrow(new FlattenLimitError('count'));
	});

	it('refuses addresses that are too long together', () => {
		const document = { [`k${'x'.repeat(9)}`]: [1, 2] };
		expect(flatten(document, { limits: { length: 26 } })).toHaveProperty(['kxxxxxxxxx[1]']);
		expect(() => flatten(document, { limits: { length: 25 } })).toThrow(
			new FlattenLimitError('length'),
		);
	});

	it('refuses too many names beyond the length that V8 hashes', () => {
		const limits = { longNames: 2 };
		const named = (length: number) => ({ [`k${'x'.repeat(length - 4)}`]: [1, 2, 3] });
		expect(Object.keys(flatten(named(LONG_NAME), { limits }))).toHaveLength(3);
		expect(() => flatten(named(LONG_NAME + 1), { limits })).toThrow(
			new FlattenLimitError('longNames'),
		);
	});
});

describe('flattenWithin', () => {
	it('leaves out what is past a limit, and counts it', () => {
		const document = [1, { a: 2, b: [3, [], {}, [4]] }, 5];
		expect(flattenWithin(document, { omitBeyond: { count: 2 } })).toEqual({
			parameters: { '[0]': 1, '[1].a': 2 },
			omitted: 5,
		});
		expect(flattenWithin(document, { omitBeyond: { length: 9 } })).toEqual({
			parameters: { '[0]': 1, '[1].a': 2 },
			omitted: 5,
		});
		expect(flattenWithin(document, { omitBeyond: { depth: 3 } })).toEqual({
			parameters: { '[0]': 1, '[1].a': 2, '[1].b[0]': 3, '[2]': 5 },
			omitted: 3,
		});
	});

	it('still refuses a document that is past what it may be', () => {
		const limits = { refuseBeyond: { count: 3 }, omitBeyond: { count: 1 } };
		expect(flattenWithin([1, 2, 3], limits)).toEqual({ parameters: { '[0]': 1 }, omitted: 2 });
		expect(() => flattenWithin([1, 2, 3, 4], limits)).toThrow(new FlattenLimitError('count'));
	});

	it('needs no stack for what is too deep', () => {
		const document = parse('['.repeat(100_000) + ']'.repeat(100_000));
		expect(flattenWithin(document, { omitBeyond: { depth: 100 } })).toEqual({
			parameters: {},
			omitted: 1,
		});
	});
});
