/** The parameters that an event definition gets from a test response ("Update response event"). */
import type { JsonObject, JsonValue } from '../json';
import type { ResponseEvent } from './response-event';

/** @returns the event's action and its parameters with their JSON types, in order */
export const eventDefinition = ({ action, params }: ResponseEvent): JsonObject => ({
	action,
	parameters: Object.entries(params).map(([name, value]) => ({ name, type: typeOf(value) })),
});

function typeOf(value: JsonValue): string {
	if (value === null) return 'null';
	return Array.isArray(value) ? 'array' : typeof value;
}
