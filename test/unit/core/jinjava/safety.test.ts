import { compile, type RenderOptions, type TemplateContext } from '../../../../core/jinjava';
import { render } from './render';

const context: TemplateContext = {
	customer: { name: 'Ada', tags: ['a', 'b'], address: { city: 'Kraków' } },
	list: [{ a: 1 }, { a: 2 }],
	text: 'text',
};

/** Names by which a template of another engine gets out of its data. */
const WAYS_OUT = [
	'constructor',
	'__proto__',
	'prototype',
	'toString',
	'valueOf',
	'hasOwnProperty',
	'__defineGetter__',
	'__lookupGetter__',
	'caller',
	'callee',
	'arguments',
	'apply',
	'bind',
];

describe('nothing but data is reachable', () => {
	it.each(WAYS_OUT)('%s', (name) => {
		const subjects = [
			'customer',
			'list',
			'text',
			'5',
			'1.5',
			'true',
			"'x'|safe",
			'[1]',
			'{}',
			'range(3)',
			'now()',
			'missing',
		];
		for (const subject of subjects) {
			for (const template of [
				`{{ (${subject})['${name}'] }}`,
				`{{ (${subject})|attr('${name}') }}`,
				`{{ [${subject}]|map('${name}')|first }}`,
				`{{ [${subject}]|selectattr('${name}')|length }}`,
				`{{ ([${subject}]|groupby('${name}')|first).grouper }}`,
				`{{ [${subject}]|join('', attribute='${name}') }}`,
				`{{ [${subject}]|sum(attribute='${name}.${name}') }}`,
				`{{ [${subject}]|unique('${name}')|length }}`,
			]) {
				expect([template, render(template, context)]).toEqual([
					template,
					expect.stringMatching(/^[01]?$/),
				]);
			}
			expect(() => render(`{{ [${subject}, 1]|sort(attribute='${name}') }}`, context)).toThrow(
				'jsonBody',
			);
			expect(() => render(`{{ (${subject}).${name}()() }}`, context)).toThrow('jsonBody');
		}
	});

	it.each([
		"{{ ''.constructor.constructor('return process')() }}",
		"{{ range.constructor('return process')() }}",
		'{{ range.constructor.constructor }}',
		"{{ [].constructor.constructor('return 1')() }}",
		"{{ customer.constructor.constructor('return this')().process }}",
		"{{ cycler.constructor.constructor('return 1')() }}",
		"{% for x in [1] %}{{ loop.constructor.constructor('return 1')() }}{% endfor %}",
		"{% macro m() %}{% endmacro %}{{ m.constructor.constructor('return 1')() }}",
		"{{ joiner('a').constructor }}",
		"{{ (text|upper).constructor('return 1')() }}",
		"{{ text.replace.constructor('return 1')() }}",
		"{{ text['replace']['constructor']('return 1')() }}",
		"{{ customer|map('constructor')|first() }}",
		"{% set x = text.constructor %}{{ x.constructor('return 1')() }}",
		"{{ __proto__.polluted }}{{ this.process }}{{ global }}{{ process.env }}{{ require('fs') }}",
	])('no way out: %s', (template) => {
		let rendered = '';
		try {
			rendered = render(template, context);
		} catch (error) {
			expect(error).toMatchObject({ name: 'TemplateError', field: 'jsonBody' });
		}
		expect(rendered).toBe('');
	});

	it('takes keys such as __proto__ for data when they are data', () => {
		const hostile = JSON.parse(
			'{"data": {"__proto__": {"x": 1}, "constructor": "c"}}',
		) as TemplateContext;
		expect(render("{{ data['__proto__'].x }}{{ data.constructor }}{{ data.x }}", hostile)).toBe(
			'1c',
		);
		expect(render('{{ data }}', hostile)).toBe('{__proto__={x=1}, constructor=c}');
		expect(render("{% set d = {'__proto__': 1} %}{{ d.__proto__ }}{{ d|tojson }}")).toBe(
			'1{"__proto__":1}',
		);
		expect(
			render(
				"{% do data.update({'__proto__': {'y': 2}}) %}{{ data.__proto__.y }}{{ data.y }}",
				hostile,
			),
		).toBe('2');
		expect(({} as Record<string, unknown>)['y']).toBeUndefined();
	});

	it('reads no function, symbol or inherited value and runs no getter', () => {
		let ran = 0;
		const odd: unknown = Object.assign(Object.create({ inherited: 'no' }), {
			method: () => 'no',
			symbol: Symbol('no'),
			list: [() => 'no'],
		});
		Object.defineProperty(odd, 'getter', {
			enumerable: true,
			get: () => {
				ran += 1;
				return 'no';
			},
		});
		const template =
			'{{ odd.inherited }}{{ odd.method }}{{ odd.symbol }}{{ odd.list[0] }}{{ odd.getter }}';
		expect(
			render(`${template}{% for x in odd.list %}{{ x }}{% endfor %}`, { odd } as TemplateContext),
		).toBe('');
		expect(render('{{ odd|tojson }}', { odd } as TemplateContext)).not.toContain('"no"');
		expect(ran).toBe(0);
	});

	it('never renders data as a template', () => {
		expect(render('{{ value }}{{ value|upper }}', { value: '{{ 1 + 1 }}{% set x = 1 %}' })).toBe(
			'{{ 1 + 1 }}{% set x = 1 %}{{ 1 + 1 }}{% SET X = 1 %}',
		);
		expect(() => render("{{ '{{ 1 }}'|render }}")).toThrow('unknown filter "render"');
	});
});

describe('a rendering leaves nothing behind', () => {
	it('changes a copy of the context', () => {
		const before = JSON.stringify(context);
		const template =
			"{% do customer.tags.append('c') %}{% do customer.update({'x': 1}) %}{% do customer.tags.reverse() %}" +
			'{{ customer.tags }}{{ customer.x }}{% do list.clear() %}{{ list }}';
		expect(render(template, context)).toBe('[c, b, a]1[]');
		expect(render(template, context)).toBe('[c, b, a]1[]');
		expect(JSON.stringify(context)).toBe(before);
		const frozen = Object.freeze({ list: Object.freeze([1]) }) as unknown as TemplateContext;
		expect(render('{% do list.append(2) %}{{ list }}', frozen)).toBe('[1, 2]');
	});

	it('gives the next item fresh variables, also after an error', () => {
		const template = compile(
			'{{ seen }}{% set seen = "x" %}{% macro m() %}{% set y = 1 %}{{ fail|fromjson }}{% endmacro %}{{ m() }}',
			{ field: 'jsonBody' },
		);
		expect(() => template.render({ fail: 'no JSON' })).toThrow('not valid JSON');
		expect(template.render({})).toBe('');
		expect(template.render({})).toBe('');
	});
});

describe('limits', () => {
	const limited = (template: string, options: RenderOptions = {}) => {
		try {
			const list = Array.from({ length: 1000 }, (_, at) => at);
			return render(template, { list }, { clock: { now: () => 0 }, ...options });
		} catch (error) {
			expect(error).toMatchObject({ name: 'TemplateError', code: 'TEMPLATE_LIMIT' });
			return (error as Error).message;
		}
	};

	it.each([
		[
			'{% for a in list %}{% for b in list %}{% for c in list %}{% endfor %}{% endfor %}{% endfor %}',
			'the loops turn more than',
		],
		[
			"{% set a = 'aaaaaaaaaa' %}{% for x in range(60) %}{% set b = a %}{% endfor %}{{ 'x'|center(1000000000) }}",
			'a text is longer than',
		],
		["{{ 'x'|indent(1000000000, true) }}", 'a text is longer than'],
		["{{ '%1000000000d'|format(1) }}", 'a text is longer than'],
		["{{ [1]|batch(1000000000, 'x') }}", 'a list has more than'],
		["{{ [1]|slice(1000000000, 'x') }}", 'a list has more than'],
		['{{ 1.5|round(1000000000) }}', 'rounds to up to'],
		[
			'{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}',
			'macros call each other more than 50 levels deep',
		],
		[
			"{% set ns = namespace(t='aaaaaaaaaa') %}{% for x in range(60) %}{% set ns.t = ns.t ~ ns.t %}{% endfor %}",
			'a text is longer than',
		],
		[
			'{% set ns = namespace(t=[1]) %}{% for x in range(60) %}{% set ns.t = ns.t + ns.t %}{% endfor %}',
			'a list has more than',
		],
		[
			'{% set ns = namespace(t=[1]) %}{% for x in range(60) %}{% set ns.t = [ns.t, ns.t] %}{% endfor %}{{ ns.t }}',
			'a value is too large',
		],
		[
			'{% set ns = namespace(t=[1]) %}{% for x in range(60) %}{% set ns.t = [ns.t, ns.t] %}{% endfor %}{{ ns.t|tojson }}',
			'a value is too large',
		],
		[
			'{% set n = namespace(a=[1], b=[1]) %}{% for x in range(60) %}{% set n.a, n.b = [n.a, n.a], [n.b, n.b] %}{% endfor %}{{ n.a == n.b }}',
			'a value is too large',
		],
		[
			'{% set n = namespace(t=[1]) %}{% for x in range(500) %}{% set n.t = [n.t] %}{% endfor %}{{ n.t }}',
			'nested too deeply',
		],
		[
			'{% set n = namespace(t=12345678901234567890) %}{% for x in range(60) %}{% set n.t = n.t * n.t %}{% endfor %}',
			'digits',
		],
		[
			'{% set n = namespace(t=7|add(0.5)) %}{% for x in range(60) %}{% set n.t = n.t|multiply(n.t) %}{% endfor %}',
			'digits',
		],
		[
			"{{ 'a,'|replace('a', 'b'|center(10000000))|replace(' ', 'cc'|center(1000)) }}",
			'a text is longer than',
		],
		[
			'{% set l = [1] %}{% for x in range(60) %}{% do l.extend(l) %}{% endfor %}{{ l|length }}',
			'a list has more than',
		],
	])('%s', (template, reason) => expect(limited(template)).toContain(reason));

	it('names the line and column of the breach', () => {
		expect(limited('\n  {{ [1]|batch(1000000000, 1) }}')).toMatch(
			/^jsonBody, line 2, column 10: a list/,
		);
	});

	it('stops a template that nests too deeply', () => {
		expect(limited(`{{ ${'('.repeat(5000)}1${')'.repeat(5000)} }}`)).toContain('nested too deeply');
		expect(limited(`{{ ${'- '.repeat(100000)}1 }}`)).toContain('nests too deeply');
		expect(limited(`${'{% if 1 %}'.repeat(20000)}${'{% endif %}'.repeat(20000)}`)).toContain(
			'nests too deeply',
		);
	});

	it('bounds output, steps and time', () => {
		const loop = '{% for x in list %}aaaaaaaaaa{% endfor %}';
		expect(limited(loop, { limits: { outputLength: 100 } })).toContain(
			'longer than 100 characters',
		);
		expect(limited(loop, { limits: { loopTurns: 10 } })).toContain('turn more than 10 times');
		expect(limited(`${loop}${loop}`, { limits: { steps: 1500 } })).toContain(
			'more than 1500 steps',
		);
		let time = 0;
		const clock = { now: () => (time += 1000) };
		expect(limited(loop.repeat(4), { clock, limits: { time: 500 } })).toContain(
			'longer than 500 ms',
		);
		expect(limited(loop)).toHaveLength(10_000);
	});

	it('replaces by regular expressions in linear time and refuses what could not be', () => {
		const text = 'a'.repeat(50_000);
		expect(render("{{ text|regex_replace('(a+)+$', 'x') }}", { text })).toBe('x');
		expect(() => render("{{ 'aa'|regex_replace('(a)\\\\1', 'x') }}")).toThrow(
			'not a regular expression',
		);
		expect(() => render("{{ text|regex_replace('[\\\\p{L}]{1000}', 'x') }}", { text })).toThrow(
			'too long for this regular expression',
		);
		expect(() => render("{{ 'aa'|regex_replace('[', 'x') }}")).toThrow('not a regular expression');
	});
});
