/** A form as a test writes it: raw parameters, with expressions answered by a table. */
import { FormReader, type ItemScope } from '../../../../core/outgoing/fields';
import { templateContext } from '../../../../core/outgoing/context';
import type { JsonObject } from '../../../../core/json';

export const formOf = (
	values: Record<string, unknown>,
	expressions: Record<string, unknown> = {},
) => new FormReader({ values, resolve: (path) => expressions[path] });

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
