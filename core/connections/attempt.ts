import { IntegrationError } from '../errors';
import type { ConnectionTest } from './connection';

/** Runs a connection's test; a refusal becomes its message, with what to do about it. */
export async function attempt(test: () => string | Promise<string>): Promise<ConnectionTest> {
	try {
		return { ok: true, message: await test() };
	} catch (error) {
		if (!(error instanceof IntegrationError)) throw error;
		return { ok: false, message: [error.message, error.hint].filter(Boolean).join('. ') };
	}
}
