import type { Clock } from '../clock';
import type { IncomingStore } from '../store/store';
import type { Timers } from '../timers';
import type { IncomingRequest } from './request';
import type { IncomingSettings } from './settings';

export interface IncomingServices {
	store: IncomingStore;
	clock: Clock;
	/** Measures durations, whatever happens to the clock. */
	monotonic: Clock;
	timers: Timers;
	/** A new, unique request id. */
	newId(): string;
}

/** A request to one of the endpoint's routes, and what is needed to respond to it. */
export interface Exchange {
	readonly request: IncomingRequest;
	readonly settings: IncomingSettings;
	readonly services: IncomingServices;
	/** Milliseconds since the epoch. */
	readonly receivedAt: number;
}
