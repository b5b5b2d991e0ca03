import { compile, type TemplateContext } from '../../../../core/jinjava';

const context = (): TemplateContext =>
	({
		a: { b: { c: 1, d: 2, list: [{ e: 3 }] } },
		x: { y: 'outside' },
		list: [{ y: 1 }, { y: 2 }],
		dates: [new Date(0), new Date(1000)],
	}) as unknown as TemplateContext;

const render = (template: string) => compile(template, { field: 'body' }).render(context());

/** What several paths begin with is looked up once a rendering, as long as nothing can change it. */
describe('paths with the same beginning', () => {
	it.each([
		['{{ a.b.c }}{{ a.b.d }}{{ a.b }}', '12{c=1, d=2, list=[{e=3}]}'],
		['{{ a.b.list[0].e }}{{ a.b.list[-1].e }}{{ a.b.list[5].e }}{{ a.b.list }}', '33[{e=3}]'],
		['{{ a.none.c }}{{ a.none.d }}{{ a.none }}', ''],
		["{{ a.b.c }}{% set a = {'b': {'c': 9}} %}{{ a.b.c }}{{ a.b.d }}", '19'],
		['{{ x.y }}{% for x in list %}{{ x.y }}{% endfor %}{{ x.y }}', 'outside12outside'],
		[
			'{% macro m(x) %}{{ x.y }}{{ x.y }}{% endmacro %}{{ x.y }}{{ m({}) }}{{ m(list[1]) }}',
			'outside22',
		],
		["{{ a.b.c }}{% do a.b.update({'c': 5}) %}{{ a.b.c }}{{ a.b.d }}", '152'],
		[
			'{% for i in range(2) %}{{ a.b.c }}{% set a = list[i] %}{{ a.y }}{% endfor %}{{ a.b.c }}',
			'1121',
		],
		['{{ dates[0] }} {{ dates[1] }}', '1970-01-01 00:00:00 1970-01-01 00:00:01'],
		['{{ dates }}{{ dates[0].year }}', '[1970-01-01 00:00:00, 1970-01-01 00:00:01]1970'],
	])('%s', (template, expected) => {
		expect(render(template)).toBe(expected);
	});

	it('renders the same again, and other data anew', () => {
		const template = compile('{{ a.b.c }}{{ a.b.d }}{{ a.b.list[0].e }}', { field: 'body' });
		expect([1, 2].map(() => template.render(context()))).toEqual(['123', '123']);
		expect(template.render({ a: { b: { c: 7 } } })).toBe('7');
	});
});
