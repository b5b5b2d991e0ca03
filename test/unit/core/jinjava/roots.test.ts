import { compile, inserts, type Insert, type TemplateContext } from '../../../../core/jinjava';

const ROOTS = new Set(['customer', 'event', 'json']);
const context: TemplateContext = { customer: { firstname: 'Ada' }, event: {}, json: { a: 1 } };

const render = (template: string) =>
	compile(template, { field: 'jsonBody', roots: ROOTS }).render(context);

describe('names that a template cannot know', () => {
	it.each([
		[
			'Hi {{ custmer.firstname }}',
			'jsonBody, line 1, column 7: unknown name "custmer" (did you mean "customer"?); ' +
				'to send the braces as they are, write {% raw %}{{custmer}}{% endraw %}',
		],
		[
			'\n{{name}}',
			'jsonBody, line 2, column 3: unknown name "name": this field can read customer, event and json; ' +
				'to send the braces as they are, write {% raw %}{{name}}{% endraw %}',
		],
		['{% if evnt.a %}x{% endif %}', 'column 7: unknown name "evnt" (did you mean "event"?)'],
		['{% for x in items %}{% endfor %}', 'unknown name "items"'],
		["{{ {'a': price} | tojson }}", 'unknown name "price"'],
		['{{ custmer.name | default("x") }}', 'unknown name "custmer"'],
		['{{ customer[key] }}', 'unknown name "key"'],
		['{% context subject %}', 'unknown name "context"'],
	])('%s', (template, message) => {
		expect(() => render(template)).toThrow(message);
	});

	it.each([
		['{{ nick | default("none") }}', 'none'],
		['{{ nick | d("none") }}', 'none'],
		['{{ nick is defined }}', 'false'],
		['{% if nick is defined %}{{ nick }}{% endif %}', ''],
		['{% if nick is not defined %}none{% endif %}', 'none'],
		['{% set x = json.a %}{{ x }}', '1'],
		['{% if json.b %}{% set x = 1 %}{% endif %}[{{ x }}]', '[]'],
		['{% macro m(p) %}{{ p }}{{ late }}{% endmacro %}{% set late = 2 %}{{ m(1) }}', '12'],
		['{% for k, v in json.items() %}{{ k }}{{ v }}{{ loop.index }}{% endfor %}', 'a11'],
		['{{ range(2)|join }}', '01'],
		['{{ customer.phone }}', ''],
		['{% raw %}{{1}} {{name}}{% endraw %}', '{{1}} {{name}}'],
	])('%s is legal', (template, expected) => {
		expect(render(template)).toBe(expected);
	});

	it('keeps the templates of different roots apart', () => {
		expect(compile('{{ secret }}', { field: 'url' }).render({ secret: 's' })).toBe('s');
		expect(() => compile('{{ secret }}', { field: 'url', roots: ROOTS })).toThrow('"secret"');
	});
});

describe('placeholders of other systems', () => {
	it.each(['{{1}}', '{{ "text" }}', '{{2.5}}'])('%s', (template) => {
		expect(() => render(`Hello ${template}`)).toThrow(
			`inserts nothing but itself: write the text without braces, or to send the braces as they are, ` +
				`write {% raw %}${template}{% endraw %}`,
		);
	});

	it('lets braces be written as text', () => {
		expect(render("{{ '{{' }}name{{ '}}' }} {{ 'a' ~ 1 }} {{ true }}")).toBe('{{name}} a1 true');
	});
});

describe('names of the host', () => {
	it.each([
		[
			'{% if $json.a %}x{% endif %}',
			'column 7: "$json" is a name of n8n, which tags cannot read: write json',
		],
		[
			"{% set x = $('Node').item %}",
			'"$" is a name of n8n, which tags cannot read: write {% set value %}{{ $ … }}{% endset %}',
		],
		['{% if $json.a?.b %}x{% endif %}', '"$json" is a name of n8n'],
		['{{ $json.a }}', 'column 4: "$json" is a name of n8n, which this field does not evaluate'],
	])('%s', (template, message) => {
		expect(() => render(template)).toThrow(message);
	});

	const host = ({ readsHost }: Insert) => readsHost;
	const rendered = (template: string, value: string | null = 'v') =>
		compile(template, { field: 'jsonBody', roots: ROOTS, host }).render(context, {
			hostValue: () => value,
		});

	it('are evaluated by the host, which gives text that is no template', () => {
		expect(rendered('a {{ $json.x }} {{ customer.firstname }}')).toBe('a v Ada');
		expect(rendered('{{ $json.x }}', '{{ 1 }}{% raw %}')).toBe('{{ 1 }}{% raw %}');
		expect(rendered('{% set x %}{{ $now }}{% endset %}{{ x|upper }}')).toBe('V');
		expect(rendered('[{{ $json.x }}]', null)).toBe('[]');
		expect(rendered("{{ '$json' ~ json.$id }}")).toBe('$json');
		expect(rendered('{% autoescape %}{{ $json.x }}{% endautoescape %}', '<b>')).toBe('&lt;b&gt;');
	});

	it('hands the insert over as it is written', () => {
		const asked: Insert[] = [];
		const template = compile('a {{ $json.items.map(i => ({ a: i.a })) }} b', {
			field: 'jsonBody',
			roots: ROOTS,
			host,
		});
		const hostValue = (insert: Insert) => (asked.push(insert), '');
		expect(template.render(context, { hostValue })).toBe('a  b');
		expect(asked).toEqual(template.hostInserts);
		expect(asked).toEqual([
			{
				expression: '$json.items.map(i => ({ a: i.a }))',
				start: 2,
				end: 42,
				readsHost: true,
				parses: false,
				roots: new Set(),
				calls: new Set(),
				isConstant: false,
				filters: new Set(),
				isPlain: false,
			},
		]);
	});

	it('reports a host value that is missing', () => {
		const missing: unknown[] = [];
		compile('a {{ $json.x }}', { field: 'jsonBody', roots: ROOTS, host }).render(context, {
			hostValue: () => null,
			onMissing: (insert) => missing.push(insert),
		});
		expect(missing).toEqual([{ expression: '$json.x', line: 1, column: 5 }]);
	});
});

describe('inserts', () => {
	const told = (source: string) => inserts(source, { field: 'url' });

	it('tells what an insert reads, and where it stands', () => {
		const source = "x {{- customer.a ~ event['b'] -}} {{ json | tojson }}";
		expect(told(source)).toEqual([
			{
				expression: "customer.a ~ event['b']",
				start: 2,
				end: 33,
				readsHost: false,
				parses: true,
				roots: new Set(['customer', 'event']),
				calls: new Set(),
				isConstant: false,
				filters: new Set(),
				isPlain: false,
			},
			expect.objectContaining({ expression: 'json | tojson', start: 34, end: source.length }),
		]);
	});

	it.each([
		['{{ $json.a }}', true],
		['{{ [...$json.a] }}', true],
		["{{ $('Node').item }}", true],
		["{{ '$json' }}", false],
		['{{ "it\\"s $json" }}', false],
		['{{ json.$id }}', false],
		['{{ `a ${$json.a}` }}', true],
		['{{ `$json` }}', false],
		["{{ $json.a.replace(/'/g, '') }}", true],
		['{{ customer.email }}', false],
	])('%s reads the host: %s', (source, readsHost) => {
		expect(told(source)).toMatchObject([{ readsHost }]);
	});

	it.each([
		['{{ new Date().getFullYear() }}', false, []],
		['{{ a => a }}', false, []],
		['{{ Math.max(1, x) }}', true, ['Math', 'x']],
		['{{ x|default(y) }}', true, ['y']],
		['{{ x is defined }}', true, []],
		["{{ {'a': x, b: y}[z:w] }}", true, ['x', 'y', 'z', 'w']],
		['{{ (a if b else c) | join(d) is eq e }}', true, ['b', 'a', 'c', 'd', 'e']],
		['{{ -a + f(b) * c.m(d) and not e }}', true, ['a', 'b', 'c', 'd', 'e']],
		['{{ }}', true, []],
	])('%s', (source, parses, roots) => {
		expect(told(source)).toMatchObject([{ parses }]);
		expect([...(told(source)[0]?.roots ?? [])]).toEqual(roots);
	});

	it.each([
		'{% set a, b = 1, 2 %}{{ a }}{{ b }}',
		'{% set a | upper %}x{% endset %}{{ a }}',
		'{% for a, b in json.x.items() %}{{ a }}{{ b }}{{ loop.index }}{% endfor %}',
		'{% macro m(a, b=1) %}{{ a }}{{ b }}{{ kwargs }}{{ caller() }}{% endmacro %}',
	])('leaves out what the text sets: %s', (source) => {
		expect(told(source).flatMap(({ roots }) => [...roots])).toEqual([]);
	});

	it('says where an insert is not closed', () => {
		expect(() => told('a {{ json.x')).toThrow('url, line 1, column 3: unclosed insert');
	});
});
