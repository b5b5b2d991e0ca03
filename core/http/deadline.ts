/** What ends an attempt before its response: the caller's signal, or its timeout. */

/** As much of an AbortSignal as one request needs; making one of those costs more than all else of a deadline. */
export class Deadline {
	/** Why the attempt is over. */
	reason: Error | undefined;

	/** Called once, when the attempt is over. */
	onOver: ((reason: Error) => void) | undefined;

	private readonly timer: NodeJS.Timeout;

	private readonly stopListening: () => void;

	/**
	 * @param timeoutMs longer than timers know counts as their longest time
	 * @param reasons made only when they are needed
	 */
	constructor(
		timeoutMs: number,
		signal: AbortSignal | undefined,
		reasons: { timeout(): Error; aborted(): Error },
	) {
		this.timer = setTimeout(() => this.end(reasons.timeout()), Math.min(timeoutMs, MAX_TIMEOUT_MS));
		this.stopListening = signal
			? whenAborted(signal, () => this.end(reasons.aborted()))
			: () => undefined;
		if (signal?.aborted) this.end(reasons.aborted());
	}

	throwIfOver(): void {
		if (this.reason) throw this.reason;
	}

	/** The attempt came to its own end. */
	release(): void {
		clearTimeout(this.timer);
		this.stopListening();
	}

	private end(reason: Error): void {
		if (this.reason) return;
		this.reason = reason;
		this.release();
		this.onOver?.(reason);
	}
}

/** A longer time would end at once. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** All requests of an execution share its signal, which then has one listener. */
const waiting = new WeakMap<AbortSignal, Set<() => void>>();

function whenAborted(signal: AbortSignal, run: () => void): () => void {
	let runs = waiting.get(signal);
	if (!runs) {
		const all = new Set<() => void>();
		signal.addEventListener('abort', () => all.forEach((each) => each()), { once: true });
		waiting.set(signal, all);
		runs = all;
	}
	runs.add(run);
	return () => runs.delete(run);
}
