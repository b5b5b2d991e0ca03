import { compile, type Insert } from '../../../../core/jinjava';
import { TEMPLATE_ROOTS } from '../../../../core/outgoing/context';
import {
	isExpressionInExpressionMode,
	isExpressionInFixedMode,
	isSameForAllItems,
	unknownName,
} from '../../../../core/outgoing/languages';

const DATA = {
	customer: { name: 'Ada', $set: 'own' },
	event: { params: { list: [{ n: 1 }, { n: 2 }] } },
	json: { id: 7 },
};

type Rule = (insert: Insert) => boolean;

const template = (source: string, host: Rule) =>
	compile(source, { field: 'f', roots: TEMPLATE_ROOTS, host });

/** Renders with a host that gives the expression itself in angle brackets, so that its share can be told. */
const render = (source: string, rule: Rule) =>
	template(source, rule).render(DATA, { hostValue: ({ expression }) => `<${expression}>` });

/** Whether the host is asked for anything, or would be if the template had no fault. */
function claims(source: string, rule: Rule): boolean {
	try {
		return render(source, rule).includes('<');
	} catch {
		return false;
	}
}

const fixed = (source: string) => render(source, isExpressionInFixedMode);
const expression = (source: string) => render(source, isExpressionInExpressionMode);

describe.each([
	['Fixed', fixed],
	['Expression', expression],
])('in %s mode', (_mode, run) => {
	it.each([
		['{{ $json.id }}', '<$json.id>'],
		['{{$json.id}}', '<$json.id>'],
		["{{ $('Node A').item.json.x }}", "<$('Node A').item.json.x>"],
		['{{ 1 + $json.id }}', '<1 + $json.id>'],
		['{{ [...$json.items].length }}', '<[...$json.items].length>'],
		['{{ $json.items.map(x => x.id).join(", ") }}', '<$json.items.map(x => x.id).join(", ")>'],
		["{{ $json.a.replace(/'/g, '') }}", "<$json.a.replace(/'/g, '')>"],
		["{{ $json.a.replace(/\"/g, '') }}", "<$json.a.replace(/\"/g, '')>"],
		["{{ `Hi ${$json.name}, it's you` }}", "<`Hi ${$json.name}, it's you`>"],
		["{{ /* it's a note */ $json.id }}", "</* it's a note */ $json.id>"],
		[
			"{{ $fromAI('URL', `the user's address`, 'string') }}",
			"<$fromAI('URL', `the user's address`, 'string')>",
		],
		['{{ $json["}}"] }}', '<$json["}}"]>'],
		['{{ { a: { b: $json.id }} }}', '<{ a: { b: $json.id }}>'],
		['{{ $json.a ?? "none" }}', '<$json.a ?? "none">'],
		['{{\n  $json.id\n}}', '<$json.id>'],
	])("%j is the host's", (source, result) => {
		expect(run(source)).toBe(result);
		expect(run(`"${source}", {{ customer.name }}!`)).toBe(`"${result}", Ada!`);
	});

	it.each([
		['{{ customer.name }}', 'Ada'],
		["{{ customer.name ~ '$json' }}", 'Ada$json'],
		['{{ customer.$set }}', 'own'],
		['{{ customer.none | default("$x") }}', '$x'],
		['{% for p in event.params.list %}{{ p.n }}{{ loop.index }}{% endfor %}', '1122'],
		['{% set total = 5 %}{{ total }}', '5'],
		[
			'{% macro hi(name) %}Hi {{ name }}{{ caller() }}{% endmacro %}{% call hi("A") %}!{% endcall %}',
			'Hi A!',
		],
		['{{ range(2) }}', '[0, 1]'],
		['{{ "a" | upper }}', 'A'],
		["{{ 'a' ~ 'b' }}", 'ab'],
		['{% raw %}{{ $json.id }}{% endraw %}', '{{ $json.id }}'],
		['{# {{ $json.id }} #}x', 'x'],
	])("%s is the template's", (source, result) => {
		expect(run(source)).toBe(result);
	});

	it("tags are always the template's", () => {
		expect(run('{% if json.id == 7 %}{{ $json.id }}{% endif %}')).toBe('<$json.id>');
	});
});

describe('what is neither', () => {
	it.each([
		['{{ new Date().getFullYear() }}', '<new Date().getFullYear()>'],
		['{{ Math.max(1, 2) }}', '<Math.max(1, 2)>'],
		['{{ DateTime.now().toISO() }}', '<DateTime.now().toISO()>'],
		['{{ [1, 2, 3].map(n => n * 2) }}', '<[1, 2, 3].map(n => n * 2)>'],
		['{{ [1, 2].length }}', '<[1, 2].length>'],
		['{{ 42 }}', '<42>'],
		['{{ true }}', '<true>'],
		['{{ typeof 1 }}', '<typeof 1>'],
		['{{ JSON.stringify({ a: 1 }) }}', '<JSON.stringify({ a: 1 })>'],
	])("%s is the host's in Expression mode only", (source, result) => {
		expect(expression(source)).toBe(result);
		expect(claims(source, isExpressionInFixedMode)).toBe(false);
	});

	it('a fault of a template stays one where it can be nothing else', () => {
		expect(() => fixed('{{ customer.name | }}')).toThrow('f, line 1, column 20');
		expect(() => expression('{{ customer.name | uper }}')).toThrow('did you mean "upper"');
	});

	it.each([
		['{{ custmer.name }}', 'custmer'],
		['{{ parseInt("5") }}', 'parseInt'],
		['{{ $json.x }}', undefined],
		['{{ new Date() }}', undefined],
		['{{ 42 }}', undefined],
	])('%s has the name %s that no template has', (source, name) => {
		const [insert] = template(source, isExpressionInExpressionMode).hostInserts;
		expect(insert && unknownName(insert)).toBe(name);
	});
});

it.each([
	['{{ $vars.base }}', true],
	['{{ $workflow.id }}', true],
	['{{ $vars.base + $json.x }}', false],
	['{{ $vars[$json.x] }}', false],
	['{{ $execution.customData.get("x") }}', false],
	['{{ $now }}', false],
])('%s has one value for all items: %s', (source, expected) => {
	const [insert] = template(source, isExpressionInFixedMode).hostInserts;
	expect(insert && isSameForAllItems(insert)).toBe(expected);
});

it.each(['{{ customer.name }}', '{% set x = 1 %}', '={{ 1 }}', '{# x #}', '{{ $json.id }}'])(
	'what n8n gives is text, such as %s',
	(value) => {
		const mixed = template('a{{ $json.x }}b{{ customer.name }}', isExpressionInExpressionMode);
		expect(mixed.render(DATA, { hostValue: () => value })).toBe(`a${value}bAda`);
	},
);
