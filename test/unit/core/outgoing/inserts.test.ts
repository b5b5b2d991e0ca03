import { FormReader } from '../../../../core/outgoing/fields';
import { scopeOf } from '../../../../core/outgoing/outgoing-integration';
import { RenderNotes } from '../../../../core/outgoing/test-context';
import { currentStep, formOf, scopeWith } from './render';

const text = (raw: string, expressions: Record<string, unknown> = {}, json = {}) =>
	formOf({ field: raw }, expressions).text('field').render(scopeWith(json));

describe('a field with both languages', () => {
	it.each(['', '='])('after "%s" mixes them insert by insert', (mode) => {
		const raw = `${mode}{{ json.name }}, {{ $json.n }}, {{ $json.o }}, {{ $json.none }}!`;
		const values = { '{{ $json.n }}': 0, '{{ $json.o }}': { a: [1] } };
		expect(text(raw, values, { name: 'Ada' })).toBe('Ada, 0, {"a":[1]}, !');
	});

	it('writes a date of n8n as ISO 8601, and nothing for NaN', () => {
		const values = { '{{ $now }}': new Date(0), '{{ $json.nan }}': NaN };
		expect(text('{{ $now }}{{ $json.nan }}', values)).toBe('1970-01-01T00:00:00.000Z');
	});

	it.each(['{{ $json.n }}', '={{ $json.n }}'])('%s alone keeps its type', (raw) => {
		const form = formOf({ field: raw }, { '{{ $json.n }}': 5 });
		expect(form.value('field', scopeWith())).toBe(5);
		expect(form.text('field').render(scopeWith())).toBe('5');
	});

	it.each(['{{ $json.n }} ', '={{ $json.n }}{{ $json.n }}'])('%s is text', (raw) => {
		const form = formOf({ field: raw }, { '{{ $json.n }}': 5 });
		expect(form.value('field', scopeWith())).toEqual(expect.stringMatching(/^5[5 ]$/));
	});

	it('evaluates each expression once for an item, and one of the workflow once for all', () => {
		const evaluate = jest.fn((expression: string, item: number) => `${expression}${item}`);
		const raw = '{{ $json.a }}{{ $vars.b }}{% for n in [1, 2] %}{{ $json.a }}{% endfor %}';
		const form = new FormReader({ values: { a: raw, b: '{{ $json.a }}' }, evaluate });
		for (const index of [0, 1]) {
			const scope = { ...scopeWith(), index };
			form.text('a').render(scope);
			form.text('b').render(scope);
		}
		expect(evaluate.mock.calls).toEqual([
			['{{ $json.a }}', 0],
			['{{ $vars.b }}', 0],
			['{{ $json.a }}', 1],
		]);
	});

	it('hands n8n braces in quotes as n8n reads them', () => {
		const evaluate = jest.fn(() => 1);
		const form = new FormReader({ values: { a: '{{ $json["}}"] }}' }, evaluate });
		form.text('a').render(scopeWith());
		expect(evaluate).toHaveBeenCalledWith('{{ $json["\\}}"] }}', 0);
	});
});

describe('data never becomes a template', () => {
	const HOSTILE = [
		'{{ json.secret }}',
		'{% for x in range(9) %}x{% endfor %}',
		'={{ $json.secret }}',
		'{#',
	];

	it.each(HOSTILE)('%s from an insert of either language stays text', (value) => {
		const json = { value, secret: 'SECRET' };
		const values = { '{{ $json.value }}': value, "{{ $('Node').item.json.value }}": value };
		for (const raw of [
			'{{ $json.value }}',
			"{{ $('Node').item.json.value }}",
			'{{ json.value }}',
		]) {
			for (const mode of ['', '=']) {
				expect(text(`${mode}${raw}`, values, json)).toBe(value);
				expect(text(`${mode}{{ json.x }}${raw}`, values, json)).toBe(value);
			}
		}
	});

	it('an object of n8n holds text, too', () => {
		const values = { '{{ $json.o }}': { '{{ json.k }}': '{{ json.secret }}' } };
		expect(text('x{{ $json.o }}', values, { secret: 'SECRET' })).toBe(
			'x{"{{ json.k }}":"{{ json.secret }}"}',
		);
	});
});

describe('what goes wrong', () => {
	const failing = (evaluate: () => unknown, raw: string) => () =>
		new FormReader({
			values: { field: raw },
			label: () => 'JSON',
			resolve: evaluate,
			evaluate,
		})
			.text('field')
			.render(scopeWith());

	it("names the field by its label, the insert and n8n's reason", () => {
		const throwing = () => {
			throw new Error('no pairing');
		};
		expect(failing(throwing, 'a {{ $json.x }}')).toThrow(
			'JSON: n8n cannot evaluate {{ $json.x }}: no pairing',
		);
	});

	it('tells a name that neither language has', () => {
		expect(failing(() => undefined, '={{ custmer.name }}')).toThrow(
			'JSON: {{ custmer.name }} has no value: neither templates nor n8n have the name "custmer" (did you mean "customer"?)',
		);
		expect(failing(() => 5, '={{ Math.max(1, 5) }}')()).toBe('5');
	});

	it('names the field by its label in faults of a template', () => {
		expect(failing(() => 1, '{{ json.x | uper }}')).toThrow(
			'JSON, line 1, column 13: unknown filter',
		);
	});
});

it('a preview sees every insert, its language and its value', () => {
	const notes = new RenderNotes((path) => path);
	const values = { '{{ $json.n }}': 5, '{{ $json.none }}': undefined };
	const form = formOf(
		{
			a: '{{ json.name }} {{ $json.n }} {{ $json.none }}',
			b: '={{ $json.n }}',
			c: '{% for n in [1, 2] %}{{ n }}{% endfor %}',
		},
		values,
	);
	const item = { index: 0, context: { json: { name: 'Ada' }, currentStep } };
	const scope = scopeOf(item, { now: () => 0 }, notes);
	for (const path of ['a', 'b', 'c']) form.text(path).render(scope);
	expect(notes.inserts()).toEqual([
		{ field: 'a', text: '{{ json.name }}', language: 'Jinjava', value: 'Ada' },
		{ field: 'a', text: '{{ $json.n }}', language: 'n8n', value: '5' },
		{ field: 'a', text: '{{ $json.none }}', language: 'n8n', value: '' },
		{ field: 'b', text: '{{ $json.n }}', language: 'n8n', value: 5 },
		{ field: 'c', text: '{{ n }}', language: 'Jinjava', value: '1', times: 2 },
	]);
	expect(notes.warnings({})).toEqual([
		'a: the insert {{ $json.none }} gave nothing, because its value is missing.',
	]);
});
