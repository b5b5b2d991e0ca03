/** Where the engine means to differ from Jinjava 2.x, by kind, as docs/inserts.md lists it. */
export interface Difference {
	/** Why the result is another one. */
	reason: string;
	/** What this engine gives for each template of the kind; an error where the message begins with `!`. */
	cases: ReadonlyArray<readonly [template: string, ours: string]>;
}

export const differences: readonly Difference[] = [
	{
		reason: 'data never becomes a template',
		cases: [
			['{{ myvar }}', 'hello {{ place }}'],
			['hello {{ place }}', 'hello {{location}}'],
			['{{ myvar }}', '{% if true %}{{ place }}{% endif %}'],
			['{% if true %}{{ place }}{% endif %}', '{% if true %}{{ myvar }}{% endif %}'],
			['{{ myvar }}', 'hello {% if (true) %}nasty{% endif %}'],
			['{% if true %}{{ place }}{% endif %}', '{% if true %}Hello{% endif %}'],
			['{{ v|striptags }}', '{% for i in [1, 2, 3] %} {{i}} {% endfor %}'],
			['{{ v|striptags }}', '{{ deferred &amp;&amp; other }}'],
			['{{ v|striptags }}', "{% set test = 'hello' %}"],
		],
	},
	{
		reason: 'a minus at the beginning of an insert belongs to its number',
		cases: [
			['{{ -10 }}', '-10'],
			['{{ - 10 }}', '-10'],
			['{{ - 10 - }}', '-10'],
			['{{ -7 % 3 }}', '-1'],
			[
				'{{ 42.55|round }} {{ 2.5|round }} {{ -2.5|round }} {{ 1.005|round(2) }} {{ 3|round(2) }} {{ 3.14159|round(3) }}',
				'43 3 -3 1.01 3.00 3.142',
			],
		],
	},
	{
		reason:
			'an argument written with a name goes to the parameter of that name, not to the next place',
		cases: [
			["{{ text|truncate(length=20, end='!!!') }}", 'the quick brown fox !!!'],
			["{{ text|truncate(20, end='!') }}", 'the quick brown fox !'],
			[
				"{{ customer.items|sort(attribute='price', reverse=true)|map(attribute='sku')|join(',') }}",
				'b,a',
			],
		],
	},
	{
		reason: 'a mistake is an error',
		cases: [
			['{{ name|unknownfilter }}', '!unknown filter'],
			['{{ name | unknown_filter | lower | md5 }}', '!unknown filter'],
			["{{ text|center(50, '-') }}", '!takes up to 1'],
			["{{ 'test'|divide(named1) }}", '!divisor'],
		],
	},
	{
		reason: 'objects of Java print their address',
		cases: [
			["{{ stringToSplit.split('-') }}", '[one, two, three, four, five]'],
			[
				"{{ objects|groupby('age') }}",
				'[{grouper=30, list=[{name=Alice, age=30}]}, {grouper=25, list=[{name=Bob, age=25}]}, {grouper=35, list=[{name=Charlie, age=35}]}]',
			],
			[
				"{{ lo|groupby('k') }}",
				'[{grouper=x, list=[{k=x, v=2, ok=true}, {k=x, v=3}]}, {grouper=y, list=[{k=y, v=1, ok=false}]}]',
			],
		],
	},
	{
		reason: 'a number is the same whatever type of Java it would have',
		cases: [
			['{{ l|union([1,9]) }}', '[3, 1, 2, 9]'],
			['{{ l|intersect([1,9]) }}', '[1]'],
			['{{ l|difference([1,9]) }}', '[3, 2]'],
			['{{ d|difference([1,9]) }}', '[q]'],
		],
	},
	{
		reason: 'decimal numbers keep the digits with which they are written',
		cases: [
			['{{ ts|float }}', '1.709208E12'],
			['{{ v|float }}', '123.4000015258789'],
			[
				"{{ items|sum(attribute='p') }} {{ [1.5,1.5]|sum }} {{ [0.1,0.2]|sum }} {{ [1,2]|sum }}",
				'4.0 3.0 0.3 3',
			],
		],
	},
	{
		reason: 'a missing value joins as nothing',
		cases: [
			[
				"{{ [undefinedx] }} {{ undefinedx ~ 'a' }} {{ undefinedx + 'a' }} {{ 'a' + none }}",
				'[null] a a a',
			],
		],
	},
	{
		reason: 'dates are also read from ISO 8601 text',
		cases: [["{{ iso|plus_time(1,'days') }}", '2024-03-01 12:00:00']],
	},
	{
		reason: 'a locale that does not exist counts as English',
		cases: [
			["{{ d|datetimeformat('%A, %e %B', 'UTC', 'not_a_locale') }}", 'Wednesday, 6 November'],
		],
	},
	{
		reason: 'a loop has an else for the case that there is nothing to loop over',
		cases: [
			['{% for i in customer.n %}x{% else %}none{% endfor %}', 'none'],
			['{% for i in undefinedx %}x{% else %}none{% endfor %}', 'none'],
		],
	},
	{
		reason: 'characters beyond 16 bits stay whole',
		cases: [['{{ uni|reverse }}', '😀 ćłóżaZ']],
	},
];
