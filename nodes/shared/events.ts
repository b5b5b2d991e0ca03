/** The event definitions of a project: written when responses arrive, offered in forms. */
import {
	NodeOperationError,
	type ILoadOptionsFunctions,
	type INodeListSearchItems,
	type INodeListSearchResult,
} from 'n8n-workflow';

import { monotonicClock } from '../../core/clock';
import { IntegrationError } from '../../core/errors';
import { EventRecorder } from '../../core/outgoing/event-recorder';
import { checkEventName, DEFAULT_EVENT_NAME } from '../../core/outgoing/response-event';
import type { EventDefinition, EventDefinitionStore } from '../../core/store/event-definitions';
import { scopeOf } from './owner';

/** One for the process, so that each event is written once. */
export const eventRecorder = new EventRecorder(monotonicClock);

/**
 * The definitions of this n8n. Most runs need none, so the store is read when it is first used.
 * @throws {StoreError | IntegrationError}
 */
export async function eventDefinitions(): Promise<EventDefinitionStore> {
	const { storeFor } = await import('./store');
	return storeFor('automatic').events;
}

/** More than anyone scrolls through; the search finds the others. */
const MAX_PARAMETERS_SHOWN = 4;

/** The events of the project whose form asks, the default first, each with what tells it from others. */
export async function searchEvents(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const scope = scopeOf(this);
	await eventRecorder.written();
	const known = scope === undefined ? [] : await (await eventDefinitions()).list(scope);
	const rest = known.filter(({ name }) => name !== DEFAULT_EVENT_NAME);
	const first = known.find(({ name }) => name === DEFAULT_EVENT_NAME);
	const items = [first ? toItem(first) : DEFAULT_ITEM, ...rest.map(toItem)];
	const wanted = filter.trim().toLowerCase();
	return {
		results: items.filter(({ name }) => name.toLowerCase().includes(wanted)),
	};
}

const DEFAULT_ITEM: INodeListSearchItems = {
	name: DEFAULT_EVENT_NAME,
	value: DEFAULT_EVENT_NAME,
};

function toItem({ name, description, parameters }: EventDefinition): INodeListSearchItems {
	// The others are the same for all events.
	const own = parameters.map((parameter) => parameter.name).filter((text) => /^body\b/.test(text));
	const shown = own.slice(0, MAX_PARAMETERS_SHOWN).join(', ');
	const more =
		own.length > MAX_PARAMETERS_SHOWN ? ` and ${own.length - MAX_PARAMETERS_SHOWN} more` : '';
	const about = [description, shown + more].filter((text) => text !== '').join(': ');
	return { name: about === '' ? name : `${name} (${about})`, value: name };
}

/**
 * "Create new event" of the list: takes the text of the search as the name. The definition is written at the first
 * response, because n8n does not tell here which project asks.
 * @throws {NodeOperationError} for a text that cannot be a name
 */
export async function createEvent(this: ILoadOptionsFunctions, payload: unknown): Promise<string> {
	const name = (payload as { name?: unknown } | undefined)?.name;
	const text = typeof name === 'string' ? name.trim() : '';
	try {
		return checkEventName(text, { path: 'eventName', label: 'Event Name' });
	} catch (error) {
		const hint = error instanceof IntegrationError ? error.hint : undefined;
		const message =
			text === '' ? 'Type the name of the new event into the search first' : String(error);
		throw new NodeOperationError(this.getNode(), message, { ...(hint && { description: hint }) });
	}
}
