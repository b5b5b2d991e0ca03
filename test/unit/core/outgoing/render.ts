/** A form as a test writes it: raw parameters, with expressions answered by a table. */
import { FormReader, type ItemScope } from '../../../../core/outgoing/fields';
import { templateContext } from '../../../../core/outgoing/context';
import type { JsonObject } from '../../../../core/json';

/**
 * @param expressions the values of n8n's expressions: by the expression (`{{ $json.id }}`), or by the path of a field
 * that holds nothing else
 */
export function formOf(
	values: Record<string, unknown>,
	expressions: Record<string, unknown> = {},
): FormReader {
	const form: FormReader = new FormReader({
		values,
		resolve: (path) => expressions[path],
		evaluate: (expression) => {
			if (expression in expressions) return expressions[expression];
			const path = Object.keys(expressions).find((key) => form.raw(key) === `=${expression}`);
			return path === undefined ? undefined : expressions[path];
		},
	});
	return form;
}

/** A form without expressions, as a saved integration is. */
export const fixedForm = (values: Record<string, unknown>) => new FormReader({ values });

export const currentStep = {
	diagramId: 'w-1',
	diagramName: 'Workflow',
	blockId: 'n-1',
	blockName: 'Node',
};

export const scopeWith = (json: JsonObject = {}): ItemScope => ({
	index: 0,
	now: Date.parse('2026-01-01T00:00:00Z'),
	context: (references) => templateContext({ json, currentStep }, references),
});

export const rows = (...pairs: Array<[string, unknown]>) => ({
	parameters: pairs.map(([name, value]) => ({ name, value })),
});
