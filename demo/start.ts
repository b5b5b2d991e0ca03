/**
 * `npm start`: a real n8n with this package inside, a published workflow that is ready to receive, and the partner
 * that it tells. Keeps its data in the folder .demo, so that a second start takes seconds.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { OWNER } from '../host/api';
import { endLeftOver, noteProcess } from '../host/left-over';
import { N8n } from '../host/n8n';
import { root } from '../host/setup';
import { ensurePartnerCertificate } from './certificate';
import { curl, publishDemo } from './complaint';
import { startPartner } from './partner';
import { portFrom, refuseTakenPorts } from './ports';

const folder = path.resolve(root, process.env['DEMO_FOLDER'] ?? '.demo');
const pidFile = path.join(folder, 'n8n.pid');
const editorPort = portFrom('N8N_PORT', 5678);
const partnerPort = portFrom('PARTNER_PORT', 8443);
const partnerUrl = `https://localhost:${partnerPort}/messages`;

async function main(): Promise<void> {
	mkdirSync(path.join(folder, 'n8n'), { recursive: true });
	if (await endLeftOver(pidFile)) console.log('Ended the n8n that an earlier start left running.');
	await refuseTakenPorts({ N8N_PORT: editorPort, PARTNER_PORT: partnerPort }, 'npm start');
	const certificate = await ensurePartnerCertificate(folder);
	const partner = await startPartner(partnerPort, certificate, (text) =>
		console.log(`Partner received: ${text}`),
	);
	const log = path.join(folder, 'n8n.log');
	writeFileSync(log, '');
	console.log('Building the package and starting n8n …');
	const n8n = await N8n.start({
		userFolder: path.join(folder, 'n8n'),
		port: editorPort,
		env: {
			NODE_EXTRA_CA_CERTS: certificate.authorityFile,
			SYNERISE_INTEGRATIONS_ALLOWED_HOSTS: `localhost:${partnerPort}`,
		},
		onStart: (pid) => noteProcess(pidFile, pid),
		onOutput: (text) => writeFileSync(log, text, { flag: 'a' }),
	}).catch((error: unknown) => {
		partner.close();
		throw error;
	});
	let ending = false;
	const end = async (reason: string, exitCode: number) => {
		if (ending) return;
		ending = true;
		console.log(reason);
		partner.close();
		await n8n.stop();
		process.exit(exitCode);
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(signal, () => void end('\nEnding n8n and the partner …', 0));
	}
	void n8n.process.whenExited.then(() => end(`n8n ended by itself; its log is ${log}`, 1));

	const workflow = await publishDemo(n8n, partnerUrl);
	console.log(`
Editor      ${n8n.baseUrl}/workflow/${workflow.id}
Sign in     ${OWNER.email}   ${OWNER.password}
Executions  ${n8n.baseUrl}/workflow/${workflow.id}/executions
n8n's log   ${log}

Send the demo workflow a complaint:

${curl(workflow.url)}

It returns OK, and the partner's message appears below. Ctrl-C ends everything.
`);
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exit(1);
});
