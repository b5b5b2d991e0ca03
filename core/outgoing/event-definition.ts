/** Event definitions as responses make them: names and types of parameters, and how a response differs from what is known. */
import type { JsonObject, JsonValue } from '../json';
import {
	DEFINITION_LIMITS,
	type EventDefinition,
	type EventDefinitionStore,
	type EventParameter,
	type EventParameterType,
} from '../store/event-definitions';
import type { ResponseEvent } from './response-event';

/** The parameters of an event with their JSON types, in order, within the limits of a definition. */
export function parametersOf({ params }: ResponseEvent): EventParameter[] {
	const parameters: EventParameter[] = [];
	let places: number = DEFINITION_LIMITS.names;
	for (const [name, value] of Object.entries(params)) {
		if (parameters.length === DEFINITION_LIMITS.parameters) break;
		if (name.length > DEFINITION_LIMITS.name || name.length > places) continue;
		places -= name.length;
		parameters.push({ name, type: typeOf(value) });
	}
	return parameters;
}

function typeOf(value: JsonValue): EventParameterType {
	if (value === null) return 'null';
	return Array.isArray(value) ? 'array' : (typeof value as EventParameterType);
}

/** How a list of parameters differs from an earlier one. */
export interface ParameterChanges {
	added: EventParameter[];
	/** With the type before. */
	changed: Array<EventParameter & { before: EventParameterType }>;
	gone: EventParameter[];
}

export function changesOf(before: EventParameter[], after: EventParameter[]): ParameterChanges {
	const known = new Map(before.map((parameter) => [parameter.name, parameter.type]));
	const now = new Set(after.map(({ name }) => name));
	return {
		added: after.filter(({ name }) => !known.has(name)),
		changed: after.flatMap(({ name, type }) => {
			const earlier = known.get(name);
			return earlier === undefined || earlier === type ? [] : [{ name, type, before: earlier }];
		}),
		gone: before.filter(({ name }) => !now.has(name)),
	};
}

/** What a test request says of the definition of its event. */
export type TestedDefinition = JsonObject & {
	action: string;
	/** Of this response. */
	parameters: JsonObject[];
	/** Against the definition before. */
	changes: { added: JsonObject[]; changed: JsonObject[]; gone: JsonObject[] };
	/** Whether the definition now has these parameters. */
	updated: boolean;
};

export interface EventTest {
	scope: string;
	event: ResponseEvent;
	/** "Update response event": whether the parameters of the response replace those of the definition. */
	update: boolean;
	/** Whether a definition may be created for this name without being asked to. */
	create: boolean;
	/** Milliseconds since the epoch. */
	now: number;
}

/**
 * Compares the response of a test request with the definition of its event, and remembers it for the form.
 * @throws {StoreError}
 */
export async function recordTest(
	store: EventDefinitionStore,
	{ scope, event, update, create, now }: EventTest,
): Promise<TestedDefinition> {
	const known = await store.get(scope, event.action);
	const parameters = parametersOf(event);
	const changes = changesOf(known?.parameters ?? [], parameters);
	const writes = known ? update : update || create;
	const definition: EventDefinition = {
		name: event.action,
		description: known?.description ?? '',
		parameters: known && !update ? known.parameters : parameters,
		lastTest: parameters,
		updatedAt: known && !update ? known.updatedAt : now,
	};
	const isSaved =
		(known !== undefined || writes) && (await store.put(scope, definition, { replace: true }));
	return { ...viewOf(event, parameters, changes), updated: writes && isSaved };
}

/** What a test request says where no definition can be read or written. */
export const untracked = (event: ResponseEvent): TestedDefinition => {
	const parameters = parametersOf(event);
	return viewOf(event, parameters, changesOf([], parameters));
};

function viewOf(
	{ action }: ResponseEvent,
	parameters: EventParameter[],
	{ added, changed, gone }: ParameterChanges,
): TestedDefinition {
	const copies = (list: EventParameter[]): JsonObject[] => list.map((entry) => ({ ...entry }));
	return {
		action,
		parameters: copies(parameters),
		changes: { added: copies(added), changed: copies(changed), gone: copies(gone) },
		updated: false,
	};
}

/** A line of the list of changes. */
export interface DefinitionLine {
	title: string;
	detail?: string;
}

/** A summary, then one line for each parameter that the last test response had otherwise. */
export function reviewDefinition(definition: EventDefinition | undefined): DefinitionLine[] {
	if (!definition?.lastTest) {
		const detail = 'Click Execute step, then refresh this list.';
		return [{ title: 'No test response yet', detail }];
	}
	const { added, changed, gone } = changesOf(definition.parameters, definition.lastTest);
	const counts = [
		added.length > 0 && `${added.length} added`,
		changed.length > 0 && `${changed.length} changed`,
		gone.length > 0 && `${gone.length} gone`,
	].filter((count) => count !== false);
	return [
		{ title: counts.length === 0 ? 'No changes' : counts.join(', ') },
		...added.map(({ name, type }) => ({ title: name, detail: `Added: ${type}` })),
		...changed.map(({ name, type, before }) => ({
			title: name,
			detail: `Changed: ${before} · After: ${type}`,
		})),
		...gone.map(({ name, type }) => ({ title: name, detail: `Gone: ${type}` })),
	];
}
