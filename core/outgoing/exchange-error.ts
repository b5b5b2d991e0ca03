/** An exchange that gave no event: what went wrong, what was sent, and how each attempt ended. */
import type { PreparedRequest } from '../connections/connection';
import { IntegrationError } from '../errors';
import type { RetryPolicy, Refusal } from './retry';

export interface AttemptRecord {
	/** 1 for the first. */
	attempt: number;
	/** How it ended: `status 503`, or the message of the error. */
	result: string;
	/** What was waited before it, and why; absent for the first. */
	waitMs?: number;
	reason?: string;
}

interface Failure {
	/** The request as it was sent; as it was prepared when its connection could not authorise it. */
	request: PreparedRequest;
	attempts: AttemptRecord[];
	hint?: string | undefined;
	/** The status of the response, where one is the failure. */
	status?: number;
}

/** Has the message and code of the error that ended the exchange, which is its `cause`. */
export class ExchangeError extends IntegrationError {
	readonly request: PreparedRequest;
	readonly attempts: AttemptRecord[];
	readonly status: number | undefined;

	constructor(cause: IntegrationError, { request, attempts, hint, status }: Failure) {
		const { message, code, field } = cause;
		super(message, { code, field, hint: hint ?? cause.hint, cause });
		this.request = request;
		this.attempts = attempts;
		this.status = status;
	}
}

/** The response has an error status, and the user wants that to fail. */
export function statusFailure(
	{ status, statusText }: { status: number; statusText: string },
	host: string,
): IntegrationError {
	return new IntegrationError(`${host} returned status ${status} ${statusText}`.trim(), {
		code: 'HTTP_STATUS',
		hint: 'Turn off the option "Fail on Error Status" to get an event for this response instead.',
	});
}

/**
 * What to change for another attempt.
 * @returns `undefined` where no option would give one
 */
export function retryAdvice(
	why: Refusal,
	method: string,
	{ maxAttempts }: Pick<RetryPolicy, 'maxAttempts'>,
): string | undefined {
	const isOn = maxAttempts > 1;
	switch (why) {
		case 'final':
			return undefined;
		case 'unsafe':
			return isOn
				? `"Retry" does not repeat this ${method} request, because the host may have processed it: set the option "Idempotency Key" if the host supports it, or turn on "Retry Any Method".`
				: `The host may have processed this ${method} request. If it supports idempotency keys, the options "Retry" and "Idempotency Key" together repeat the request.`;
		case 'attempts':
			return isOn
				? `All ${maxAttempts} attempts failed. Raise "Max Attempts" or "Longest Wait" of the option "Retry" if the host needs more time.`
				: 'Turn on the option "Retry" to repeat the request.';
		case 'time':
			return 'Raise "Total Timeout" of the option "Retry" for more attempts.';
	}
}
