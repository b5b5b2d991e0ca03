import { render } from './render';

const context = { foo: 'bar', list: [1, 2, 3], dict: { grand: "ol'", adserving: 'team' }, five: 5 };

describe('white space, comments and raw text', () => {
	it.each([
		['.  {%- set x = 5 -%}  .', '..'],
		['A\n{#- note -#}\nB', 'A\n\nB'],
		["A\n{{- 'B' -}}\nC", 'A\nB\nC'],
		["{% print 'A' -%}\n{#- note -#}\nB\n{%- print 'C' %}", 'A\nBC'],
		['{% for foo in [1,2,3] -%} \n .{{ foo }}. \n {%- endfor %}', '.1..2..3.'],
		['1\n\n{%- print 2 -%}\n\n3\n\n{%- set x = 1 -%}\n\n4', '1234'],
		['.\n {%- for foo in [1,2,3] -%} {{ foo }} {%- endfor -%} \n.', '.123.'],
		[
			'{% for foo in [1,2,3] -%} \n {#- comment -#} \n {#- comment -#} .{{ foo }}\n{% endfor %}',
			' \n  .1\n \n  .2\n \n  .3\n',
		],
		['a\n', 'a\n'],
		['{{ foo }}\n', 'bar\n'],
		['{% raw %}{{ if list.123 }}{% endraw %}foo', '{{ if list.123 }}foo'],
		[
			'{% raw %} {% footag %}{{#each}} }} {# x {%- endraw -%}  y',
			' {% footag %}{{#each}} }} {# xy',
		],
		['{{ "}}" }} {{ \'%}\' }}{# {{ nope }} {% x %} #}', '}} %}'],
		['{"a": {"b": {{ five }}}}', '{"a": {"b": 5}}'],
	])('%j', (template, expected) => expect(render(template, context)).toBe(expected));
});

describe('set', () => {
	it.each([
		['{% set x = 1 + 1 %}{{ x }}', '2'],
		["{% set a, b, c = 'foo', foo, [1] %}{{ a }} {{ b }} {{ c }}", 'foo bar [1]'],
		['{% set x %}Hello {{ foo }}{% endset %}[{{ x }}]', '[Hello bar]'],
		['{% set x | upper | replace("L", "_") %}Hello{% endset %}{{ x }}', 'HE__O'],
		[
			'{% set ns = namespace(n=0) %}{% for i in list %}{% set ns.n = ns.n + i %}{% endfor %}{{ ns.n }}',
			'6',
		],
		['{% set x = 1 %}{% for i in list %}{% set x = i %}{% endfor %}{{ x }}', '1'],
		['{% set foo = foo ~ "!" %}{{ foo }}', 'bar!'],
		['{% if true %}{% set x = 3 %}{% endif %}{{ x }}', '3'],
	])('%s', (template, expected) => expect(render(template, context)).toBe(expected));
});

describe('conditions', () => {
	it.each([
		['{% if foo == "x" %}a{% elif foo == "bar" %}b{% else %}c{% endif %}', 'b'],
		['{% if missing %}a{% elseif five > 5 %}b{% else %}c{% endif %}', 'c'],
		['{% unless missing %}a{% else %}b{% endunless %}{% unless foo %}c{% endunless %}', 'a'],
		['{% if five is within [4, 5] and not missing %}y{% endif %}', 'y'],
		[
			'{% ifchanged five %}x{% endifchanged %}{% for i in [1, 1, 2] %}{% ifchanged i %}{{ i }}{% endifchanged %}{% endfor %}',
			'x12',
		],
	])('%s', (template, expected) => expect(render(template, context)).toBe(expected));
});

describe('loops', () => {
	it.each([
		['{% for i in range(1 * 1, 2 * 2) %}{{i}}{% endfor %}', '123'],
		[
			'{% for i in 999 %}{{ i }}{% endfor %}{% for i in missing %}x{% else %}none{% endfor %}',
			'999none',
		],
		[
			'{% for k, v in dict.items() %}{{ k }}: {{ v }}\n{% endfor %}',
			"grand: ol'\nadserving: team\n",
		],
		['{% for k in dict %}{{ k }},{% endfor %}', "ol',team,"],
		[
			'{% for e in dict.items() %}{{ e.key }}={{ e.value }};{% endfor %}',
			"grand=ol';adserving=team;",
		],
		['{% for a, b, c in [(1,2,3), (4,5,6)] %}{{a}}{{b}}{{c}} {% endfor %}', '123 456 '],
		[
			'{% for i in list %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.length }} {% endfor %}',
			'10323 21213 32103 ',
		],
		[
			'{% for i in list %}{{ loop.first }}-{{ loop.last }} {% endfor %}',
			'true-false false-false false-true ',
		],
		["{% for i in list %}{{ loop.cycle('odd', 'even') }} {% endfor %}", 'odd even odd '],
		["{% for i in list %}{% cycle 'odd','even' %} {% endfor %}", 'odd even odd '],
		["{% cycle 'a','b' as c %}{% for i in list %}{% cycle c %}{% endfor %}", 'aba'],
		['{% for item in [0,1] %}{% cycle {{item}} %}{% endfor %}', '{{item}}{{item}}'],
		[
			'{% for i in list %}{% for j in list %}{{ loop.depth }}{% endfor %}{{ loop.depth }}{% endfor %}',
			'111111111111',
		],
		['{% for i in list %}{% if i == 2 %}{% continue %}{% endif %}{{ i }}{% endfor %}', '13'],
		['{% for i in list %}{% if i == 2 %}{% break %}{% endif %}{{ i }}{% endfor %}{{ i }}', '1'],
		['{% for i in list %}{% for j in list %}{% break %}{% endfor %}{{ i }}{% endfor %}', '123'],
		['{% for i in [] %}{% else %}empty{% endfor %}', 'empty'],
	])('%s', (template, expected) => expect(render(template, context)).toBe(expected));
});

describe('macros', () => {
	it.each([
		[
			'{% macro hi(name, mark="!") %}Hi {{ name }}{{ mark }}{% endmacro %}{{ hi("A") }} {{ hi("B", mark="?") }} {{ hi(name="C") }}',
			'Hi A! Hi B? Hi C!',
		],
		[
			'{% macro list_kw() %}{% for k, v in kwargs.items() %}{{ k }}={{ v }} {% endfor %}{{ varargs }}{% endmacro %}{{ list_kw(1, 2, foo="bar") }}',
			'foo=bar [1, 2]',
		],
		[
			'{% macro wrap(tag) %}<{{ tag }}>{{ caller() }}</{{ tag }}>{% endmacro %}{% call wrap("b") %}{{ foo }}{% endcall %}',
			'<b>bar</b>',
		],
		[
			'{% macro each(l) %}{% for i in l %}{{ caller(i) }}{% endfor %}{% endmacro %}{% call(x) each(list) %}[{{ x }}]{% endcall %}',
			'[1][2][3]',
		],
		[
			'{% macro a() %}a{% endmacro %}{% macro b() %}{{ a() }}b{{ a() }}{% endmacro %}{{ b() }}',
			'aba',
		],
		[
			'{% macro b() %}<b>{{ caller() }}</b>{% endmacro %}{% call b() %}1{% call b() %}2{% endcall %}{% endcall %}',
			'<b>1<b>2</b></b>',
		],
		['{% macro m(a, b=1) %}{{ a }}{{ b }}{% endmacro %}{{ m(2, none) }}{{ m(3) }}', '231'],
		['{% macro m() %}{% set foo = 1 %}{{ foo }}{% endmacro %}{{ m() }}{{ foo }}', '1bar'],
		[
			'{% set x = 1 %}{% macro m(d=[x, 2]) %}{{ d }}{% endmacro %}{% set x = 5 %}{{ m() }}',
			'[1, 2]',
		],
	])('%s', (template, expected) => expect(render(template, context)).toBe(expected));
});

describe('other tags', () => {
	it.each([
		['{% set l = [] %}{% do l.append(1) %}{% do l.append(2) %}{{ l }}', '[1, 2]'],
		['{% print five + 1 %}', '6'],
		['{% do %}{% set x = 7 %}not printed{% enddo %}{{ x }}', '7'],
		['{% filter upper|replace("B", "x") %}a{{ foo }}{% endfilter %}', 'AxAR'],
		['{% autoescape %}{{ "<" }}{{ "<"|safe }}{% endautoescape %}{{ "<" }}', '&lt;<<'],
		['this is {% block foobar %}x{% endblock %}!', 'this is x!'],
	])('%s', (template, expected) => expect(render(template, context)).toBe(expected));
});
