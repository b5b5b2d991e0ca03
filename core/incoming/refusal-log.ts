/**
 * What an operator sees of requests that started no execution: a line at once for the first of a kind, then at
 * most one a minute that counts the others. A flood cannot fill the log, and no line holds anything of a request.
 */
import type { Clock } from '../clock';
import type { Timers } from '../timers';

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
}

/** Begins every line; operators search for it. */
export const REFUSAL_EVENT = 'synerise.incoming.refused';

const INTERVAL_MS = 60_000;

interface Period {
	startedAt: number;
	/** Requests since the last line. */
	count: number;
	last: RefusedRequest;
	sink: LogSink;
}

export class RefusalLog {
	private readonly periods = new Map<string, Period>();

	constructor(
		private readonly clock: Clock,
		private readonly timers: Timers,
		private readonly intervalMs = INTERVAL_MS,
	) {}

	/** Counts one request, and logs it unless its kind was logged within the interval. */
	record(request: RefusedRequest, sink: LogSink): void {
		const kind = `${request.endpointId} ${request.reason}`;
		const period = this.periods.get(kind);
		if (period) {
			period.count++;
			period.last = request;
			period.sink = sink;
			return;
		}
		write(sink, request, 1, 0);
		this.open(kind, { startedAt: this.clock.now(), count: 0, last: request, sink });
	}

	/** Repeats count quietly until the interval is over; a kind without repeats is forgotten then. */
	private open(kind: string, period: Period): void {
		this.periods.set(kind, period);
		this.timers.after(this.intervalMs, () => {
			this.periods.delete(kind);
			if (period.count === 0) return;
			const now = this.clock.now();
			write(period.sink, period.last, period.count, (now - period.startedAt) / 1_000);
			this.open(kind, { ...period, startedAt: now, count: 0 });
		});
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
