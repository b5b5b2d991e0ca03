/**
 * Brings requests into the request log without any of them waiting for it: they are gathered in memory and written
 * together, about a second later. A log that cannot be written costs its entries, never a request.
 */
import type { Clock } from '../clock';
import {
	isRefused,
	type LogBatch,
	type LoggedRequest,
	type RequestLogStore,
} from '../store/request-log';
import type { Timers } from '../timers';
import { causeKind } from './cause-kind';
import type { LogSink } from './refusal-log';

/** The log that a request belongs in. */
export interface LogPlace extends Omit<LogBatch, 'requests'> {
	store: RequestLogStore;
}

/** Begins the line that counts what was not recorded; operators search for it. */
export const LOST_EVENT = 'synerise.incoming.logLost';

/** Stands for the causes of a flood that has more of them than are stored. */
export const FURTHER_CAUSES = 'further causes, counted only';

const FLUSH_AFTER_MS = 1_000;
const LINE_EVERY_MS = 60_000;

/** So many refused requests of an endpoint are stored one by one between two writes; the others are counted. */
const REFUSED_A_FLUSH = 10;

/** Of all endpoints: what memory may hold. */
const MAX_WAITING = 10_000;

interface Waiting extends LogBatch {
	store: RequestLogStore;
	refused: number;
	/** The stored refused requests by kind of cause: those count what is not stored. */
	byKind: Map<string, LoggedRequest>;
}

export class RequestRecorder {
	private waiting = new Map<RequestLogStore, Map<string, Waiting>>();
	private size = 0;
	private isPlanned = false;
	private sink: LogSink | undefined;
	private flushed: Promise<void> = Promise.resolve();
	private lost = 0;
	private lastLine = -Infinity;

	/** @param clock measures the time between two lines about what was lost */
	constructor(
		private readonly clock: Clock,
		private readonly timers: Timers,
	) {}

	/** Takes a request; returns at once. @param sink is told, now and then, what was lost */
	record(place: LogPlace, request: LoggedRequest, sink: LogSink): void {
		if (place.limits.entries <= 0) return;
		const batch = this.batchOf(place);
		if (isRefused(request)) this.addRefused(batch, request);
		else this.add(batch, request);
		this.sink = sink;
		if (this.isPlanned) return;
		this.isPlanned = true;
		this.timers.after(FLUSH_AFTER_MS, () => void this.written());
	}

	/** Writes what waits at once. Resolves when it is written, or lost. */
	written(): Promise<void> {
		this.flushed = this.flushed.then(() => this.flush());
		return this.flushed;
	}

	private batchOf(place: LogPlace): Waiting {
		const batches = this.waiting.get(place.store) ?? new Map<string, Waiting>();
		this.waiting.set(place.store, batches);
		const key = `${place.owner.scope} ${place.endpoint}`;
		const batch = batches.get(key) ?? { ...place, requests: [], refused: 0, byKind: new Map() };
		batches.set(key, batch);
		// An edit of the settings counts at once.
		batch.limits = place.limits;
		return batch;
	}

	private add(batch: Waiting, request: LoggedRequest): void {
		if (this.size >= MAX_WAITING) {
			this.lost++;
			return;
		}
		this.size++;
		batch.requests.push(request);
	}

	private addRefused(batch: Waiting, request: LoggedRequest): void {
		const kind = causeKind(request.cause);
		if (batch.refused < REFUSED_A_FLUSH) {
			batch.refused++;
			batch.byKind.set(kind, request);
			this.add(batch, request);
			return;
		}
		const counting = batch.byKind.get(kind) ?? batch.byKind.get(FURTHER_CAUSES);
		if (counting) {
			counting.more = (counting.more ?? 0) + 1;
			return;
		}
		const further = { ...request, cause: FURTHER_CAUSES };
		batch.byKind.set(FURTHER_CAUSES, further);
		this.add(batch, further);
	}

	/** Writes endpoint by endpoint. What comes in the meantime is written with the next turn. */
	private async flush(): Promise<void> {
		const batches = [...this.waiting.values()].flatMap((each) => [...each.values()]);
		this.waiting = new Map();
		this.size = 0;
		this.isPlanned = false;
		let problem = 'more requests at a time than memory may hold';
		for (const { store, owner, endpoint, limits, requests } of batches) {
			try {
				// More than the log keeps would be dropped as soon as it is written.
				await store.append({ owner, endpoint, limits, requests: requests.slice(-limits.entries) });
			} catch (error) {
				problem = error instanceof Error ? error.message : String(error);
				for (const { more = 0 } of requests) this.lost += 1 + more;
			}
		}
		this.tell(problem);
	}

	private tell(cause: string): void {
		const now = this.clock.now();
		if (this.lost === 0 || now - this.lastLine < LINE_EVERY_MS) return;
		const fields = { count: this.lost, cause };
		this.lost = 0;
		this.lastLine = now;
		this.sink?.error(
			`${LOST_EVENT} count=${fields.count} cause=${JSON.stringify(cause)}: these requests were handled, but are not in the request log`,
			fields,
		);
	}
}
