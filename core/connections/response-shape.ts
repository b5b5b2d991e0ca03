/** What a response to an authorization request consists of, without any of its values. */
import type { HttpResponse } from '../http/client';
import { responseText } from '../http/response-text';
import type { JsonValue } from '../json';
import { parseAnswer } from '../json-limits';
import { flatten, FlattenLimitError } from '../parameters/flatten';
import type { Mask } from './mask';

/** More are counted, not named. */
const MAX_NAMES = 25;
/** A longer name is data, not the name of a field. */
const MAX_NAME_LENGTH = 64;
const LIMITS = { depth: 20, count: 10_000 };

/**
 * Names and types of a response's fields, in the place of the values that must not be shown.
 * @example 'body: JSON with access_token (text), expires_in (number); headers: content-type, date'
 */
export function responseShape(response: HttpResponse, mask: Mask): string {
	return `body: ${bodyShape(response, mask)}; headers: ${listed(Object.keys(response.headers), mask)}`;
}

function bodyShape(response: HttpResponse, mask: Mask): string {
	if (response.body.length === 0) return 'empty';
	const value = parse(responseText(response));
	if (value === undefined) return `text of ${response.body.length} bytes`;
	try {
		const fields = Object.entries(flatten(value, { limits: LIMITS }));
		if (fields.length === 0 || typeof value !== 'object') return `JSON, ${typeOf(value)}`;
		return `JSON with ${listed(
			fields.map(([name, field]) => `${shortened(name)} (${typeOf(field)})`),
			mask,
		)}`;
	} catch (error) {
		if (error instanceof FlattenLimitError) return 'JSON with more fields than can be shown';
		throw error;
	}
}

function parse(source: string): JsonValue | undefined {
	try {
		return parseAnswer(source);
	} catch {
		return undefined;
	}
}

const shortened = (name: string): string =>
	name.length > MAX_NAME_LENGTH ? `${name.slice(0, MAX_NAME_LENGTH)}…` : name;

function listed(names: string[], mask: Mask): string {
	const shown = names.slice(0, MAX_NAMES).map((name) => mask.text(name));
	const more = names.length - shown.length;
	return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

const TYPE_NAMES: Record<string, string> = { string: 'text', boolean: 'true or false' };

function typeOf(value: JsonValue): string {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'list';
	return TYPE_NAMES[typeof value] ?? typeof value;
}
