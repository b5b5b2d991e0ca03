import {
	readFormFields,
	sampleFormFields,
} from '../../../../../core/outgoing/existing/form-fields';
import { readSchema } from '../../../../../core/outgoing/existing/schema';

const schemaOf = (...rows: object[]) => readSchema({ rows });

describe('schema', () => {
	test('reads rows with their defaults', () => {
		expect(
			schemaOf({ id: 'size', label: 'Size', type: 'choice', options: 'S\nM, L', required: true }),
		).toEqual([
			{
				id: 'size',
				label: 'Size',
				type: 'choice',
				required: true,
				minimum: undefined,
				maximum: undefined,
				decimalPlaces: undefined,
				pattern: undefined,
				errorMessage: '',
				options: ['S', 'M', 'L'],
				default: '',
			},
		]);
		expect(schemaOf({ id: 'a' })).toMatchObject([{ label: 'a', type: 'text', required: false }]);
		expect(readSchema(undefined)).toEqual([]);
		expect(readSchema({})).toEqual([]);
	});

	test.each<[string, object[], string]>([
		['no ID', [{ label: 'Size' }], '"Size" of the saved integration: it has no ID'],
		['nothing at all', [{}], '"number 1" of the saved integration: it has no ID'],
		[
			'a bad ID',
			[{ id: 'a-b', label: 'Size' }],
			'"Size" of the saved integration: "a-b" is not a valid ID',
		],
		[
			'an ID twice',
			[
				{ id: 'a', label: 'A' },
				{ id: 'a', label: 'B' },
			],
			'"B" of the saved integration: the ID "a" is used twice',
		],
		[
			'an unknown type',
			[{ id: 'a', type: 'date' }],
			'"a" of the saved integration: unknown type "date"',
		],
		[
			'a choice without options',
			[{ id: 'a', type: 'choice' }],
			'"a" of the saved integration: a choice needs options',
		],
		[
			'a limit that is not a number',
			[{ id: 'a', minimum: 'x' }],
			'"a" of the saved integration: its minimum "x" is not a number',
		],
		[
			'a pattern that is none',
			[{ id: 'a', pattern: '(' }],
			'"a" of the saved integration: its pattern cannot be used: ',
		],
		[
			'a pattern that RE2 does not know',
			[{ id: 'a', pattern: '(?=a)b' }],
			'"a" of the saved integration: its pattern cannot be used: ',
		],
		[
			'decimal places that cannot be',
			[{ id: 'a', type: 'number', decimalPlaces: '1.5' }],
			'"a" of the saved integration: its count of decimal places "1.5" is not a whole number from 0 to 100',
		],
		[
			'limits that exclude all',
			[{ id: 'a', minimum: 2, maximum: 1 }],
			'"a" of the saved integration: its minimum is above its maximum',
		],
	])('refuses %s', (_, rows, message) => {
		expect(() => readSchema({ rows })).toThrow(`Form field ${message}`);
	});
});

describe('entered values', () => {
	test.each<[string, object, unknown, unknown]>([
		['text', { type: 'text' }, 'x y', 'x y'],
		['text from an object', { type: 'text' }, { a: 1 }, '{"a":1}'],
		['a number', { type: 'number' }, ' 1.5 ', 1.5],
		['a number that is one', { type: 'number' }, 0, 0],
		['a switch', { type: 'boolean' }, 'TRUE', true],
		['a switch that is one', { type: 'boolean' }, false, false],
		['a choice', { type: 'choice', options: 'a,b' }, 'b', 'b'],
		['the default', { type: 'number', default: '7' }, '', 7],
		['nothing for an optional field', { type: 'number' }, '', undefined],
		['a pattern over the whole value', { pattern: '[a-z]+' }, 'abc', 'abc'],
		['a number by its pattern', { type: 'number', pattern: '[0-9]+\\.5' }, '1.5', 1.5],
		['as many places as may be', { type: 'number', decimalPlaces: 2 }, 1.25, 1.25],
		['a large number with an exponent', { type: 'number', decimalPlaces: 0 }, 1e21, 1e21],
		['characters, not code units', { type: 'text', maximum: 1 }, '😀', '😀'],
	])('%s', (_, row, entered, value) => {
		expect(readFormFields(schemaOf({ id: 'f', ...row }), { f: entered })).toEqual(
			value === undefined ? {} : { f: value },
		);
	});

	test.each<[string, object, unknown, string]>([
		['a missing one', { required: true }, ' ', 'it is required and empty'],
		['a number', { type: 'number' }, 'many', '"many" is not a number'],
		['a switch for a number', { type: 'number' }, true, '"true" is not a number'],
		['a switch', { type: 'boolean' }, 'yes', '"yes" is neither true nor false'],
		['a choice', { type: 'choice', options: 'a,b' }, 'c', '"c" is not one of a, b'],
		['a short text', { minimum: 3 }, 'ab', '2 characters is below the minimum of 3'],
		['a long text', { maximum: 1 }, 'ab', '2 characters is above the maximum of 1'],
		['a small number', { type: 'number', minimum: 3 }, 2, '2 is below the minimum of 3'],
		[
			'a text without the pattern',
			{ pattern: '[A-Z]{2}-[0-9]+' },
			'PL-1 ',
			'the value does not match the pattern [A-Z]{2}-[0-9]+',
		],
		['a part that matches', { pattern: 'b' }, 'abc', 'the value does not match the pattern b'],
		[
			'a number without the pattern',
			{ type: 'number', pattern: '[0-9]{3}' },
			12,
			'the value does not match the pattern [0-9]{3}',
		],
		[
			'too many decimal places',
			{ type: 'number', decimalPlaces: '2' },
			'1.255',
			'1.255 has more than 2 decimal places',
		],
		[
			'a small number with places',
			{ type: 'number', decimalPlaces: 0 },
			1e-7,
			'1e-7 has more than 0 decimal places',
		],
		[
			'a value by its own message',
			{ pattern: 'PL-[0-9]+', errorMessage: 'Enter an order number' },
			'x',
			'Enter an order number',
		],
		[
			'a limit by its own message',
			{ type: 'number', maximum: 9, errorMessage: 'At most nine' },
			10,
			'At most nine',
		],
		[
			'an empty one in our words',
			{ required: true, errorMessage: 'Own' },
			'',
			'it is required and empty',
		],
		['a bad default', { type: 'number', default: 'x' }, '', '"x" is not a number'],
	])('refuses %s by the label', (_, row, entered, message) => {
		const schema = schemaOf({ id: 'f', label: 'Order size', ...row });
		expect(() => readFormFields(schema, { f: entered })).toThrow(`Order size: ${message}`);
	});

	test('a pattern costs no more than its text, and a text that is too long does not match', () => {
		const schema = schemaOf({ id: 'f', label: 'Order size', pattern: '(a+)+b' });
		const refused = 'Order size: the value does not match the pattern';
		expect(() => readFormFields(schema, { f: 'a'.repeat(50_000) })).toThrow(refused);
		expect(() => readFormFields(schema, { f: `${'a'.repeat(5_000_000)}b` })).toThrow(refused);
	});

	test('samples need not match a pattern, defaults must', () => {
		const row = { id: 'f', label: 'Order size', required: true, pattern: 'PL-[0-9]+' };
		expect(sampleFormFields(schemaOf(row))).toEqual({ f: 'x' });
		expect(() => sampleFormFields(schemaOf({ ...row, default: 'no' }))).toThrow('Order size: ');
	});

	test('samples fill in what is required and has no default', () => {
		const schema = schemaOf(
			{ id: 'a', required: true, minimum: 3 },
			{ id: 'b', type: 'number', required: true },
			{ id: 'c', type: 'boolean', required: true },
			{ id: 'd', type: 'choice', options: 'x,y', required: true },
			{ id: 'e', default: 'own', required: true },
			{ id: 'f' },
		);
		expect(sampleFormFields(schema)).toEqual({ a: 'xxx', b: 0, c: false, d: 'x', e: 'own' });
	});
});
