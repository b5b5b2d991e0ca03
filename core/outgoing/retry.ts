/** Whether and when a request is sent once more; decides only, waits and sends nothing. */
import type { HttpResponse } from '../http/client';
import { IDEMPOTENT_METHODS } from '../http/methods';
import { askedWait, type AskedWait } from './asked-wait';

export interface RetryPolicy {
	/** Attempts altogether; 1 = no retry. */
	maxAttempts: number;
	/** The back-off doubles from here with each attempt. */
	baseDelayMs: number;
	/** Most that is waited before an attempt, whatever the host asks for. */
	maxDelayMs: number;
	/** Most that an item may take over all its attempts and waits; 0 = no limit. */
	totalTimeoutMs: number;
	/** Whether the user takes it that the host may process a request twice. */
	anyMethod: boolean;
}

export const NO_RETRY: RetryPolicy = {
	maxAttempts: 1,
	baseDelayMs: 1_000,
	maxDelayMs: 30_000,
	totalTimeoutMs: 0,
	anyMethod: false,
};

/** How an attempt ended: with a response, or with the code of a wire error. */
export type Outcome =
	| { status: number; headers: HttpResponse['headers'] }
	| {
			errorCode: string;
			/** Not one byte of the request reached the host. */
			unsent: boolean;
	  };

export interface Attempt {
	outcome: Outcome;
	/** 1 for the first. */
	number: number;
	method: string;
	hasIdempotencyKey: boolean;
	/** Milliseconds since the first attempt began. */
	elapsedMs: number;
	/** Milliseconds since the Unix epoch. */
	now: number;
	/** From 0 (inclusive) to 1 (exclusive). */
	random: number;
}

/**
 * Why a request is not sent again: its outcome is `final`; it may have been processed and sending it twice is
 * not `safe`; its `attempts` are used up; or the wait would pass the total `time`.
 */
export type Refusal = 'final' | 'unsafe' | 'attempts' | 'time';

export type Decision =
	{ retry: false; why: Refusal } | { retry: true; waitMs: number; reason: string };

/** The host may do better at the next attempt. 520 to 529 come from a content delivery network before the host. */
const RETRY_STATUSES = new Set([408, 425, 429, 500, 502, 503, 504]);
const isRetryStatus = (status: number): boolean =>
	RETRY_STATUSES.has(status) || (status >= 520 && status <= 529);

/** With a wait named next to them, these say that the request was turned away before it was processed. */
const TURNED_AWAY_STATUSES = new Set([403, 429, 503]);

/** Errors that may pass by themselves. A refused target, a bad certificate or a cancelled run will not. */
const RETRY_ERRORS = new Set(['HTTP_DNS', 'HTTP_TIMEOUT', 'HTTP_CONNECT']);

/** A longer wait would end at once: timers know no longer time. */
const MAX_WAIT_MS = 2 ** 31 - 1;

export function decideRetry(attempt: Attempt, policy: RetryPolicy): Decision {
	const { outcome, number, now } = attempt;
	const asked = 'headers' in outcome ? askedWait(outcome.headers, now) : undefined;
	const cause = retryCause(outcome, asked);
	if (cause === undefined) return { retry: false, why: 'final' };
	if (!isSafe(attempt, asked, policy)) return { retry: false, why: 'unsafe' };
	if (number >= policy.maxAttempts) return { retry: false, why: 'attempts' };
	const waitMs = Math.min(waitBefore(attempt, asked, policy), MAX_WAIT_MS);
	if (policy.totalTimeoutMs > 0 && attempt.elapsedMs + waitMs >= policy.totalTimeoutMs) {
		return { retry: false, why: 'time' };
	}
	return { retry: true, waitMs, reason: `${cause}, ${waitReason(asked, waitMs)}` };
}

function retryCause(outcome: Outcome, asked: AskedWait | undefined): string | undefined {
	if ('errorCode' in outcome) {
		return RETRY_ERRORS.has(outcome.errorCode) ? outcome.errorCode : undefined;
	}
	const { status } = outcome;
	const isLimit = status === 403 && asked?.header === 'Retry-After';
	return isLimit || isRetryStatus(status) ? `status ${status}` : undefined;
}

/** Whether the request may go out again without the danger that the host processes it twice. */
function isSafe(attempt: Attempt, asked: AskedWait | undefined, policy: RetryPolicy): boolean {
	const { outcome, method, hasIdempotencyKey } = attempt;
	if (IDEMPOTENT_METHODS.has(method) || hasIdempotencyKey || policy.anyMethod) return true;
	if ('errorCode' in outcome) return outcome.unsent;
	return TURNED_AWAY_STATUSES.has(outcome.status) && asked !== undefined;
}

function waitBefore(attempt: Attempt, asked: AskedWait | undefined, policy: RetryPolicy): number {
	const { number, random } = attempt;
	if (asked?.delayMs !== undefined) return Math.min(asked.delayMs, policy.maxDelayMs);
	const ceiling = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (number - 1));
	// A host that asks for a wait, although not a usable one, gets one; full jitter spreads all others evenly.
	const share = asked ? (1 + random) / 2 : random;
	return Math.round(ceiling * share);
}

function waitReason(asked: AskedWait | undefined, waitMs: number): string {
	if (!asked) return 'exponential back-off';
	if (asked.delayMs === undefined) {
		return `${asked.header} names no time ahead, exponential back-off`;
	}
	return asked.delayMs > waitMs ? `${asked.header} cut to the longest wait` : asked.header;
}
