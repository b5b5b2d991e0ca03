import { compile, type TemplateContext } from '../../../../core/jinjava';

const ROOTS = new Set(['customer', 'event', 'json']);
const context: TemplateContext = {
	customer: { firstname: 'Ada', points: 5, tags: ['vip'], box: { length: 3 } },
	event: { params: { products: [{ sku: 'a' }] } },
	json: {},
};

const render = (template: string) =>
	compile(template, { field: 'jsonBody', roots: ROOTS }).render(context);

describe('a mistake is an error that says what to write', () => {
	it.each([
		// names
		['{{ JSON.stringify(json) }}', 'unknown name "JSON": write json, or for JSON text | tojson'],
		['{{ Math.max(1, 2) }}', 'unknown name "Math": write a filter such as | round'],
		['{{ body.x }}', 'unknown name "body": write json.body'],
		['{{ loop.index }}', 'unknown name "loop": write it inside {% for %}'],
		['{{ customers.x }}', '(did you mean "customer"?)'],
		// dashes
		[
			'{{ customer.loyalty-card }}',
			'column 21: unknown name "card"; for a name that contains a dash write customer[\'loyalty-card\']',
		],
		['{{ event.params.a-b }}', "write event.params['a-b']"],
		['{{ event.params.a-b-c }}', "write event.params['a-b-c']"],
		[
			'{{ event.params.a-1 }}',
			'event.params.a has no value to calculate with ("-"); for a name that contains a dash write event.params[\'a-1\']',
		],
		// arithmetic with nothing
		[
			'{{ customer.level + 1 }}',
			'customer.level has no value to calculate with ("+"); write customer.level | default(0)',
		],
		['{{ 2 * customer.level }}', 'customer.level has no value to calculate with ("*")'],
		[
			'{{ customer.level / customer.points }}',
			'customer.level has no value to calculate with ("/")',
		],
		["{{ customer['a b'] - 1 }}", "customer['a b'] has no value"],
		['{{ customer.tags[3] % 2 }}', 'customer.tags[3] has no value'],
		['{{ (customer.level if true) - 1 }}', 'a value of this expression has no value'],
		[
			'{{ customer.level | multiply(2) }}',
			'customer.level has no value for the filter "multiply"; write customer.level | default(…) | multiply',
		],
		[
			'{{ customer.birthday | datetimeformat("%Y") }}',
			'customer.birthday has no value for the filter "datetimeformat"',
		],
		[
			'{{ customer.points | add(customer.level) }}',
			'customer.level has no value for the filter "add"; write customer.level | default(…)',
		],
		[
			'{{ customer.firstname | replace(customer.level) }}',
			'customer.level has no value for the filter "replace"',
		],
		// properties with special characters
		[
			'{{ customer.first name }}',
			'column 19: expected the end, found "name"; write customer[\'first name\']',
		],
		['{{ customer.first name | upper }}', "write customer['first name']"],
		['{{ event.params.og:url }}', 'expected the end, found ":"; write event.params[\'og:url\']'],
		['{{ json.@type }}', 'unexpected character "@"; write json[\'@type\']'],
		['{{ customer.price€ }}', "write customer['price€']"],
		['{{ event.params.products.0.sku }}', 'found ".0"; write [0]'],
		// delimiters and quotes
		['{{ customer[“firstname”] }}', 'unexpected character "“"; write straight quotes'],
		['{{ ‘a’ }}', 'write straight quotes'],
		['{{{ customer.firstname }}}', 'write two braces on each side: {{ customer.firstname }}'],
		['{% if {{ customer.firstname }} %}x{% endif %}', 'write names without braces'],
		['{{ customer {{ json }} }}', 'write names without braces'],
		// tags
		[
			'{% for p in json.x %}\n{{ p }}{% endif %}',
			'line 2, column 11: unexpected tag "endif": "for" of line 1 is still open; close it with {% endfor %} first',
		],
		[
			'{% if 1 == 1 %}{% else %}\n{% endfor %}',
			'"else" of line 1 is still open; close it with {% endif %} first',
		],
		['{% endif %}', 'no tag is open that "endif" could belong to'],
		['{% if json %}', 'unclosed tag "if": "{% endif %}" is missing'],
		['{% assign x = 1 %}', 'unknown tag "assign": write {% set name = value %}'],
		['{% foreach x in y %}', 'unknown tag "foreach": write {% for item in list %}'],
		["{% include 'x' %}", 'a template cannot read other templates'],
		['{% fro x in y %}', 'unknown tag "fro" (did you mean "for"?)'],
		// JavaScript
		["{{ customer.tags.includes('vip') }}", 'unknown method "includes": write part in value'],
		['{{ customer.points.toFixed(2) }}', 'unknown method "toFixed": write number | round(2)'],
		['{{ customer.points.toString() }}', 'unknown method "toString": write value | string'],
		['{{ customer.missing.toString() }}', 'unknown method "toString"'],
		['{{ customer.tags.length }}', 'a list has no property "length": write customer.tags | length'],
		[
			'{{ customer.firstname.length }}',
			'a text has no property "length": write customer.firstname | length',
		],
		['{{ customer.firstname.uper() }}', 'unknown method "uper" (did you mean "upper"?)'],
		['{{ customer.points === 5 }}', 'write =='],
		['{{ customer.points !== 5 }}', 'write !='],
		['{{ customer.points ?? 5 }}', 'write … | default(…)'],
		['{{ customer?.points }}', 'write . instead of ?.'],
		['{{ customer.tags.map(t => t) }}', 'instead of a function =>'],
		['{{ t => t }}', 'instead of a function =>'],
		['{{ new Date() }}', 'write now()'],
		['{{ typeof json }}', 'write type(value)'],
		['{{ `a` }}', 'instead of a template literal'],
		['{{ parseInt(json.a) }}', 'unknown function "parseInt": write value | int'],
		['{{ rnage(3) }}', 'unknown function "rnage" (did you mean "range"?)'],
		['{% if customer.points = 5 %}x{% endif %}', 'write == to compare'],
		['{% set x += 1 %}', 'write {% set x = x + 1 %}'],
		['{{ customer.points AND 1 }}', 'write and'],
		["{{ customer.tags contains 'vip' }}", 'write part in value'],
		// filters
		['{{ json.a | uppercase }}', 'unknown filter "uppercase": write | upper'],
		['{{ json.a | sha256 }}', 'unknown filter "sha256": write | hash(\'SHA-256\')'],
		['{{ json.a | to_json }}', 'unknown filter "to_json" (did you mean "tojson"?)'],
		['{{ json.a | trunc }}', '(did you mean "truncate"?)'],
		["{{ json.a | hash('SHA-265') }}", '(did you mean "SHA-256"?)'],
		['{{ json.a | upper(1) }}', 'filter "upper" takes no arguments'],
		['{{ json.a | truncate(1, 2, 3, 4) }}', 'takes up to 3 arguments (length, killwords, end)'],
		['{{ json.a is emtpy }}', 'unknown test "emtpy"'],
		// what would print nothing, or something else
		['{{ customer.tags.size }}', 'a list has no property "size": write customer.tags.size()'],
		['{{ customer.tags.first }}', 'a list has no property "first": write customer.tags | first'],
		['{{ customer.firstname.upper }}', 'write customer.firstname | upper'],
		['{{ customer.firstname.toUpperCase }}', 'write customer.firstname.toUpperCase()'],
		[
			'{{ customer.points.round }}',
			'a number has no property "round": write customer.points | round(2)',
		],
		['{{ customer.tags.sort() }}', 'method "sort" changes its value and gives nothing'],
		["{{ customer.tags.reverse() | join(',') }}", 'or list | reverse'],
		['{% for t in customer.tags.sort() %}{{ t }}{% endfor %}', 'gives nothing'],
		['{% set t = customer.tags.sort() %}{{ t }}', 'gives nothing'],
		['{{ }}', '{{ }} inserts nothing'],
		['{{ -customer.level }}', 'customer.level has no value to calculate with ("-")'],
		['{{ ++customer.points }}', 'write {% set x = x + 1 %}'],
		['{{ --customer.points }}', 'write {% set x = x - 1 %}'],
		['{{ customer.nick.shout() }}', 'unknown method "shout"'],
		['{{ customer.firstname() }}', 'to read a property write .firstname without brackets'],
		['{% if 1 == 2 %}{{ uper(1) }}{% endif %}', 'unknown function "uper"'],
		[
			"{{ 'a' | replace(customer.level, 'b') }}",
			'customer.level has no value for the filter "replace"',
		],
		[
			"{{ 'a' | replace('a', customer.level) }}",
			'customer.level has no value for the filter "replace"',
		],
		["{{ '%s' | format(customer.nick) }}", 'customer.nick has no value for the filter "format"'],
		["{{ customer.points | datetimeformat('%Y', customer.zone) }}", 'customer.zone has no value'],
		// names of other systems
		['{{ profile.email }}', 'unknown name "profile": write customer'],
		['{{ profle.email }}', 'unknown name "profle": write customer'],
		['{{ moment().format() }}', 'unknown function "moment": write now()'],
		['{{ DateTime.now() }}', 'unknown name "DateTime": write now()'],
		['{{ JSON.parse(json.body) }}', 'unknown name "JSON": write json, or for JSON text | tojson'],
		['{{ Math.round(2.4) }}', 'unknown name "Math"'],
		['{{ Object.keys(json) }}', 'unknown name "Object": write a method such as .keys()'],
		['{{ now }}', 'it is a function, write now()'],
		['{{ endif }}', 'write tags as {% endif %}'],
		['{{ upper(customer.firstname) }}', 'it is a filter, write value | upper'],
		['{{ btoa(json.a) }}', 'write text | b64encode'],
		['{{ undefined }}', 'unknown name "undefined": write none'],
		['{{ json.a | nl2br }}', "write | replace('\\n', '<br>')"],
		['{{ json.a | append("x") }}', 'write a ~ b'],
		['{{ json.a | times(2) }}', 'write a * b'],
		['{{ json.a | floor }}', "write | round(0, 'floor')"],
		['{{ json.a | max }}', 'write | sort | last'],
		// quotes, dashes and signs of texts
		['{{ json[‚a‘] }}', 'unexpected character "‚"; write straight quotes'],
		['{{ json[‹a›] }}', 'write straight quotes'],
		['{{ json[″a″] }}', 'write straight quotes'],
		['{{ json[＂a＂] }}', 'write straight quotes'],
		['{{ json["a”] }}', 'unclosed string: the closing quote is missing; write straight quotes'],
		['{{ customer.points − 1 }}', 'write a plain minus sign'],
		['{{ customer.points ≥ 1 }}', 'write >='],
		// JavaScript and Handlebars again
		["{{ json.a.replace(/x/g, '') }}", 'write a regular expression in quotes'],
		['{{ [...customer.tags] }}', 'instead of ...'],
		['{{ customer.points <> 1 }}', 'write != instead of <>'],
		['{{ customer.points >> 1 }}', 'instead of >>'],
		["{{ customer.points ?: 'x' }}", 'write … or … instead of ?:'],
		['{{ if customer.points }}', 'write {% if condition %}'],
		['{{ if (customer.points) }}', 'write {% if condition %}'],
		['{{ for x in customer.tags }}', 'write {% for item in list %}'],
		['{{ let x = 1 }}', 'write {% set name = value %}'],
		['{{ return json.a }}', 'write the value alone'],
		['{% if json %}{% elsif json %}{% endif %}', 'unknown tag "elsif": write {% elif condition %}'],
		["{{ json.a | date: '%Y' }}", 'write date(…)'],
		['{{^json}}', 'write {% raw %}'],
		['{{&json}}', 'write {% raw %}'],
		['{{@index}}', 'write {% raw %}'],
		['{{../name}}', 'write {% raw %}'],
		// properties again
		['{{ customer.firstname customer.email }}', 'write ~ between two values, or two inserts'],
		["{{ json.'a b' }}", "write ['a b'] without the dot"],
		["{{ json.['a'] }}", 'write brackets without the dot'],
		['{{ event.params.products[0].first-name }}', "write event.params.products[0]['first-name']"],
		['{{ event.params.2nd }}', "['2nd']"],
		['{{ json.Cart abandoned.event }}', "write json['Cart abandoned']"],
		// Handlebars
		['{{#if json.a}}x{{/if}}', 'write {% raw %}'],
		['{{/if}}', 'write {% raw %}'],
		['{{else}}', 'write {% raw %}'],
		['{{> header}}', 'write {% raw %}'],
	])('%s', (template, message) => {
		expect(() => render(template)).toThrow(message);
	});

	it.each([
		['{{ customer.level }}', ''],
		['{{ customer.level | default(0) + 1 }}', '1'],
		["{{ 'Hi ' + customer.nick }}", 'Hi '],
		["{{ 'Hi ' ~ customer.nick }}", 'Hi '],
		['{{ (customer.tags + customer.more) | first }}', 'vip'],
		['{{ customer.box.length }}', '3'],
		['{% if customer.level > 3 %}a{% else %}b{% endif %}', 'b'],
		['{{ customer.points - 1 }}', '4'],
		["{{ customer.level | default('none') | upper }}", 'NONE'],
		['{% do customer.tags.sort() %}{{ customer.tags }}', '[vip]'],
		['{% set _ = customer.tags.sort() %}{{ customer.tags }}', '[vip]'],
		["{{ customer.tags.append('x') }}", 'true'],
		["{{ event.params.products | selectattr('sku', 'equalto', customer.level) }}", '[]'],
		['{{ customer.tags | union(customer.more) }}', '[vip]'],
		['{% macro m() %}m{% endmacro %}{{ m() }}', 'm'],
		["{% for t in customer.tags %}{{ loop.cycle('a', 'b') }}{% endfor %}", 'a'],
	])('%s stays what it was', (template, expected) => {
		expect(render(template)).toBe(expected);
	});

	it('calculates with nothing as upstream does where the names of a field are not known', () => {
		expect(compile('{{ a - 1 }}', { field: 'x' }).render({})).toBe('-1');
	});
});

describe('a missing value is told of where filters make a text of it', () => {
	const missing = (template: string) => {
		const told: string[] = [];
		compile(template, { field: 'jsonBody', roots: ROOTS }).render(context, {
			onMissing: ({ expression }) => told.push(expression),
		});
		return told;
	};

	it.each([
		['{{ customer.more | join(", ") }}', ['customer.more | join(", ")']],
		['{{ customer.nick | escape | upper }}', ['customer.nick | escape | upper']],
		['{{ customer.nick | string }}', ['customer.nick | string']],
		['{{ customer.nick }}', ['customer.nick']],
		['{{ customer.tags | join }}', []],
		['{{ customer.nick | tojson }}', []],
		['{{ customer.nick | default("none") | upper }}', []],
	])('%s', (template, told) => {
		expect(missing(template)).toEqual(told);
	});
});
