/**
 * The inserts' engine beside nunjucks rendering its own precompiled functions, and beside @huggingface/jinja:
 * the same templates, the same data, the same text. Rounds are interleaved; the median counts.
 *
 *     node --expose-gc --import tsx bench/jinjava.ts
 */
import { Template as HuggingfaceTemplate } from '@huggingface/jinja';
import nunjucks from 'nunjucks';

import { compile, type TemplateContext } from '../core/jinjava';

const ROUND_MILLISECONDS = 100;
const MEMORY_RENDERS = 1_000_000;
const MEMORY_SAMPLES = 10;
const MEBIBYTE = 1024 * 1024;

/** Renders a second of processor time; `ratio` = ours / peer. */
export interface BenchRow {
	work: string;
	ours: number;
	peer: number;
	ratio: number;
}

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

/** What a connection, a usual body and a batch look like. */
const WORKS = [
	{ work: 'short header', template: 'Bearer {{ authResponseBody }}', data: context(0) },
	{ work: '2 KB JSON body', template: BODY, data: context(10) },
	{ work: '200 KB JSON body', template: BODY, data: context(1200) },
];

type Contender = () => string;

function contenders(
	template: string,
	data: TemplateContext,
): Record<'ours' | 'nunjucks' | 'huggingface', Contender> {
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

const median = (values: number[]): number =>
	[...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/** Processor time of this process in milliseconds: other work on the machine does not count. */
function processorTime(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
}

/** Renders a second of processor time over one round. */
function measure(contender: Contender): number {
	const began = processorTime();
	let renders = 0;
	let elapsed = 0;
	while (elapsed < ROUND_MILLISECONDS) {
		for (let turn = 0; turn < 10; turn += 1) contender();
		renders += 10;
		elapsed = processorTime() - began;
	}
	return (renders * 1000) / elapsed;
}

/** Measures every template with every engine, after making sure that they give the same text. */
export function bench(rounds = 7): BenchRow[] {
	return WORKS.flatMap(({ work, template, data }) => {
		const { ours, ...peers } = contenders(template, data);
		const size = `${(ours().length / 1024).toFixed(1)} KB`;
		const expected = withoutSpace(ours());
		const rates = new Map<string, number[]>([['ours', []]]);
		for (const [peer, render] of Object.entries(peers)) {
			if (withoutSpace(render()) !== expected) throw new Error(`${peer} renders another text`);
			rates.set(peer, []);
		}
		for (let round = 0; round <= rounds; round += 1) {
			for (const [name, render] of Object.entries({ ours, ...peers })) {
				const rate = measure(render);
				if (round > 0) rates.get(name)?.push(rate);
			}
		}
		const mine = median(rates.get('ours') ?? []);
		return Object.keys(peers).map((peer) => {
			const theirs = median(rates.get(peer) ?? []);
			return row(`${work} (${size}) vs ${peer}`, mine, theirs);
		});
	});
}

const row = (work: string, ours: number, peer: number): BenchRow => ({
	work,
	ours: Math.round(ours),
	peer: Math.round(peer),
	ratio: Math.round((ours / peer) * 100) / 100,
});

/** MiB of heap after each tenth of a million renders, each of another item. */
export function memory(renders = MEMORY_RENDERS): number[] {
	const template = compile('{% set x = item.name %}{{ x | upper }} {{ item.n * 2 }}', {
		field: 'jsonBody',
	});
	const samples: number[] = [];
	for (let count = 1; count <= renders; count += 1) {
		template.render({ item: { name: `item ${count}`, n: count } });
		if (count % (renders / MEMORY_SAMPLES) !== 0) continue;
		globalThis.gc?.();
		samples.push(Math.round((process.memoryUsage().heapUsed / MEBIBYTE) * 10) / 10);
	}
	return samples;
}

if (require.main === module) {
	console.table(bench());
	console.log('MiB of heap over a million renders:', memory().join(' '));
}
