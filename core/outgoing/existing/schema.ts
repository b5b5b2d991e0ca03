/** The form of a saved integration: the fields that someone fills in who uses it. */
import { IntegrationError } from '../../errors';
import { Pattern } from './pattern';

export const FIELD_TYPES = ['text', 'number', 'boolean', 'choice'] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

export interface SchemaField {
	/** Templates read it as `{{ context.id }}` or `{% context id %}`. */
	id: string;
	/** What the user sees; errors name it. */
	label: string;
	type: FieldType;
	required: boolean;
	/** The least number, or the least count of characters of a text. */
	minimum: number | undefined;
	maximum: number | undefined;
	/** How many decimal places a number may have. */
	decimalPlaces: number | undefined;
	/** What the whole value must match. */
	pattern: Pattern | undefined;
	/** What is said of a value that breaks a rule; '' for a sentence of ours. */
	errorMessage: string;
	/** The values of a choice. */
	options: string[];
	/** As entered; '' means that there is none. */
	default: string;
}

type Row = Record<string, unknown>;

/**
 * @param schema the credential field, `{ rows: [{ id, label, type, required, minimum, maximum, options, default,
 * decimalPlaces, pattern, errorMessage }] }`
 * @throws {IntegrationError} `SCHEMA_INVALID`, naming the label of the row
 */
export function readSchema(schema: unknown): SchemaField[] {
	const rows = (schema as { rows?: unknown } | null | undefined)?.rows;
	if (!Array.isArray(rows)) return [];
	const fields = (rows as Row[]).map(readField);
	const repeated = fields.find(
		({ id }, index) => fields.findIndex((other) => other.id === id) < index,
	);
	if (repeated) {
		throw invalid(
			repeated.label,
			`the ID "${repeated.id}" is used twice`,
			'Give each field an ID of its own.',
		);
	}
	return fields;
}

function readField(row: Row, index: number): SchemaField {
	const id = text(row.id).trim();
	const label = text(row.label).trim() || id || `number ${index + 1}`;
	if (!/^[A-Za-z0-9_]+$/.test(id)) {
		throw invalid(
			label,
			id === '' ? 'it has no ID' : `"${id}" is not a valid ID`,
			'Use letters, digits and underscores.',
		);
	}
	const type = FIELD_TYPES.find((known) => known === (row.type ?? 'text'));
	if (type === undefined) {
		throw invalid(
			label,
			`unknown type "${text(row.type)}"`,
			`Use one of ${FIELD_TYPES.join(', ')}.`,
		);
	}
	const minimum = limit(label, 'minimum', row.minimum);
	const maximum = limit(label, 'maximum', row.maximum);
	if (minimum !== undefined && maximum !== undefined && minimum > maximum) {
		throw invalid(label, 'its minimum is above its maximum', 'Correct one of the two.');
	}
	const options = text(row.options)
		.split(/\r?\n|,/)
		.map((option) => option.trim())
		.filter((option) => option !== '');
	if (type === 'choice' && options.length === 0) {
		throw invalid(label, 'a choice needs options', 'Write one option per line.');
	}
	return {
		id,
		label,
		type,
		required: row.required === true,
		minimum,
		maximum,
		decimalPlaces: decimalPlaces(label, row.decimalPlaces),
		pattern: pattern(label, row.pattern),
		errorMessage: text(row.errorMessage).trim(),
		options,
		default: text(row.default),
	};
}

function limit(label: string, name: string, value: unknown): number | undefined {
	const entered = text(value).trim();
	if (entered === '') return undefined;
	const number = Number(entered);
	if (Number.isFinite(number)) return number;
	throw invalid(
		label,
		`its ${name} "${entered}" is not a number`,
		'Write a number, or leave it empty.',
	);
}

/** Node.js formats no number with more. */
const MAX_DECIMAL_PLACES = 100;

function decimalPlaces(label: string, value: unknown): number | undefined {
	const places = limit(label, 'count of decimal places', value);
	if (places === undefined) return undefined;
	if (Number.isInteger(places) && places >= 0 && places <= MAX_DECIMAL_PLACES) return places;
	const problem = `its count of decimal places "${text(value)}" is not a whole number from 0 to ${MAX_DECIMAL_PLACES}`;
	throw invalid(label, problem, 'Write for example 2, or leave it empty.');
}

function pattern(label: string, value: unknown): Pattern | undefined {
	const source = text(value);
	if (source.trim() === '') return undefined;
	try {
		return new Pattern(source);
	} catch (error) {
		const reason = error instanceof Error ? error.message : 'unknown reason';
		throw invalid(label, `its pattern cannot be used: ${reason}`, 'Correct the pattern.');
	}
}

const text = (value: unknown): string =>
	value === undefined || value === null ? '' : String(value);

const invalid = (label: string, reason: string, hint: string) =>
	new IntegrationError(`Form field "${label}" of the saved integration: ${reason}`, {
		code: 'SCHEMA_INVALID',
		field: 'schema',
		hint,
	});
