import { compile, type TemplateContext } from '../../../../core/jinjava';

/** A rendering in which a step is a step, however long it takes. */
const clock = { now: () => 0 };

const rendered = (template: string, context: TemplateContext, steps: number) =>
	compile(template, { field: 'jsonBody' }).render(context, { clock, limits: { steps } });

/** The fewest steps, up to a power of two, with which a template renders. */
function stepsOf(template: string, context: TemplateContext): number {
	for (let steps = 1; ; steps *= 2) {
		try {
			rendered(template, context, steps);
			return steps;
		} catch (error) {
			if (!(error instanceof Error) || !error.message.includes('steps')) throw error;
		}
	}
}

const dictionary = (size: number) =>
	Object.fromEntries(Array.from({ length: size }, (_, at) => [`k${at}`, at]));
const numbers = (size: number) => Array.from({ length: size }, (_, at) => at);
const sized = (size: number): TemplateContext => ({
	d: dictionary(size),
	e: dictionary(size),
	l: numbers(size),
	m: numbers(size),
	texts: numbers(size).map((number) => `text ${number}`),
	objects: numbers(size).map((number) => ({ a: number })),
	text: 'abcd'.repeat(size),
	same: `${'abcd'.repeat(size)}`,
	json: JSON.stringify(numbers(size)),
	marks: '<&>'.repeat(size),
});

/** Work that grows with what it touches costs more for more. */
describe('work is accounted for by the size of what it touches', () => {
	it.each([
		'{{ d.copy().size() }}',
		'{{ d.items()|length }}',
		'{{ d|list|length }}',
		'{{ d|first }}',
		'{{ d|tojson|length }}',
		'{{ d|dictsort|length }}',
		'{{ d == e }}',
		'{{ l == m }}',
		'{{ -1 in l }}',
		'{{ l.contains(-1) }}',
		'{{ l|reverse|length }}',
		'{{ l|sort|length }}',
		'{{ l|unique|length }}',
		'{{ l|sum }}',
		'{{ l|join|length }}',
		'{{ l|batch(2)|length }}',
		'{{ l|slice(2)|length }}',
		'{{ l[1:]|length }}',
		'{{ (l + m)|length }}',
		'{{ l|union(m)|length }}',
		'{{ l|tojson|length }}',
		'{{ l ~ "" }}',
		"{{ objects|map(attribute='a')|length }}",
		"{{ objects|selectattr('a')|length }}",
		"{{ objects|groupby('a')|length }}",
		"{{ texts|map('md5')|length }}",
		'{{ text|md5 }}',
		'{{ text|upper|length }}',
		'{{ text|reverse|length }}',
		"{{ text|replace('a', 'b')|length }}",
		"{{ text|regex_replace('b', 'c')|length }}",
		'{{ text[1:]|length }}',
		"{{ 'zz' in text }}",
		'{{ (text ~ text)|length }}',
		'{{ text|b64encode|length }}',
		'{{ marks|escape|length }}',
		'{{ marks|striptags|length }}',
		'{{ json|fromjson|length }}',
		'{% do l.append(1) %}{{ l|length }}',
	])('%s', (template) => {
		expect(stepsOf(template, sized(4000))).toBeGreaterThanOrEqual(
			2 * stepsOf(template, sized(1000)),
		);
	});

	it.each([
		'{% if d %}x{% endif %}',
		'{% if l %}x{% endif %}',
		'{{ l|length }}',
		'{{ l|first }}',
		'{{ l|last }}',
		'{{ l[-1] }}',
		'{{ l is defined }}',
		'{{ d is mapping }}',
		'{{ d.k5 }}',
		"{{ d.get('k5') }}",
		'{{ d|length }}',
		'{{ d|default(1)|length }}',
		'{{ text|length }}',
		'{% for x in l %}{% break %}{% endfor %}',
	])('%s costs the same', (template) => {
		expect(stepsOf(template, sized(4000))).toBe(stepsOf(template, sized(10)));
	});

	it('counts the body of a loop and of a macro for each turn', () => {
		const turns = (body: string) => stepsOf(`{% for x in l %}${body}{% endfor %}`, sized(1000));
		const short = '{% if x %}{% endif %}';
		expect(turns(short.repeat(100))).toBeGreaterThan(20 * turns(short));
		const calls = (body: string) =>
			stepsOf(
				`{% macro m() %}${body}{% endmacro %}{% for x in l %}{{ m() }}{% endfor %}`,
				sized(1000),
			);
		expect(calls(short.repeat(100))).toBeGreaterThan(10 * calls(short));
	});
});

describe('what takes too much ends with an error', () => {
	const big = sized(50_000);

	it.each([
		'{{ d.copy().size() }}',
		'{{ text|md5 }}',
		'{{ d == e }}',
		'{{ text[1:]|length }}',
		'{{ json|fromjson|length }}',
		'{% set x = l|sort %}',
		'{{ d|first }}',
		"{{ text|regex_replace('ab', 'x')|length }}",
	])('in a loop: %s', (body) => {
		const template = `{% for a in l %}{% for b in m %}${body}{% endfor %}{% endfor %}`;
		expect(() => rendered(template, big, 200_000)).toThrow(
			'the template takes more than 200000 steps',
		);
	});

	it('reads JSON up to a depth', () => {
		const nested = (depth: number) => ({ text: '['.repeat(depth) + ']'.repeat(depth) });
		expect(rendered('{{ (text|fromjson)|length }}', nested(900), 100_000)).toBe('1');
		expect(() => rendered('{{ text|fromjson|length }}', nested(100_000), 1_000_000)).toThrow(
			'the JSON is nested too deeply',
		);
	});
});

it.each([
	["{{ 'aXbXc'|replace('X', '$&') }}", 'a$&b$&c'],
	["{{ 'aaa'|replace('a', 'b', 2) }}", 'bba'],
	["{{ 'aé😀b'|reverse }}", 'b😀éa'],
	["{{ 'a\\nb'|indent(2, true) }}", '  a\n  b'],
	["{{ '<p><b>x</b><i>'|closehtml }}", '<p><b>x</b><i></i></p>'],
	["{{ '<a><b></a>x'|closehtml }}", '<a><b></a>x'],
])('%s gives %s', (template, expected) => {
	expect(rendered(template, {}, 1000)).toBe(expected);
});
