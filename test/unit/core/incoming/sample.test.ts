import { mergeSamples, reportAddress, sampleOf } from '../../../../core/incoming/sample';
import { flatten } from '../../../../core/parameters/flatten';
import type { JsonValue } from '../../../../core/json';
import type { Sample } from '../../../../core/store/store';
import { incomingRequest } from '../../../fixtures/incoming-request';

const sample = (document: JsonValue, headers: Record<string, string> = {}): Sample =>
	sampleOf({ ...incomingRequest(), headers }, flatten(document));

const counts = ({ requests, parameters }: Sample) => ({
	requests,
	...Object.fromEntries(parameters.map((parameter) => [parameter.address, parameter.requests])),
});

describe('sampleOf', () => {
	it('also offers the lists that values are in', () => {
		const { parameters } = sample({ a: [{ b: [1, 2] }, 'x'], 'c.d[0]': { e: [] } }, { 'x-a': '1' });
		expect(parameters.map(({ address, type }) => `${address} ${type}`)).toEqual([
			'a array',
			'a[0].b array',
			'a[0].b[0] number',
			'a[0].b[1] number',
			'a[1] string',
			'["c.d[0]"].e array',
			'header:x-a string',
		]);
	});

	it('is bounded', () => {
		const wide = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`k${n}`, n]));
		let merged = sample(wide);
		expect(merged.parameters).toHaveLength(1_000);
		for (let n = 0; n < 5; n++) {
			merged = mergeSamples(merged, sample({ [`x${n}`]: wide }));
		}
		expect(merged.parameters.length).toBeLessThanOrEqual(2_000);
	});
});

describe('mergeSamples', () => {
	it('counts the requests that had a parameter, and takes the type of the last', () => {
		const merged = mergeSamples(sample({ a: 1, b: 2 }), sample({ a: 'x', c: 3 }));
		expect(counts(merged)).toEqual({ requests: 2, a: 2, b: 1, c: 1 });
		expect(merged.parameters[0]).toEqual({ address: 'a', type: 'string', requests: 2 });
	});

	it('forgets what is not sent any more, and never says always of what was missing once', () => {
		let merged = sample({ always: 1, old: 1, mostly: 1 });
		for (let n = 1; n < 200; n++) {
			merged = mergeSamples(merged, sample({ always: 1, ...(n % 10 !== 0 && { mostly: 1 }) }));
			const { requests, always = 0, mostly = 0 } = counts(merged) as Record<string, number>;
			expect(always).toBe(requests);
			if (n > 10) expect(mostly).toBeLessThan(requests ?? 0);
		}
		expect(counts(merged)).not.toHaveProperty('old');
	});
});

describe('reportAddress', () => {
	const known = sample(
		{ order: { id: 1, lines: [{ sku: 'a' }] }, body: { text: 'x' }, priority: 'high' },
		{ 'x-source': 'portal' },
	);

	it.each([
		'order.id',
		'order',
		'order.lines',
		'order.lines[7].sku',
		'header:x-source',
		'header:X-Source',
		'header:x-deduplication-hash',
		'body.text',
	])('has nothing against %s, which the sample has', (address) => {
		expect(reportAddress(address, known)).toBeUndefined();
	});

	it.each([
		['order.ids', 'order.id'],
		['Order.Id', 'order.id'],
		['prioritty', 'priority'],
		['header:x-sorce', 'header:x-source'],
	])('warns of %s and names the nearest, %s', (address, nearest) => {
		expect(reportAddress(address, known)).toEqual({
			fatal: false,
			sentence: `The sample has no parameter "${address}". Did you mean ${nearest}?`,
		});
	});

	it('names none when nothing is alike', () => {
		expect(reportAddress('quite.different', known)?.sentence).toBe(
			'The sample has no parameter "quite.different".',
		);
	});

	it('cannot say what is missing without a sample', () => {
		expect(reportAddress('order.ids', undefined)).toBeUndefined();
	});
});
