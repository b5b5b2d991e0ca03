/** Long work that lets others have their turn. */
import { setImmediate } from 'node:timers/promises';

/** Work that pauses by itself after each portion of about `PORTION` characters or values. */
export type Steps<Result> = Generator<undefined, Result>;

/** Some milliseconds of work. */
export const PORTION = 1 << 16;

/** Does all of it at once. */
export function finish<Result>(steps: Steps<Result>): Result {
	for (;;) {
		const { done, value } = steps.next();
		if (done) return value;
	}
}

/** Does one portion in each turn of the event loop. */
export async function finishInTurns<Result>(steps: Steps<Result>): Promise<Result> {
	for (;;) {
		const { done, value } = steps.next();
		if (done) return value;
		await setImmediate();
	}
}
