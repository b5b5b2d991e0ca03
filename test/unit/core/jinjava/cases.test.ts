import { compile, type TemplateContext } from '../../../../core/jinjava';
import cases from '../../../fixtures/jinjava-cases.json';

describe("literal cases of Jinjava's own tests", () => {
	it.each(cases.map((entry) => [entry.file, entry.template, entry] as const))(
		'%s: %s',
		(_file, template, { context, expected }) => {
			const rendered = compile(template, { field: 'jsonBody' }).render(context as TemplateContext);
			expect(rendered).toBe(expected);
		},
	);
});
