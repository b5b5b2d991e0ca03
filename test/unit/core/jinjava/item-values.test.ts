import { createContext, runInContext } from 'node:vm';
import { DateTime } from 'luxon';
import { compile, SkipItem, type TemplateContext } from '../../../../core/jinjava';
import { render } from './render';

const date = new Date('2024-02-29T12:00:00Z');
const hosts: ReadonlyArray<readonly [string, unknown]> = [
	["JavaScript's", date],
	["JavaScript's of another realm", runInContext(`new Date(${date.getTime()})`, createContext({}))],
	['luxon', DateTime.fromJSDate(date, { zone: 'utc' })],
];

describe.each(hosts)('a date of an item (%s)', (_kind, value) => {
	const context = {
		json: { created_at: value, list: [value, [value]], deep: { rows: [{ at: value }] } },
	} as unknown as TemplateContext;

	it.each([
		['{{ json.created_at }}', '2024-02-29 12:00:00'],
		['{{ json.created_at|tojson }}', '"2024-02-29T12:00:00.000Z"'],
		[
			'{{ json.deep|tojson }} {{ json.deep }}',
			'{"rows":[{"at":"2024-02-29T12:00:00.000Z"}]} {rows=[{at=2024-02-29 12:00:00}]}',
		],
		[
			"{{ json.created_at|datetimeformat('%d.%m.%Y') }} {{ json.created_at.year }}",
			'29.02.2024 2024',
		],
		["{{ json.created_at|plus_time(1, 'days')|unixtimestamp }}", '1709294400000'],
		[
			'{{ json.list }} {{ json.list[1][0] }}',
			'[2024-02-29 12:00:00, [2024-02-29 12:00:00]] 2024-02-29 12:00:00',
		],
		[
			'{% for at in json.list %}{{ at }};{% endfor %}',
			'2024-02-29 12:00:00;[2024-02-29 12:00:00];',
		],
		["{{ json.deep.rows|map('at')|join }}", '2024-02-29 12:00:00'],
		[
			'{% do json.list.append(1) %}{{ json.list|length }} {{ json.list[0] }}',
			'3 2024-02-29 12:00:00',
		],
		['{{ json.created_at is mapping }} {{ type(json.created_at) }}', 'false datetime'],
		['{{ json.created_at == json.list[0] }} {{ json.created_at < json.list[0] }}', 'true false'],
	])('reads as a date: %s', (template, expected) => {
		expect(render(template, context)).toBe(expected);
	});
});

it('takes a date that is no point in time for a missing value, and data like a luxon date for data', () => {
	const json = { bad: new Date(Number.NaN), data: { ts: 1, o: 0, isLuxonDateTime: true } };
	expect(render('{{ json.bad }}{{ json.data.ts }}', { json } as unknown as TemplateContext)).toBe(
		'1',
	);
});

it('keeps the digits of large whole numbers', () => {
	const json = { id: 9007199254740993n, big: 12345678901234567890n, huge: 1e21 };
	expect(
		render(
			'{{ json.id }} {{ json.id|tojson }} {{ json.id + 1 }} {{ json.big|string }} {"id":{{ json|tojson }}} {{ json.huge }}',
			{ json } as unknown as TemplateContext,
		),
	).toBe(
		'9007199254740993 9007199254740993 9007199254740994 12345678901234567890 ' +
			'{"id":{"id":9007199254740993,"big":12345678901234567890,"huge":1e+21}} 1.0E21',
	);
});

describe('required values as the snippets of Synerise write them', () => {
	const context = {
		customer: { email: 'a@b', 'e-mail': 'x', 'attr-name': 'y', address: { city: 'Gdynia' } },
		context: { 'field-id': 'f' },
	};

	it.each([
		['{% customer email %}', 'a@b'],
		['{% customer.email %}', 'a@b'],
		["{% customer['e-mail'] %}", 'x'],
		['{% customer["e-mail"] %}', 'x'],
		['{% customer attr-name %}', 'y'],
		['{% customer.attr-name %}', 'y'],
		['{%- customer.address.city -%}', 'Gdynia'],
		["{% customer['address'].city %}", 'Gdynia'],
		['{% context field-id %}', 'f'],
	])('%s', (template, expected) => expect(render(template, context)).toBe(expected));

	it('skip the item when one is missing', () => {
		expect(() => render('{% customer card-id %}', context)).toThrow(SkipItem);
		expect(() => render("{% customer['address'].street %}", context)).toThrow(
			'the profile has no attribute "address.street"',
		);
	});

	it.each([
		'{% customer %}',
		"{% customer['email' %}",
		"{% customer['email'] x %}",
		'{% customer[email] %}',
	])('%s is an error', (template) =>
		expect(() => compile(template, { field: 'body' })).toThrow('body, line 1'),
	);
});

it.each([
	'{% catalogitemv2.shop(key) allowEmpty=True %}{% endcatalogitemv2 %}',
	'{% catalog.shop(key).price %}',
	'{% expressionvar 12ab-34 %}{{ expression_result }}{% endexpressionvar %}',
	'{% metricsvar metric_id:ab-12 %}{{ metric_result }}{% endmetricsvar %}',
	'{% recommendations3 campaignId=x1 itemsIds=items %}{% endrecommendations3 %}',
	'{% barcode code= {{voucher_result}}, gray=true, type=EAN_13, hrp=BOTTOM %}',
	'{% voucher assign=false%} pool {% endvoucher %}',
	'{{ synerise-resign-link }}',
	'<a href="{{synerise-open-in-browser}}">',
])('%s says that it needs Synerise', (template) => {
	expect(() => compile(template, { field: 'body' })).toThrow(
		expect.objectContaining({ code: 'TEMPLATE_NEEDS_SYNERISE' }),
	);
});
