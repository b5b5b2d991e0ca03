/** Checks what someone enters into an event definition. */
import { IntegrationError } from '../errors';
import {
	DEFINITION_LIMITS,
	type EventParameter,
	type EventParameterType,
} from '../store/event-definitions';

export const PARAMETER_TYPES: readonly EventParameterType[] = [
	'array',
	'boolean',
	'null',
	'number',
	'object',
	'string',
];

const invalid = (label: string, problem: string, hint: string) =>
	new IntegrationError(`${label}: ${problem}`, {
		code: 'EVENT_DEFINITION_INVALID',
		field: 'updateFields',
		hint,
	});

/** @throws {IntegrationError} `EVENT_DEFINITION_INVALID` */
export function checkDescription(text: string): string {
	const limit = DEFINITION_LIMITS.description;
	if (text.length <= limit) return text;
	throw invalid('Description', `it is longer than ${limit} characters`, 'Shorten it.');
}

/** @throws {IntegrationError} `EVENT_DEFINITION_INVALID`, naming the row */
export function checkParameters(rows: Array<{ name?: unknown; type?: unknown }>): EventParameter[] {
	if (rows.length > DEFINITION_LIMITS.parameters) {
		const problem = `${rows.length} are more than the ${DEFINITION_LIMITS.parameters} allowed`;
		throw invalid('Parameters', problem, 'Remove some of them.');
	}
	const known = new Set<string>();
	let places: number = DEFINITION_LIMITS.names;
	return rows.map((row, index) => {
		const parameter = checkRow(row, `Parameters, row ${index + 1}`);
		const { name } = parameter;
		if (known.has(name)) {
			throw invalid(`Parameters, row ${index + 1}`, `"${name}" is there twice`, 'Remove one.');
		}
		known.add(name);
		places -= name.length;
		if (places >= 0) return parameter;
		const problem = `the names are longer than ${DEFINITION_LIMITS.names} characters in total`;
		throw invalid('Parameters', problem, 'Remove some of them.');
	});
}

function checkRow(row: { name?: unknown; type?: unknown }, label: string): EventParameter {
	const name = String(row.name ?? '').trim();
	if (name === '') throw invalid(label, 'the name is empty', 'Enter a name.');
	if (name.length > DEFINITION_LIMITS.name) {
		const problem = `the name is longer than ${DEFINITION_LIMITS.name} characters`;
		throw invalid(label, problem, 'Shorten it.');
	}
	const type = PARAMETER_TYPES.find((candidate) => candidate === (row.type ?? 'string'));
	if (type) return { name, type };
	const hint = `Use one of ${PARAMETER_TYPES.join(', ')}.`;
	throw invalid(label, `"${String(row.type)}" is not a valid type`, hint);
}
