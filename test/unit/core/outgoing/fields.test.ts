import type { FormReader, ItemScope } from '../../../../core/outgoing/fields';
import { fixedForm, formOf, scopeWith } from './render';

describe('what is read once', () => {
	const reader = (path: string) =>
		jest.fn((form: FormReader, scope: ItemScope) => form.option(path, scope));

	it.each([
		['a fixed field', formOf({ timeout: 5 }), 5],
		['a leading = where there are no expressions', fixedForm({ timeout: '=5' }), '=5'],
	])('%s: for all items', (_, form, value) => {
		const read = reader('timeout');
		const values = [1, 2].map(() => form.once(scopeWith(), read));
		expect(values).toEqual([value, value]);
		expect(read).toHaveBeenCalledTimes(1);
	});

	it('an expression, however deep in the field: for each item', () => {
		const path = 'options.rows[0].timeout';
		const results: Record<string, unknown> = { [path]: 1 };
		const form = formOf({ options: { rows: [{ timeout: '={{ $json.timeout }}' }] } }, results);
		const read = reader(path);
		expect(form.once(scopeWith(), read)).toBe(1);
		results[path] = 2;
		expect(form.once(scopeWith(), read)).toBe(2);
	});

	it('tells readers of one field apart', () => {
		const form = formOf({ options: { timeout: 5, proxy: 'http://proxy:80' } });
		expect(form.once(scopeWith(), reader('options.timeout'))).toBe(5);
		expect(form.once(scopeWith(), reader('options.proxy'))).toBe('http://proxy:80');
	});

	it('an error: for each item again', () => {
		const form = formOf({ timeout: 5 });
		const read = jest.fn(() => {
			throw new Error('no number');
		});
		for (let item = 0; item < 2; item++) {
			expect(() => form.once(scopeWith(), read)).toThrow('no number');
		}
		expect(read).toHaveBeenCalledTimes(2);
	});
});
