import type { ErrorCode } from './error-codes';

/** What a refusal or failure carries, so that every adapter can show it the same way. */
export interface ErrorDetails {
	/** Stable, machine-readable: `TARGET_NOT_HTTPS`, `TEMPLATE_UNKNOWN_FILTER`, … */
	code: ErrorCode;
	/** The parameter or credential field that is at fault, by its contract name (`url`, `jsonBody`). */
	field?: string | undefined;
	/** One sentence that tells the user what to do. */
	hint?: string | undefined;
	cause?: unknown;
}

/**
 * The base of every error that this package raises on purpose. `message` says what is wrong and names the
 * field, `hint` what to do about it; neither ever contains a secret.
 */
export class IntegrationError extends Error {
	readonly code: ErrorCode;
	readonly field: string | undefined;
	readonly hint: string | undefined;

	constructor(message: string, { code, field, hint, cause }: ErrorDetails) {
		super(message, cause === undefined ? undefined : { cause });
		this.name = new.target.name;
		this.code = code;
		this.field = field;
		this.hint = hint;
	}
}

/** What went wrong, and what to do about it. */
export function sentences(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	const hint = error instanceof IntegrationError ? error.hint : undefined;
	return hint ? `${error.message.replace(/\.$/, '')}. ${hint}` : error.message;
}
