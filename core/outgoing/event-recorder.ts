/** Creates the definition of an event at its first response, beside the run that got it. */
import { LRUCache } from 'lru-cache';

import type { Clock } from '../clock';
import type { EventDefinitionStore } from '../store/event-definitions';
import { parametersOf } from './event-definition';
import type { ResponseEvent } from './response-event';

/** Events that a process remembers to have written. */
const MAX_EVENTS = 10_000;

/** After this long an event is offered to the store again: its definition may have been deleted. */
const AGAIN_AFTER_MS = 10 * 60_000;

export class EventRecorder {
	private readonly settled = new LRUCache<string, number>({ max: MAX_EVENTS });

	private readonly pending = new Set<Promise<void>>();

	constructor(private readonly monotonic: Clock) {}

	/**
	 * Defines an event that the store does not know. Asks once in a while for each event, and never in the way of the
	 * run: a store that is down costs the definition, nothing else.
	 */
	define(open: () => Promise<EventDefinitionStore>, scope: string, event: ResponseEvent): void {
		const key = `${scope}\n${event.action}`;
		const now = this.monotonic.now();
		const last = this.settled.get(key);
		if (last !== undefined && now - last < AGAIN_AFTER_MS) return;
		this.settled.set(key, now);
		const written = create(open, scope, event)
			.catch(() => {})
			.finally(() => this.pending.delete(written));
		this.pending.add(written);
	}

	/** Lets an event be offered again at once: its definition was deleted. */
	forget(scope: string, action: string): void {
		this.settled.delete(`${scope}\n${action}`);
	}

	/** Resolves when what was begun is written, or failed. */
	async written(): Promise<void> {
		await Promise.all(this.pending);
	}
}

async function create(
	open: () => Promise<EventDefinitionStore>,
	scope: string,
	event: ResponseEvent,
): Promise<void> {
	const definition = {
		name: event.action,
		description: '',
		parameters: parametersOf(event),
		updatedAt: event.time,
	};
	await (await open()).put(scope, definition, { replace: false });
}
