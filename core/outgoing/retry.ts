/** Whether and when a request is sent once more; decides only, waits and sends nothing. */
import type { HttpResponse } from '../http/client';

export interface RetryPolicy {
	/** Attempts altogether; 1 = no retry. */
	maxAttempts: number;
	/** The back-off doubles from here with each attempt. */
	baseDelayMs: number;
	/** Most that is waited before an attempt, whatever the host asks for. */
	maxDelayMs: number;
	/** Most that an item may take over all its attempts and waits; 0 = no limit. */
	totalTimeoutMs: number;
}

export const NO_RETRY: RetryPolicy = {
	maxAttempts: 1,
	baseDelayMs: 1_000,
	maxDelayMs: 30_000,
	totalTimeoutMs: 0,
};

/** How an attempt ended: with an answer, or with the code of a wire error. */
export type Outcome = { status: number; headers: HttpResponse['headers'] } | { errorCode: string };

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
	/** A number from 0 up to, not including, 1. */
	random: number;
}

export type Decision = { retry: false } | { retry: true; waitMs: number; reason: string };

/** Sending these twice has the effect of sending them once (RFC 9110, 9.2.2). */
const IDEMPOTENT_METHODS = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']);

/** The host may do better at the next try; other statuses are its last word. */
const RETRY_STATUSES = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Errors that may pass by themselves. A refused target, a bad certificate or a cancelled run will not. */
const RETRY_ERRORS = new Set(['HTTP_DNS', 'HTTP_TIMEOUT', 'HTTP_CONNECT']);

/** Numbers above this are points in time, below it seconds from now: no host asks us to wait for 30 years. */
const FIRST_EPOCH_SECONDS = 1_000_000_000;

export function decideRetry(attempt: Attempt, policy: RetryPolicy): Decision {
	const { outcome, number, method, hasIdempotencyKey } = attempt;
	if (number >= policy.maxAttempts) return { retry: false };
	if (!IDEMPOTENT_METHODS.has(method) && !hasIdempotencyKey) return { retry: false };
	const cause = retryCause(outcome);
	if (cause === undefined) return { retry: false };
	const asked = 'headers' in outcome ? askedDelay(outcome.headers, attempt.now) : undefined;
	const waitMs = asked
		? Math.min(asked.delayMs, policy.maxDelayMs)
		: backOff(number, attempt.random, policy);
	if (policy.totalTimeoutMs > 0 && attempt.elapsedMs + waitMs >= policy.totalTimeoutMs) {
		return { retry: false };
	}
	return { retry: true, waitMs, reason: `${cause}, ${waitReason(asked, waitMs)}` };
}

function retryCause(outcome: Outcome): string | undefined {
	if ('errorCode' in outcome) {
		return RETRY_ERRORS.has(outcome.errorCode) ? outcome.errorCode : undefined;
	}
	return RETRY_STATUSES.has(outcome.status) ? `status ${outcome.status}` : undefined;
}

function waitReason(asked: AskedDelay | undefined, waitMs: number): string {
	if (!asked) return 'exponential back-off';
	return asked.delayMs > waitMs ? `${asked.header} cut to the longest wait` : asked.header;
}

/** Full jitter spreads the retries of many senders evenly over the whole wait. */
function backOff(number: number, random: number, policy: RetryPolicy): number {
	const ceiling = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (number - 1));
	return Math.round(ceiling * random);
}

interface AskedDelay {
	delayMs: number;
	header: string;
}

/** What the host asks for: `Retry-After` first, because it is meant for this answer; then the reset of its quota. */
function askedDelay(headers: HttpResponse['headers'], now: number): AskedDelay | undefined {
	const retryAfter = readRetryAfter(text(headers['retry-after']), now);
	if (retryAfter !== undefined) return { delayMs: retryAfter, header: 'Retry-After' };
	for (const header of ['ratelimit-reset', 'x-ratelimit-reset']) {
		const reset = readReset(text(headers[header]), now);
		if (reset !== undefined) return { delayMs: reset, header: 'RateLimit-Reset' };
	}
	const combined = /(?:^|[;,\s])(?:reset|t)=(\d+)/.exec(text(headers.ratelimit) ?? '');
	return combined ? { delayMs: Number(combined[1]) * 1_000, header: 'RateLimit' } : undefined;
}

/** Seconds or a date (RFC 9110, 10.2.3). */
function readRetryAfter(value: string | undefined, now: number): number | undefined {
	if (value === undefined || value.trim() === '') return undefined;
	if (/^\d+(\.\d+)?$/.test(value.trim())) return Number(value) * 1_000;
	const date = Date.parse(value);
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Seconds from now, or a point in time in seconds: both are in use under this name. */
function readReset(value: string | undefined, now: number): number | undefined {
	if (value === undefined || !/^\d+(\.\d+)?$/.test(value.trim())) return undefined;
	const seconds = Number(value);
	return seconds >= FIRST_EPOCH_SECONDS ? Math.max(0, seconds * 1_000 - now) : seconds * 1_000;
}

const text = (value: string | string[] | undefined): string | undefined =>
	Array.isArray(value) ? value[0] : value;
