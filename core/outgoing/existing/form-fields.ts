/** What someone entered into the form of a saved integration, checked against its schema. */
import { IntegrationError } from '../../errors';
import type { JsonObject, JsonValue } from '../../json';
import type { SchemaField } from './schema';

/**
 * @param entered values by ID; a missing or empty one falls back to the default
 * @returns typed values for templates; a field that is optional and empty is left out
 * @throws {IntegrationError} `FORM_FIELD_INVALID`, naming the field's label
 */
export function readFormFields(
	schema: SchemaField[],
	entered: Record<string, unknown>,
): JsonObject {
	const values: JsonObject = {};
	for (const field of schema) {
		const value = readValue(field, entered[field.id]);
		if (value !== undefined) values[field.id] = value;
	}
	return values;
}

/**
 * The schema's defaults alone, for a test. A required field without one gets a sample of its type, which need not match
 * the field's pattern.
 */
export function sampleFormFields(schema: SchemaField[]): JsonObject {
	const values: JsonObject = {};
	for (const field of schema) {
		const value = field.default === '' ? sample(field) : readValue(field, undefined);
		if (value !== undefined) values[field.id] = value;
	}
	return values;
}

function readValue(field: SchemaField, given: unknown): JsonValue | undefined {
	const entered = isEmpty(given) ? field.default : given;
	if (isEmpty(entered)) {
		if (field.required) throw invalid(field, 'it is required and empty');
		return undefined;
	}
	return readers[field.type](field, entered);
}

const isEmpty = (value: unknown): boolean =>
	value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

const readers: Record<SchemaField['type'], (field: SchemaField, value: unknown) => JsonValue> = {
	text(field, value) {
		const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
		checkPattern(field, text);
		checkLimits(field, [...text].length, 'characters');
		return text;
	},
	number(field, value) {
		const number = typeof value === 'boolean' ? NaN : Number(value);
		if (!Number.isFinite(number)) throw broken(field, `"${String(value)}" is not a number`);
		checkPattern(field, String(value).trim());
		checkDecimalPlaces(field, number);
		checkLimits(field, number);
		return number;
	},
	boolean(field, value) {
		const text = String(value).trim().toLowerCase();
		if (text === 'true' || text === 'false') return text === 'true';
		throw invalid(field, `"${String(value)}" is neither true nor false`);
	},
	choice(field, value) {
		const choice = String(value).trim();
		if (field.options.includes(choice)) return choice;
		throw invalid(field, `"${choice}" is not one of ${field.options.join(', ')}`);
	},
};

function checkLimits(field: SchemaField, size: number, unit?: string): void {
	const of = unit === undefined ? '' : ` ${unit}`;
	if (field.minimum !== undefined && size < field.minimum) {
		throw broken(field, `${size}${of} is below the minimum of ${field.minimum}`);
	}
	if (field.maximum !== undefined && size > field.maximum) {
		throw broken(field, `${size}${of} is above the maximum of ${field.maximum}`);
	}
}

function checkPattern(field: SchemaField, text: string): void {
	if (field.pattern && !field.pattern.matches(text)) {
		throw broken(field, `the value does not match the pattern ${field.pattern.source}`);
	}
}

function checkDecimalPlaces(field: SchemaField, number: number): void {
	const { decimalPlaces } = field;
	if (decimalPlaces === undefined || decimalsOf(number) <= decimalPlaces) return;
	throw broken(field, `${number} has more than ${decimalPlaces} decimal places`);
}

/** Of 1.25 two, of 1e-7 seven. */
function decimalsOf(number: number): number {
	const [digits = '', exponent = '0'] = String(number).split('e');
	return Math.max((digits.split('.')[1] ?? '').length - Number(exponent), 0);
}

/** A value that breaks a rule of its field, in the words of the field where it has some. */
const broken = (field: SchemaField, reason: string) => invalid(field, field.errorMessage || reason);

function sample({ type, required, minimum, options }: SchemaField): JsonValue | undefined {
	if (!required) return undefined;
	const samples = {
		text: 'x'.repeat(Math.max(1, minimum ?? 1)),
		number: minimum ?? 0,
		boolean: false,
		choice: options[0],
	};
	return samples[type];
}

const invalid = ({ id, label }: SchemaField, reason: string) =>
	new IntegrationError(`${label}: ${reason}`, {
		code: 'FORM_FIELD_INVALID',
		field: `formFields.${id}`,
		hint: `Correct the form field "${label}".`,
	});
