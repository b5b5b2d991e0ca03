/** The time, handed in so that tests need no timers. */
export interface Clock {
	/** Milliseconds since the Unix epoch. */
	now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/**
 * Measures durations: setting the machine's clock does not move it. It counts from the start of the machine and is
 * the same in all its processes, so they can share what it says.
 */
export const monotonicClock: Clock = {
	now() {
		const [seconds, nanoseconds] = process.hrtime();
		return seconds * 1_000 + Math.floor(nanoseconds / 1_000_000);
	},
};
