/**
 * The one n8n that the tests of test/n8n share; jest's global setup starts it, the teardown ends it.
 *
 *     const n8n = await sharedN8n();
 *     const workflow = await n8n.publish(example('complaint-to-partner'));
 *     const answer = await fetch(workflow.url, { method: 'POST', … });
 *
 * A test that kills, floods or reconfigures n8n starts one of its own with `startN8n`.
 */
import { N8nClient } from './n8n';

/** What the global setup hands to the test files, as JSON in the environment variable SHARED_N8N. */
export interface SharedN8n {
	baseUrl: string;
	/** The owner's session: n8n lets nobody sign in more often than some times a minute. */
	sessionCookie: string;
	userFolder: string;
	/** The packed package, for tests that start an n8n of their own. */
	tarball: string;
}

export function sharedSettings(): SharedN8n {
	const settings = process.env['SHARED_N8N'];
	if (!settings)
		throw new Error('SHARED_N8N is not set: run this as part of the jest project "n8n"');
	return JSON.parse(settings) as SharedN8n;
}

export async function sharedN8n(): Promise<N8nClient> {
	const { baseUrl, sessionCookie } = sharedSettings();
	const n8n = new N8nClient(baseUrl);
	await n8n.resume(sessionCookie);
	return n8n;
}
