/** Reads the fields of a credential; what is missing or out of bounds is refused by the field's name. */
import { IntegrationError } from '../errors';
import type { CredentialFields } from './connection';

/** What to do about a connection, for anyone who is not just filling it in. */
export const OPEN_CONNECTION = 'Open the connection and correct it.';

const ABBREVIATIONS = /^(api|ca|guid|http|id|ttl|url)$/;

/** The name of a field as its form shows it: `clientId` is "Client ID". */
function label(field: string): string {
	return field
		.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
		.split(' ')
		.map((word) =>
			ABBREVIATIONS.test(word) ? word.toUpperCase() : word.replace(/^./, (c) => c.toUpperCase()),
		)
		.join(' ');
}

/** A field of a connection is missing or not usable. */
export class ConnectionFieldError extends IntegrationError {
	constructor(field: string, reason: string, hint = OPEN_CONNECTION) {
		super(`Connection field "${label(field)}": ${reason}`, {
			code: 'CONNECTION_FIELD_INVALID',
			field,
			hint,
		});
	}
}

/** A text field as entered; an absent one is empty. */
export function text(credential: CredentialFields, field: string): string {
	const value = credential[field];
	if (value === undefined || value === null) return '';
	if (typeof value === 'string') return value;
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	throw new ConnectionFieldError(field, 'must be text');
}

/** A text field that must not be empty. Nothing is trimmed: spaces may belong to a secret. */
export function requiredText(credential: CredentialFields, field: string): string {
	const value = text(credential, field);
	if (value.trim() === '') throw new ConnectionFieldError(field, 'must not be empty');
	return value;
}

/** A choice; an absent one is the first of `values`. */
export function choice<Value extends string>(
	credential: CredentialFields,
	field: string,
	values: readonly [Value, ...Value[]],
): Value {
	const entered = text(credential, field);
	if (entered === '') return values[0];
	const value = values.find((candidate) => candidate === entered);
	if (value === undefined) {
		throw new ConnectionFieldError(field, `must be one of ${values.join(', ')}`);
	}
	return value;
}

/** Whole seconds within bounds; an empty field is `fallback`. */
export function seconds(
	credential: CredentialFields,
	field: string,
	{ fallback, min, max }: { fallback: number; min: number; max: number },
): number {
	const entered = text(credential, field).trim();
	if (entered === '') return fallback;
	const value = Number(entered);
	if (!Number.isInteger(value) || value < min || value > max) {
		throw new ConnectionFieldError(
			field,
			`must be a whole number of seconds from ${min} to ${max}`,
			`Leave it empty for ${fallback} seconds.`,
		);
	}
	return value;
}

/** An absolute http(s) URL. Whether it may be reached is for the HTTP client's policy to say. */
export function absoluteUrl(value: string, field: string): URL {
	const url = URL.parse(value.trim());
	if (url === null || !['https:', 'http:'].includes(url.protocol)) {
		throw new ConnectionFieldError(
			field,
			'must be a complete URL',
			'Enter an address that begins with https://.',
		);
	}
	return url;
}

/**
 * The rows of n8n's multi-value fixedCollection, `{ rows: [{ name, value }] }`. A row without any entry is left out.
 * @param columns the names of a row's fields; the first one is required in each row
 */
export function rows<Column extends string>(
	credential: CredentialFields,
	field: string,
	columns: readonly [Column, ...Column[]],
): Array<Record<Column, string>> {
	const collection = credential[field];
	if (collection === undefined || collection === null || collection === '') return [];
	const entered = (collection as { rows?: unknown }).rows ?? [];
	if (!Array.isArray(entered)) throw new ConnectionFieldError(field, 'must be a list of rows');
	return entered.flatMap((row: CredentialFields, index) => {
		const values = columns.map((column) => [column, text(row, column)] as const);
		if (values.every(([, value]) => value === '')) return [];
		if (values[0]?.[1].trim() === '') {
			throw new ConnectionFieldError(field, `row ${index + 1} has no ${columns[0]}`);
		}
		return [Object.fromEntries(values) as Record<Column, string>];
	});
}
