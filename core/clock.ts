/** The time, handed in so that tests need no timers. */
export interface Clock {
	/** Milliseconds since the Unix epoch. */
	now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** Measures durations: its milliseconds count from the start of the process, and setting the machine's clock does not move them. */
export const monotonicClock: Clock = { now: () => performance.now() };
