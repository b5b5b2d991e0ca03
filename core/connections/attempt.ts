import { IntegrationError } from '../errors';
import type { ConnectionTest } from './connection';
import { OPEN_CONNECTION } from './fields';

/** Runs a connection's test; a refusal becomes its message, with what to do about it. */
export async function attempt(test: () => string | Promise<string>): Promise<ConnectionTest> {
	try {
		return { ok: true, message: await test() };
	} catch (error) {
		if (!(error instanceof IntegrationError)) throw error;
		const { message, hint } = error;
		// The form with the test button is open already.
		return {
			ok: false,
			message: hint && hint !== OPEN_CONNECTION ? `${message}. ${hint}` : message,
		};
	}
}
