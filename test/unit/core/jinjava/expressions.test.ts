import { render } from './render';

const context = {
	foo: 'bar',
	empty: '',
	zero: 0,
	seven: 7,
	list: [1, 2, 3, 4, 5],
	text: 'theSimpleString',
	map: { foo: 'bar', 'og:url': 'u', inner: { test: 'val' } },
	big: { id: 12345 },
};

describe('literals and access', () => {
	it.each([
		['{{ \'x\' if false else "a\\"b" }}', 'a"b'],
		['{{ "a\\n\\tb" }}', 'a\n\tb'],
		[
			'{{ 1000000000000000000 }} {{ 12345678901234567890 }}',
			'1000000000000000000 12345678901234567890',
		],
		['{{ .5 }} {{ 5.0 }} {{ 1e3 }} {{ 4e-30 }} {{ 1e10 }}', '0.5 5.0 1000.0 4.0E-30 1.0E10'],
		['{{ true }} {{ False }} [{{ none }}] [{{ null }}] [{{ undefined }}]', 'true false [] [] []'],
		["{{ [1, 'a', true, null, 2.0] }}", '[1, a, true, null, 2.0]'],
		["{{ ['it\\'s', 'a\\\\b', 'say \"x\"'] }}", '[it\'s, a\\b, say "x"]'],
		["{{ ('a', 1) }} {{ () }} {{ ((0), 2) }}", '[a, 1] [] [0, 2]'],
		["{{ {'a': 1, foo: 2, other: 3} }}", '{a=1, foo=2, other=3}'],
		["{{ {'a': {'b': []}} }}", '{a={b=[]}}'],
		['{{}}|{{ }}', '|'],
		["{{ map['og:url'] }} {{ map.inner.test }} {{ map.inner['test'] }}", 'u val val'],
		['{{ list[1] }}{{ list[-1] }}{{ list[-5] }}{{ list[-6] }}{{ list[9] }}{{ list[1.5] }}', '251'],
		['{{ text[0] }}{{ text[-1] }}', 'tg'],
		['\u00a0{{\u00a0foo\u00a0}}', '\u00a0bar'],
		[
			'{{ list[0:3] }} {{ list[5:15] }} {{ list[-3:-1] }} {{ list[2:-2] }}',
			'[1, 2, 3] [] [3, 4] [3]',
		],
		[
			'{{ list[-6:3] }} {{ list[-2:-3] }} {{ list[3:] }} {{ list[:2] }}',
			'[1, 2, 3] [] [4, 5] [1, 2]',
		],
		[
			'{{ text[0:4] }} {{ text[0:400] }} [{{ text[4:2] }}] {{ text[-7:-4] }}',
			'theS theSimpleString [] eSt',
		],
		['{{ text[3:] }} {{ text[:3] }} {{ text[:] }}', 'SimpleString the theSimpleString'],
		["{{ 'one-two-three'.split('-')[-1] }}", 'three'],
		["{{ missing.a.b.c }}{{ foo.a.b }}{{ seven.x }}{{ missing['a'][0] }}", ''],
	])('%s', (template, expected) => expect(render(template, context)).toBe(expected));
});

describe('operators', () => {
	it.each([
		['{{ 5/2 }} {{ 5//2 }} {{ 5%2 }} {{ -5//2 }} {{ 5.0//2 }}', '2.5 2 1 -3 2.0'],
		['{{ 2**8 }} {{ 2**8.0 }} {{ 2 * 3 ** 2 }}', '256 256.0 36'],
		['{{ (seven * 2 + 1)/3 }} {{ 10/2 }} {{ 0.1 + 0.2 }}', '5.0 5.0 0.30000000000000004'],
		[
			'{{ 1 + 2 }} {{ 1 - 2 }} {{ 2 * 2.5 }} {{ 3 - 0.5 }} {{ -seven }} {{ +20 }}',
			'3 -1 5.0 2.5 -7 20',
		],
		["{{ '1' + 2 }} {{ 1 + '2' }} {{ 123 + 'xx' }} {{ foo ~ 456 ~ 'x' }}", '12 12 123xx bar456x'],
		[
			"{{ ['foo'] + ['bar'] }} {{ ['foo'] + 'bar' }} {{ {'a': 1} + {'b': 2} }}",
			'[foo, bar] [foo, bar] {a=1, b=2}',
		],
		['{{ 9223372036854775807 + 1 }}', '-9223372036854775808'],
		['{{ 12345678901234567890 + 1 }}', '12345678901234567891'],
		[
			"{{ 1 < 2 }} {{ 2 <= 1 }} {{ 'a' < 'b' }} {{ 1 lt 2 }} {{ 2 ge 3 }} {{ 1.5 > 1 }}",
			'true false true true false true',
		],
		[
			"{{ 1 == 1.0 }} {{ '1' == 1 }} {{ 'a' != 'b' }} {{ null == missing }} {{ [1] == [1] }}",
			'true true true true true',
		],
		['{{ null < 1 }} {{ 1 > null }}', 'false false'],
		[
			"{{ 'a' in 'pastrami' }} {{ 12 in [1, 12] }} {{ 'foo' in map }} {{ 'x' not in map }}",
			'true true true true',
		],
		["{{ '3'|int in [null, 4, 3] }} {{ 'test' in [null, 4] }}", 'true false'],
		[
			'{{ empty or foo }} {{ zero or foo }} {{ foo and seven }} {{ zero and foo }}',
			'bar bar true false',
		],
		[
			'{{ not foo }} {{ !zero }} {{ not missing is defined }} {{ foo && !empty }} {{ empty || zero }}',
			'false true true true 0',
		],
		["{{ 'hello' if foo=='bar' }}{{ 'hello' if foo=='barf' }}|{{ 'a' if 0 else 'b' }}", 'hello|b'],
		["{{ foo == 'bar' ? 'y' : 'n' }} {{ 0 ? 1 : 2 }}", 'y 2'],
		['{{ empty missing }} {{ empty list }}', 'true false'],
		['{{ (-5 > 4) }} {{ -5 | abs }} {{ -5 * -4 | abs }} {{ -5 is integer }}', 'false 5 20 true'],
		["{{ 'foo' | upper | replace('O', 'A') }} {{ foo|length > 5 }}", 'FAA false'],
		["{{ 'a' is equalto 'b' or 'a' is equalto 'a' }}", 'true'],
		[
			'{{ filter:upper.filter(foo) }} {{ exptest:even.evaluate(2, ____int3rpr3t3r____) }}',
			'BAR true',
		],
		["{{ 'false' ? 1 : 2 }} {{ ' ' ? 1 : 2 }} {{ [] ? 1 : 2 }} {{ {} ? 1 : 2 }}", '2 1 2 2'],
	])('%s', (template, expected) => expect(render(template, context)).toBe(expected));
});

describe('tests', () => {
	it.each([
		[
			'{{ foo is defined }} {{ bar is defined }} {{ bar is undefined }} {{ bar is not defined }}',
			'true false true true',
		],
		[
			'{{ 12 is divisibleby 3 }} {{ 10.00001 is divisibleby 5 }} {{ 10.0 is divisibleby 5.0 }} {{ null is divisibleby 3 }}',
			'true false true false',
		],
		['{{ 49 is odd }} {{ 2 is even }} {{ -3 is odd }} {{ foo is odd }}', 'true true true false'],
		[
			"{{ 'foo' is string }} {{ 'football' is string_startingwith 'foot' }} {{ 'football' is string_containing 'tb' }}",
			'true true true',
		],
		[
			'{{ 4 is lt 5 }} {{ 4 is >= 5 }} {{ 4 is != 5 }} {{ 4 is greaterthan 5 }} {{ 4.1 is lessthan 5 }}',
			'true false true false true',
		],
		[
			'{{ 4 is equalto "4" }} {{ 4 is eq 4 }} {{ 4 is == 4 }} {{ 4 is ne 4 }}',
			'true true true false',
		],
		[
			"{{ 2 is in [1, 2] }} {{ 2 is within [1] }} {{ null is in [null] }} {{ '1' is within [100000000000, 1] }}",
			'true false true true',
		],
		[
			"{{ [1, 2, 3] is containing 2 }} {{ [1, null] is containing null }} {{ [1, 2] is containing '2' }} {{ null is containing 2 }}",
			'true false true false',
		],
		[
			"{{ [1, 2, 3] is containingall ['2', 3] }} {{ [1] is containingall [1, 2] }} {{ [1] is containingall null }}",
			'true false false',
		],
		['{{ [1, 2, 3] is containing }}', 'false'],
		[
			'{{ true is boolean }} {{ true is true }} {{ true is false }} {{ 1 is boolean }}',
			'true true false false',
		],
		[
			"{{ [4] is iterable }} {{ 'x' is iterable }} {{ {'a': 1} is iterable }} {{ 4 is iterable }}",
			'true false true false',
		],
		[
			'{{ {} is mapping }} {{ [] is mapping }} {{ [] is sequence }} {{ 4.5 is number }} {{ none is none }}',
			'true false true true true',
		],
		[
			"{{ 'UPPER' is upper }} {{ ('UPPER'|safe) is upper }} {{ 'a' is lower }} {{ 'x'|safe is escaped }}",
			'true true true true',
		],
		[
			'{{ 4.1 is float }} {{ (4|add(4)) is integer }} {{ (4|add(40.0)) is float }} {{ (4|add(1000000000000000000)) is integer }}',
			'true true true true',
		],
		[
			"{{ 'a' is sameas 'a' }} {{ foo is truthy }} {{ zero is truthy }} {{ 'a' is not containing 'b' }}",
			'true true false true',
		],
	])('%s', (template, expected) => expect(render(template, context)).toBe(expected));
});
