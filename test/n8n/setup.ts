import { startN8n, type N8n } from '../../host/n8n';
import { packPackage } from '../../host/tarball';
import type { SharedN8n } from '../../host/testing';

declare global {
	var sharedN8nProcess: N8n | undefined;
}

/** Starts the n8n that all files of test/n8n share, with loopback peers allowed as outgoing targets. */
export default async function setup(): Promise<void> {
	const tarball = await packPackage();
	const n8n = await startN8n({
		tarball,
		engine: 'legacy',
		env: {
			SYNERISE_INTEGRATIONS_ALLOWED_HOSTS: 'localhost,127.0.0.0/8',
			// A log with everything in it, in a file, for tests that search it for what must not be there.
			N8N_LOG_LEVEL: 'debug',
			N8N_LOG_OUTPUT: 'file',
		},
	});
	globalThis.sharedN8nProcess = n8n;
	const { baseUrl, sessionCookie, userFolder } = n8n;
	const shared: SharedN8n = { baseUrl, sessionCookie, userFolder, tarball };
	process.env['SHARED_N8N'] = JSON.stringify(shared);
}
