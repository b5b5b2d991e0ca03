import { compile, SkipItem, TemplateError } from '../../../../core/jinjava';
import type { TemplateContext } from '../../../../core/jinjava';

const context: TemplateContext = {
	a: { b: { c: ['first', 'second'] } },
	customer: { name: 'Ada' },
	context: { fieldId: 'from the form' },
	answer: '{"token":"eyJ","id":12345678901234567890,"price":1.50}',
};

const render = (template: string) => compile(template, { field: 'jsonBody' }).render(context);

function faultOf(template: string): TemplateError {
	try {
		render(template);
	} catch (error) {
		if (error instanceof TemplateError) return error;
		throw error;
	}
	throw new Error(`rendered: ${template}`);
}

describe('compile', () => {
	it('compiles the same text for the same field once', () => {
		const first = compile('{{ a }}', { field: 'url' });
		expect(compile('{{ a }}', { field: 'url' })).toBe(first);
		expect(compile('{{ a }}', { field: 'jsonBody' })).not.toBe(first);
	});

	it('knows a text without inserts', () => {
		expect(compile('plain { text } %', { field: 'url' }).isStatic).toBe(true);
		expect(compile('{{ a }}', { field: 'url' }).isStatic).toBe(false);
		expect(compile('{# note #}', { field: 'url' }).isStatic).toBe(false);
	});

	it('lists the names that a template reads, not those it sets', () => {
		const source =
			'{% set x = event.id %}{{ x }}{% for y in json.list %}{{ y }}{% endfor %}{% customer name %}';
		expect([...compile(source, { field: 'url' }).references]).toEqual([
			'event',
			'json',
			'customer',
		]);
	});
});

describe('render', () => {
	it('reads properties and positions', () => {
		expect(render("{{ a.b['c'][0] }} {{ a.b.c[-1] }}")).toBe('first second');
	});

	it('takes a bare value out of JSON text and keeps the digits of its numbers', () => {
		expect(render('{{ answer|fromjson|attr("token") }}')).toBe('eyJ');
		expect(render('{{ (answer|fromjson).id }}')).toBe('12345678901234567890');
		expect(render('{{ answer|fromjson|tojson }}')).toBe(
			'{"token":"eyJ","id":12345678901234567890,"price":1.5}',
		);
	});

	it('reports inserts that print nothing because their value is missing', () => {
		const missing: unknown[] = [];
		const template = compile('{{ a.b.c[0] }}\n{{ customer.nope }}', { field: 'jsonBody' });
		expect(template.render(context, { onMissing: (insert) => missing.push(insert) })).toBe(
			'first\n',
		);
		expect(missing).toEqual([{ expression: 'customer.nope', line: 2, column: 3 }]);
	});

	it('prints required values and skips the item when one is missing', () => {
		expect(render('{% customer name %}, {% context fieldId %}')).toBe('Ada, from the form');
		expect(() => render('{% customer phone %}')).toThrow(SkipItem);
		expect(() => render('{% context other %}')).toThrow('the form field "other" has no value');
	});
});

describe('errors', () => {
	it('name the field, the line and the column and suggest a name', () => {
		expect(faultOf('{\n  "a": 1,\n  "b": {{ a | tojsn }}\n}')).toMatchObject({
			message: 'jsonBody, line 3, column 15: unknown filter "tojsn" (did you mean "tojson"?)',
			code: 'TEMPLATE_UNKNOWN_NAME',
			field: 'jsonBody',
			line: 3,
			column: 15,
		});
	});

	it('say which tags need Synerise', () => {
		expect(faultOf('{% voucher poolUuid %}')).toMatchObject({ code: 'TEMPLATE_NEEDS_SYNERISE' });
	});
});
