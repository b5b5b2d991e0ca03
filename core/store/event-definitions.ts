/** The port of event definitions: what is known of the events that responses become, never a value of one. */
import type { MaybePromise } from './store';

export type EventParameterType = 'string' | 'number' | 'boolean' | 'null' | 'array' | 'object';

export interface EventParameter {
	name: string;
	type: EventParameterType;
}

export interface EventDefinition {
	/** The action of the event. */
	name: string;
	description: string;
	parameters: EventParameter[];
	/** What the last test response had, for comparison. Absent without one. */
	lastTest?: EventParameter[];
	/** Milliseconds since the epoch. */
	updatedAt: number;
}

/** What a scope and a definition may take. */
export const DEFINITION_LIMITS = {
	/** Definitions of a scope. */
	definitions: 200,
	parameters: 500,
	/** Characters of the name of a parameter. */
	name: 256,
	/** Characters of all names of a definition. */
	names: 32 * 1024,
	/** Characters of the description. */
	description: 500,
} as const;

export interface EventDefinitionStore {
	/** All of a scope, by name. */
	list(scope: string): MaybePromise<EventDefinition[]>;
	get(scope: string, name: string): MaybePromise<EventDefinition | undefined>;
	/**
	 * Writes a definition, atomically over all processes that share the store.
	 * @param replace whether one of this name is replaced; otherwise it stays as it is
	 * @returns whether it was written: not where it exists already, nor a new one in a scope that is full
	 */
	put(
		scope: string,
		definition: EventDefinition,
		options: { replace: boolean },
	): MaybePromise<boolean>;
	/** @returns whether there was one */
	remove(scope: string, name: string): MaybePromise<boolean>;
}

/** Saved by another version of this package, a definition may be none any more: it then counts as missing. */
export function parseDefinition(json: string): EventDefinition | undefined {
	try {
		const read = JSON.parse(json) as Partial<EventDefinition> | null;
		return Array.isArray(read?.parameters) ? (read as EventDefinition) : undefined;
	} catch {
		return undefined;
	}
}
