/**
 * What an operator sees of requests that started no execution: a line at once for the first of a cause, then at
 * most one a minute that counts the others. A flood cannot fill the log, and no line contains anything of a request but
 * an address that is not allowed.
 */
import type { Clock } from '../clock';
import type { Timers } from '../timers';
import { causeKind } from './cause-kind';

/** n8n's logger, as far as it is needed. */
export interface LogSink {
	debug(message: string, fields: Record<string, unknown>): void;
	warn(message: string, fields: Record<string, unknown>): void;
	error(message: string, fields: Record<string, unknown>): void;
}

export interface RefusedRequest {
	/** Stable, one word: `unauthorized`, `malformed`, `duplicate`, … */
	reason: string;
	/** The status of the reply. */
	status: number;
	endpointId: string;
	workflowId?: string | undefined;
	/** What exactly was wrong; never anything that the sender sent. */
	detail: string;
	/** Where the request came from, as far as proxies are trusted, where that was the reason. Of the last request. */
	address?: string | undefined;
}

/** Begins every line; operators search for it. */
export const REFUSAL_EVENT = 'synerise.incoming.refused';

const INTERVAL_MS = 60_000;

/** So many causes of a reason have lines of their own; further ones share one. */
const MAX_CAUSES = 20;

interface Period {
	startedAt: number;
	/** Requests since the last line. */
	count: number;
	last: RefusedRequest;
	sink: LogSink;
}

export class RefusalLog {
	private readonly periods = new Map<string, Period>();
	/** How many causes have lines, by endpoint and reason. */
	private readonly causes = new Map<string, number>();

	constructor(
		private readonly clock: Clock,
		private readonly timers: Timers,
		private readonly intervalMs = INTERVAL_MS,
	) {}

	/** Counts one request, and logs it unless its cause was logged within the interval. */
	record(request: RefusedRequest, sink: LogSink): void {
		const reason = `${request.endpointId} ${request.reason}`;
		const kind = this.kindOf(reason, request.detail);
		const period = this.periods.get(kind);
		if (period) {
			period.count++;
			period.last = request;
			period.sink = sink;
			return;
		}
		write(sink, request, 1, 0);
		this.causes.set(reason, (this.causes.get(reason) ?? 0) + 1);
		this.open(kind, reason, { startedAt: this.clock.now(), count: 0, last: request, sink });
	}

	private kindOf(reason: string, detail: string): string {
		const kind = `${reason} ${causeKind(detail)}`;
		const isFull = (this.causes.get(reason) ?? 0) >= MAX_CAUSES;
		return isFull && !this.periods.has(kind) ? reason : kind;
	}

	/** Repeats count quietly until the interval is over; a kind without repeats is forgotten then. */
	private open(kind: string, reason: string, period: Period): void {
		this.periods.set(kind, period);
		this.timers.after(this.intervalMs, () => {
			this.periods.delete(kind);
			if (period.count === 0) {
				this.forget(reason);
				return;
			}
			const now = this.clock.now();
			write(period.sink, period.last, period.count, (now - period.startedAt) / 1_000);
			this.open(kind, reason, { ...period, startedAt: now, count: 0 });
		});
	}

	private forget(reason: string): void {
		const left = (this.causes.get(reason) ?? 0) - 1;
		if (left > 0) this.causes.set(reason, left);
		else this.causes.delete(reason);
	}
}

/**
 * Our own faults are errors, the senders' are warnings; duplicates and unmet conditions are everyday life. The
 * fields stand in the message too, as logfmt: n8n's text format prints nothing but the message.
 */
function write(sink: LogSink, request: RefusedRequest, count: number, seconds: number): void {
	const level = request.status >= 500 ? 'error' : request.status >= 400 ? 'warn' : 'debug';
	const fields = { ...request, count, seconds: Math.round(seconds) };
	const pairs = Object.entries(fields)
		.filter(([, value]) => value !== undefined)
		.map(([name, value]) => `${name}=${/\s/.test(String(value)) ? JSON.stringify(value) : value}`);
	sink[level]([REFUSAL_EVENT, ...pairs].join(' '), fields);
}
