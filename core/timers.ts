/** Waiting, handed in like the clock so that tests need not wait. */
export interface Timers {
	/**
	 * Runs a task once after so many milliseconds; does not keep the process alive for it.
	 * @returns what cancels it
	 */
	after(milliseconds: number, task: () => void): () => void;
}

export const systemTimers: Timers = {
	after(milliseconds, task) {
		const timer = setTimeout(task, milliseconds).unref();
		return () => clearTimeout(timer);
	},
};

/** Resolves after so many milliseconds. */
export const wait = (timers: Timers, milliseconds: number): Promise<void> =>
	new Promise((resolve) => {
		timers.after(milliseconds, resolve);
	});
