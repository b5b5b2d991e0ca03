/**
 * The inserts' engine beside nunjucks rendering its own precompiled functions, and beside @huggingface/jinja:
 * the same templates, the same data, the same text.
 */
import { Template as HuggingfaceTemplate } from '@huggingface/jinja';
import nunjucks from 'nunjucks';

import { compile, type TemplateContext } from '../core/jinjava';
import { amount, compared, type Bench, type BenchOptions, type BenchRow } from './measure/bench';
import { memoryGrowth } from './measure/memory';
import { interleave } from './measure/rounds';

const ROUND_MILLISECONDS = 100;
const MEMORY_RENDERS = 1_000_000;

const product = (number: number) => ({
	sku: `sku-${number}`,
	name: `Product "${number}"`,
	price: 9.25 + number,
	quantity: (number % 3) + 1,
	tags: ['new', number % 2 === 0 ? 'sale' : 'full price'],
});

const context = (products: number): TemplateContext => ({
	customer: { firstname: 'Ada', lastname: 'Lovelace', email: 'ada@example.com', points: 120 },
	event: {
		action: 'transaction.charge',
		params: { orderId: 'o-1', products: Array.from({ length: products }, (_, at) => product(at)) },
	},
	authResponseBody: 'eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl',
});

const BODY = `{
  "orderId": {{ event.params.orderId | tojson }},
  "customer": {
    "name": {{ (customer.firstname ~ ' ' ~ customer.lastname) | tojson }},
    "email": "{{ customer.email | lower }}",
    {% if customer.points > 100 %}"level": "gold",{% else %}"level": "basic",{% endif %}
    "phone": {{ customer.phone | default('none') | tojson }}
  },
  "lines": [
    {% for item in event.params.products %}
    {
      "line": {{ loop.index }},
      "sku": "{{ item.sku | upper }}",
      "name": {{ item.name | tojson }},
      "total": {{ item.price * item.quantity }},
      "tags": "{{ item.tags | join(', ') }}"{% if 'sale' in item.tags %},
      "sale": true{% endif %}
    }{% if not loop.last %},{% endif %}
    {% endfor %}
  ]
}`;

const URL_OF_SIX =
	'https://api.example.com/{{ event.action }}/{{ event.params.orderId }}?first={{ customer.firstname }}' +
	'&last={{ customer.lastname }}&email={{ customer.email }}&points={{ customer.points }}';

/** A filter that @huggingface/jinja does not have. */
const URL_ENCODING = 'urlencode';

const MAIL = `{% macro line(item, index) %}<tr><td>{{ index }}</td><td>{{ item.name }}</td><td>{{ item.price }}</td></tr>{% endmacro %}
<h1>Hello {{ customer.firstname }}</h1>
<table>{% for item in event.params.products %}{{ line(item, loop.index) }}{% endfor %}</table>
<ul>{% for item in event.params.products %}{% if item.quantity > 1 %}<li>{{ item.sku | upper }}</li>{% endif %}{% endfor %}</ul>
<p>{% for item in event.params.products %}{{ item.sku }}{% if not loop.last %}, {% endif %}{% endfor %}</p>`;

const USERS = `[{% for user in users %}{"name": {{ user.name | tojson }}, "mail": "{{ user.email | lower }}", "city": "{{ user.address.city }}"}
{%- if not loop.last %},{% endif %}{% endfor %}]`;

const users: TemplateContext = {
	users: Array.from({ length: 200 }, (_, at) => ({
		name: `User ${at}`,
		email: `User${at}@Example.com`,
		address: { city: 'Gdansk' },
	})),
};

/** What a connection, an address, a usual body and a batch look like. */
const WORKS = [
	{ work: 'a URL of six inserts', template: URL_OF_SIX, data: context(0) },
	{
		work: 'three deep paths',
		template:
			'{{ event.params.products[0].sku }} {{ event.params.products[1].tags[0] }} {{ event.params.orderId }}',
		data: context(2),
	},
	{
		work: 'a condition',
		template: '{% if customer.points > 100 %}gold{% else %}basic{% endif %}',
		data: context(0),
	},
	{ work: URL_ENCODING, template: '{{ customer.email | urlencode }}', data: context(0) },
	{ work: 'an HTML mail', template: MAIL, data: context(13) },
	{ work: 'a JSON body of 200 users', template: USERS, data: users },
	{ work: 'short header', template: 'Bearer {{ authResponseBody }}', data: context(0) },
	{ work: '2 KB JSON body', template: BODY, data: context(13) },
	{ work: '200 KB JSON body', template: BODY, data: context(1310) },
];

function contenders(
	template: string,
	data: TemplateContext,
): Record<'ours' | 'nunjucks' | 'huggingface', () => string> {
	const environment = new nunjucks.Environment(null, { autoescape: false });
	environment.addFilter('tojson', (value: unknown) => JSON.stringify(value));
	const precompiled = new nunjucks.Template(template, environment, 'bench', true);
	const huggingface = new HuggingfaceTemplate(template);
	const ours = compile(template, { field: 'jsonBody' });
	return {
		ours: () => ours.render(data),
		nunjucks: () => precompiled.render(data),
		huggingface: () => huggingface.render(data),
	};
}

const withoutSpace = (text: string): string => text.replace(/\s+/g, '');

/** Processor time of this process in milliseconds: other work on the machine does not count. */
function processorTime(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
}

/** Reading the processor time takes as long as a dozen short renders, so many are done between two readings. */
const BATCH_MILLISECONDS = 2;
const MOST_IN_BATCH = 1000;

/** Renders a second of processor time. */
function rate(render: () => string, milliseconds: number): number {
	const batch = batchOf(render);
	const began = processorTime();
	let renders = 0;
	let elapsed = 0;
	while (elapsed < milliseconds) {
		for (let turn = 0; turn < batch; turn += 1) render();
		renders += batch;
		elapsed = processorTime() - began;
	}
	return (renders * 1000) / elapsed;
}

function batchOf(render: () => string): number {
	const began = processorTime();
	for (let turn = 0; turn < 3; turn += 1) render();
	const each = (processorTime() - began) / 3;
	return Math.max(1, Math.min(MOST_IN_BATCH, Math.floor(BATCH_MILLISECONDS / each)));
}

async function compareRenders(
	{ work, template, data }: (typeof WORKS)[number],
	{ rounds, scale }: BenchOptions,
): Promise<BenchRow[]> {
	const { ours, nunjucks: precompiled, huggingface } = contenders(template, data);
	const isKnownToAll = work !== URL_ENCODING;
	for (const peer of isKnownToAll ? [precompiled, huggingface] : [precompiled]) {
		if (withoutSpace(peer()) !== withoutSpace(ours())) throw new Error('A peer renders other text');
	}
	const milliseconds = amount(ROUND_MILLISECONDS, scale);
	const samples = await interleave(
		{
			ours: () => rate(ours, milliseconds),
			nunjucks: () => rate(precompiled, milliseconds),
			huggingface: () => (isKnownToAll ? rate(huggingface, milliseconds) : NaN),
		},
		rounds,
	);
	const row = { work: `Render ${work}`, unit: 'renders/s' as const, ours: samples.ours };
	const rows = [
		compared({ ...row, beside: 'nunjucks, precompiled', goal: 1, peer: samples.nunjucks }),
		compared({ ...row, beside: '@huggingface/jinja', peer: samples.huggingface }),
	];
	return isKnownToAll ? rows : rows.slice(0, 1);
}

/** Each render is of another item. */
async function renderGrowth({ scale }: BenchOptions): Promise<BenchRow> {
	const template = compile('{% set x = item.name %}{{ x | upper }} {{ item.n * 2 }}', {
		field: 'jsonBody',
	});
	return await memoryGrowth('renders', amount(MEMORY_RENDERS, scale), (number) =>
		template.render({ item: { name: `item ${number}`, n: number } }),
	);
}

export const bench: Bench = async (options) => {
	const rows: BenchRow[] = [];
	for (const work of WORKS) rows.push(...(await compareRenders(work, options)));
	return [...rows, await renderGrowth(options)];
};
