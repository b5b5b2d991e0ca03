import { render } from './render';

const context = {
	titles: ['Happy Day', 'FOO', 'bar'],
	users: [
		{ num: 0, isActive: false, email: 'foo@bar.com', option: { id: 0, name: 'option0' } },
		{ num: 1, isActive: true, email: 'bar@bar.com', option: { id: 1, name: 'option1' } },
		{ num: 2, isActive: false, email: null, option: { id: 2, name: 'option2' } },
	],
	items: [{ price: 12 }, { price: 30.5 }],
	capitals: {
		Bhutan: 'Thimpu',
		Australia: 'Canberra',
		none: 'none',
		India: 'New Delhi',
		France: 'Paris',
	},
	lines: '1\n2\n3',
	unicode: 'Aêñü\u0013 \b',
	date: Date.parse('2013-11-06T14:22:00.123Z'),
	html: '<h1>HTML Ipsum Presents</h1> \n<p><strong>Pellentesque habitant</strong> morbi</p>',
};

it.each([
	['{{ 5|add(13) }} {{ 4|add(4.5) }} {{ 4|add(4.0000000000000000000001) }}', '18 8.5 8.0'],
	[
		'{{ "10"|multiply(.25) }} {{ 20|multiply(3) }} {{ 10|divide(2) }} {{ 5|divide(2) }}',
		'2.50 60 5 3',
	],
	[
		"{{ 2.3|round }} {{ 42.55|round }} {{ null|round }} {{ '12.50'|round(1) }} {{ '-12.50'|abs }} {{ 1250|round(-2) }}",
		'2 43  12.5 12.50 1.3E+3',
	],
	[
		'{{ "123,123.12"|int }} {{ "60%"|int }} {{ null|int(5) }} {{ "1000000000001"|int }} {{ -3.9|int }}',
		'123123 0 5 1000000000001 -3',
	],
	['{{ "123,123.45"|float }} {{ "$1"|float }} {{ 7|float }} {{ true|int }}', '123123.45 0.0 7.0 0'],
	[
		'{{ "true"|bool }} {{ "foobar"|bool }} {{ 1|bool }} {{ 2|bool }} {{ null|bool }}',
		'true false true false false',
	],
	[
		'{{ 1|filesizeformat }} {{ 1000|filesizeformat }} {{ 1024|filesizeformat(true) }} {{ 999999999999999|filesizeformat }}',
		'1 Byte 1.0 KB 1.0 KiB 1000.0 TB',
	],
	[
		'{{ 1000|format_number("fr") }} {{ 1000.333|format_number("es") }} {{ "x"|format_number }}',
		'1\u202f000 1.000,333 x',
	],
	['{{ 100|root }} {{ 9765625|root(5) }} {{ 100|log(10) }} {{ 1|log }}', '10.0 25.0 2.0 0.0'],
	[
		'{{ items|sum(attribute="price") }} {{ items|sum(attribute="price", 10) }} {{ [12, 30.5, "x", null]|sum }} {{ []|sum }}',
		'42.5 52.5 42.5 0',
	],
	[
		'{{ "%,d"|format(10000) }} {{ "%5.1f|%-5s|%05d|%x|%%"|format(2.25, "a", 42, 255) }}',
		'10,000   2.3|a    |00042|ff|%',
	],
	[
		'{{ "%2$s %1$s"|format("a", "b") }} {{ "%b %c %e"|format(true, 65, 12345.678) }}',
		'b a true A 1.234568e+04',
	],
])('numbers: %s', (template, expected) => expect(render(template, context)).toBe(expected));

it.each([
	["{{ '2024-02-29T12:00:00Z'|title }} {{ '1st'|title }}", '2024-02-29T12:00:00z 1St'],
	['{{ true|abs }} {{ [1, -2]|abs }} {{ {}|abs }}', 'true [1, -2] {}'],
	[
		"{{ 'this   is sTRING (company) t@est !@#$%^&*()_+plop'|title }}",
		'This   Is String (Company) T@est !@#$%^&*()_+Plop',
	],
	[
		'{{ lines|indent }}|{{ lines|indent(indentfirst= True, width=1) }}',
		'1\n    2\n    3| 1\n 2\n 3',
	],
	["{{ 'hello world  this is fred'|split }}", '[hello, world, this, is, fred]'],
	[
		"{{ 'hello world,  this is fred'|split(',') }} {{ 'a b  c d'|split(' ', 2) }}",
		'[hello world, this is fred] [a, b  c d]',
	],
	[
		"{{ 'It costs $300'|regex_replace('[^a-zA-Z]', '') }} {{ 'ab'|regex_replace('(a)(b)', '$2$1') }}",
		'Itcosts ba',
	],
	[
		"{{ 'aaaaargh'|replace('a', \"d'oh, \", 2) }} {{ null|replace('a', 'b') }}",
		"d'oh, d'oh, aaargh ",
	],
	['{{ unicode|escapejs }}', 'A\\u00EA\\u00F1\\u00FC\\u0013 \\b'],
	['{{ \'A"\\\\/\'|escapejson }} {{ "it\'s"|escapejson }}', 'A\\"\\\\\\/ it\'s'],
	[
		"{{ 'http://foo.com?bar&food'|urlencode }} {{ null|urlencode('foo&you') }} {{ {'foo': 'bar=set', 'other': 'val'}|urlencode }}",
		'http%3A%2F%2Ffoo.com%3Fbar%26food foo%26you foo=bar%3Dset&other=val',
	],
	[
		"{{ 'foo < bar'|striptags }} {{ 'foo <b>bar</b>  other'|striptags }} {{ 123|striptags }} {{ '&lt;div&gt;'|striptags }}",
		'foo &lt; bar foo bar other 123 ',
	],
	[
		'{{ html|truncatehtml(33) }}',
		'<h1>HTML Ipsum Presents</h1>\n<p><strong>Pellentesque...</strong></p>',
	],
	[
		"{{ 'hello'|list|first }} {{ 5|list }} {{ 'foobar'|truncate(3) }} {{ 'Happy Day'|truncate(5, true, '') }}",
		'h [5] f... Happy',
	],
	[
		"{{ 'Adg33A=='|b64decode(encoding='utf-16le') }} {{ 123456789|b64encode|b64decode }}",
		'𐐷 123456789',
	],
	[
		"{{ 'abc'|hash('sha256') == 'abc'|hash }} {{ ''|md5 }}",
		'true d41d8cd98f00b204e9800998ecf8427e',
	],
	['{{ \'{"a": [1, 2.50, null, "x"]}\'|fromjson }} {{ null|fromjson }}', '{a=[1, 2.5, null, x]} '],
	["{{ {'a': [1, 2.0, none, true, 'ü\"']}|tojson }}", '{"a":[1,2.0,null,true,"ü\\""]}'],
	["{{ 'foo'|safe|upper }} {{ missing|upper }}{{ 5|lower }}", 'FOO 5'],
])('texts: %s', (template, expected) => expect(render(template, context)).toBe(expected));

it.each([
	[
		"{{ titles|map('lower')|join(', ') }} {{ users|map(attribute='num')|join }}",
		'happy day, foo, bar 012',
	],
	["{{ titles|map('truncate', 5, true, '')|join(', ') }}", 'Happy, FOO, bar'],
	[
		"{{ users|selectattr('isActive')|map('num') }} {{ users|selectattr('email', 'none')|map('num') }}",
		'[1] [2]',
	],
	[
		"{{ users|selectattr('isActive', '==', 'true')|map('num') }} {{ users|selectattr('option.id', 'equalto', 1)|map('num') }}",
		'[1] [1]',
	],
	[
		"{{ users|rejectattr('email')|map('num') }} {{ [1, 2, 3]|reject('even') }} {{ [0, 1, '']|select }}",
		'[2] [1, 3] [1]',
	],
	[
		'{{ [4, 2, 1, 3]|sort }} {{ [4, 2, 3]|sort(true) }} {{ ["foo", "Foo", "bar"]|sort(false, true) }} {{ ["foo", "Foo", "bar"]|sort() }}',
		'[1, 2, 3, 4] [4, 3, 2] [Foo, bar, foo] [bar, foo, Foo]',
	],
	[
		"{{ users|sort(false, false, 'option.name')|map('num') }} {{ users|sort(reverse=true, attribute='num')|map('num') }}",
		'[0, 1, 2] [2, 1, 0]',
	],
	[
		'{% for k, v in capitals|dictsort %}{{k}},{{v}} {% endfor %}',
		'Australia,Canberra Bhutan,Thimpu France,Paris India,New Delhi none,none ',
	],
	[
		"{% for k, v in capitals|dictsort(false,'value') %}{{k}} {% endfor %}",
		'Australia India none France Bhutan ',
	],
	[
		"{{ [1, 4, 3, 2, 3, 1, '1', 1.0]|unique }} {{ users|unique(attr='isActive')|map('num') }}",
		'[1, 4, 3, 2, 1] [0, 1]',
	],
	[
		"{{ ['a', 'b', 'c', 'd']|batch(3, 'foo') }} {{ ['a', 'b']|slice(3) }}",
		'[[a, b, c], [d, foo, foo]] [[a, b]]',
	],
	[
		"{{ [1, 2, 3]|symmetric_difference(null) }} {{ ['do', 'ray']|symmetric_difference(['ray', 'me']) }}",
		'[1, 2, 3] [do, me]',
	],
	[
		"{{ 'abc'|reverse }} {{ [1, 2]|reverse }} {{ 'abc'|length }} {{ capitals|length }} {{ null|length }}",
		'cba [2, 1] 3 5 0',
	],
	["{{ [1, 2]|first }}{{ []|first }}{{ 'ab'|last }} {{ {'a': 1}|first }}", '1ab 1'],
	[
		"{{ ['192.24.2.1', 'host', '::1', '192.168.32.0/24', 'fe80::100/10', true]|ipaddr('network') }}",
		'[192.168.32.0, fe80::]',
	],
	[
		"{{ '255.182.100.1/10'|ipaddr('netmask') }} {{ '2000::'|ipaddr }} {{ '125.512.100.1'|ipaddr }} {{ '1200::AB00:1234::2552'|ipaddr }}",
		'255.192.0.0 true false false',
	],
	[
		"{{ ({'fooBar': 'foo'}|allow_snake_case).foo_bar }} {{ 'fooBar'|allow_snake_case }}",
		'foo fooBar',
	],
])('lists: %s', (template, expected) => expect(render(template, context)).toBe(expected));

it.each([
	['{{ date|datetimeformat }}', '14:22 / 06-11-2013'],
	["{{ date|datetimeformat('%B %-d, %Y, at %I:%M %p') }}", 'November 6, 2013, at 02:22 PM'],
	[
		"{{ date|datetimeformat('%Y年%m月%d日') }} {{ date|datetimeformat('MMMM yyyy') }}",
		'2013年11月06日 November 2013',
	],
	[
		"{{ date|datetimeformat('%c') }} {{ date|datetimeformat('%x') }} {{ date|datetimeformat('%w') }}",
		'Nov 6, 2013, 2:22:00 PM 11/6/13 4',
	],
	[
		"{{ date|datetimeformat('%X %f') }} {{ date|datetimeformat('yyyy/LL/dd HH:mm') }} {{ date|datetimeformat('%z %j') }}",
		'2:22:00 PM 123000 2013/11/06 14:22 +0000 310',
	],
	[
		"{{ date|datetimeformat(\"yyyy-MM-dd'T'HH:mm:ss.SSSXXX\", 'America/New_York') }}",
		'2013-11-06T09:22:00.123-05:00',
	],
	[
		"{{ 1539277785000|datetimeformat('%I:%M %p', 'UTC+8') }} {{ date|datetimeformat('%A, %e %B', 'UTC', 'sv') }}",
		'01:09 AM onsdag, 6 november',
	],
	[
		"{{ 1543354954000|between_times(1543441354000, 'hours') }} {{ 1543354954000|between_times(1548668554000, 'months') }}",
		'24 2',
	],
	[
		"{{ date|plus_time(1, 'months')|unixtimestamp - date }} {{ (date|minus_time(2, 'hours')).hour }}",
		'2592000000 12',
	],
	[
		"{{ '2018-07-14T14:31:30+0530'|strtotime(\"yyyy-MM-dd'T'HH:mm:ssZ\") }} {{ ('2018-07-14T14:31:30+0530'|strtotime(\"%Y-%m-%dT%H:%M:%S%z\"))|unixtimestamp }}",
		'2018-07-14 14:31:30 1531558890000',
	],
	[
		"{{ date|datetimeformat('medium') }} {{ '2013-11-06'|datetimeformat('%d %b %y') }}",
		'Nov 6, 2013, 2:22:00 PM 06 Nov 13',
	],
])('dates: %s', (template, expected) => expect(render(template, context)).toBe(expected));

it.each([
	["{{ 'x'|fromjson }}", 'the text is not valid JSON'],
	['{{ 5|fromjson }}', 'needs a text, not a number'],
	["{{ '%s %s'|format(1) }}", 'has no value for "%s"'],
	["{{ '%d'|format('hi') }}", 'a text does not fit "%d"'],
	["{{ '%0.0f'|format(1000) }}", 'missing a width'],
	["{{ 'a'|add('b') }}", 'needs a number as "value", not a text'],
	['{{ 5|divide(0) }}', 'cannot divide by zero'],
	['{{ 5 / 0 }}', 'division by zero'],
	["{{ 1|datetimeformat('%Q') }}", '"%Q" is not a date format'],
	["{{ 1|datetimeformat('%Y', 'Not a timezone') }}", '"Not a timezone" is not a time zone'],
	["{{ 'soon'|datetimeformat }}", 'a date is needed'],
	['{{ [1, null]|sort }}', 'missing items'],
	['{{ [1]|map() }}', 'needs "attribute"'],
	["{{ [1]|select('evn') }}", 'unknown test "evn" (did you mean "even"?)'],
	["{{ 'x'|b64decode(encoding='utf-9') }}", 'unknown encoding "utf-9" (did you mean "utf-8"?)'],
	["{{ 'x'|hash('SHA-257') }}", 'unknown hash algorithm "SHA-257"'],
	["{{ '192.168.0.1/200'|ipaddr('broadcast') }}", 'not a valid CIDR address'],
	["{{ 'x'|upper(1) }}", 'takes no arguments'],
	["{{ 'x'|truncate(lenght=1) }}", 'has no argument "lenght" (did you mean "length"?)'],
	["{{ 'x'|round }}", 'filter "round" needs a number as "value", not a text'],
	["{{ 'x' is string_containing }}", 'test "string_containing" needs a text'],
	['{{ 2 is in null }}', 'needs a list, not nothing'],
	['{{ [1].apend(2) }}', 'a list has no method "apend" (did you mean "append"?)'],
	['{{ (1, 2).append(3) }}', 'cannot be changed'],
	['{{ [1].pop(5) }}', 'out of range'],
	['{{ rang(3) }}', 'unknown function "rang" (did you mean "range"?)'],
	['{{ {} < 1 }}', 'cannot compare a dictionary with a number'],
	["{{ 'a' * 3 }}", 'cannot calculate a text * a number'],
])('faults: %s', (template, reason) => expect(() => render(template, context)).toThrow(reason));
