import { LONG_NAME, measureJson, parseAnswer, type JsonLimits } from '../../../core/json-limits';

const UNLIMITED: JsonLimits = {
	depth: Infinity,
	count: Infinity,
	containers: Infinity,
	names: Infinity,
	longNames: Infinity,
};
const measure = (value: unknown, limits: Partial<JsonLimits>) => {
	const text = typeof value === 'string' ? value : JSON.stringify(value);
	return measureJson(text, { ...UNLIMITED, ...limits }, true);
};
const long = (name: string) => name.padEnd(LONG_NAME + 1, 'k');

it.each<[keyof JsonLimits, number, unknown]>([
	['count', 3, [1, [2, 3]]],
	['depth', 2, [{ a: 1 }, [2], '[[[']],
	['containers', 3, [{ a: {} }, '{}']],
	[
		'names',
		2,
		[
			{ a: 1, b: '","c":' },
			{ a: 2, b: { a: 3 } },
		],
	],
	['longNames', 2, { [long('a')]: 1, [long('b')]: long('c'), ['k'.repeat(LONG_NAME)]: 1 }],
])('tells when there is more than the limit of %s', (limit, found, value) => {
	expect(measure(value, { [limit]: found }).exceeded).toBeUndefined();
	expect(measure(value, { [limit]: found - 1 }).exceeded).toBe(limit);
});

it('counts the values outside of texts, also behind a limit', () => {
	const value = ['a,b', { 'c,d': '\\",', e: [1, 2] }, '\\\\'];
	expect(measure(value, { depth: 1 })).toEqual({ exceeded: 'depth', values: 5 });
});

it('measures a long name by its characters, not by how it is written', () => {
	const escaped = `{"${'\\u006b'.repeat(LONG_NAME)}" \n : 1}`;
	expect(measure(escaped, { longNames: 0 }).exceeded).toBeUndefined();
	expect(measure(escaped.replace('"', '"k'), { longNames: 0 }).exceeded).toBe('longNames');
});

it('reads on to the end of what is not JSON', () => {
	expect(measure('["a', { depth: 5 })).toEqual({ exceeded: undefined, values: 1 });
	expect(measure('}]}[', { depth: 5 })).toEqual({ exceeded: undefined, values: 1 });
});

it('reads an answer of another server, and takes one that would hold n8n for something else', () => {
	expect(parseAnswer('{"keys":[{"kid":"a"}]}')).toEqual({ keys: [{ kid: 'a' }] });
	for (const text of [
		'['.repeat(101) + ']'.repeat(101),
		`[${'1,'.repeat(50_000)}1]`,
		`[${'[],'.repeat(50_000)}1]`.replace('1]', '[]]'),
		JSON.stringify(Object.fromEntries(Array.from({ length: 17 }, (_, i) => [long(`${i}`), 1]))),
		'{"a":',
	]) {
		expect(() => parseAnswer(text)).toThrow(SyntaxError);
	}
});
