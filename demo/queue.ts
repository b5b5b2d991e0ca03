/**
 * `npm run start:queue`: the demo in n8n's queue mode on this machine: main, two webhook processors and two workers
 * behind one port, on a Redis and a PostgreSQL of their own. Nothing is kept: every start begins anew.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { OWNER } from '../host/api';
import { QueueMode } from '../host/queue';
import { root } from '../host/setup';
import { ensurePartnerCertificate } from './certificate';
import { curl, publishDemo } from './complaint';
import { startPartner } from './partner';
import { portFrom, refuseTakenPorts } from './ports';

const folder = path.resolve(root, process.env['DEMO_FOLDER'] ?? '.demo');
const logs = path.join(folder, 'queue-logs');
const port = portFrom('N8N_PORT', 5678);
const partnerPort = portFrom('PARTNER_PORT', 8443);

/** Ends everything, once, whoever asks first. */
function endOf(queue: QueueMode, closePartner: () => void) {
	let ending = false;
	return async (reason: string, exitCode: number) => {
		if (ending) return;
		ending = true;
		console.log(reason);
		closePartner();
		await queue.stop();
		process.exit(exitCode);
	};
}

async function main(): Promise<void> {
	await refuseTakenPorts({ N8N_PORT: port, PARTNER_PORT: partnerPort }, 'npm run start:queue');
	rmSync(logs, { recursive: true, force: true });
	mkdirSync(logs, { recursive: true });
	const certificate = await ensurePartnerCertificate(folder);
	const partner = await startPartner(partnerPort, certificate, (text) =>
		console.log(`Partner received: ${text}`),
	);
	const queue = new QueueMode();
	const end = endOf(queue, () => partner.close());
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(signal, () => void end('\nEnding what was started …', 0));
	}
	try {
		console.log('Starting Redis, PostgreSQL and five n8n processes; this takes a minute or two …');
		await queue.start({
			port,
			env: {
				NODE_EXTRA_CA_CERTS: certificate.authorityFile,
				SYNERISE_INTEGRATIONS_ALLOWED_HOSTS: `localhost:${partnerPort}`,
			},
			onOutput: (who, text) =>
				writeFileSync(path.join(logs, `${who.replace(' ', '-')}.log`), text, { flag: 'a' }),
		});
		await introduce(queue);
	} catch (error) {
		await end(error instanceof Error ? error.message : String(error), 1);
	}
	for (const { process } of [queue.main, ...queue.processors, ...queue.workers]) {
		void process.whenExited.then(() => end(`An n8n process ended by itself; see ${logs}`, 1));
	}
}

async function introduce(queue: QueueMode): Promise<void> {
	const workflow = await publishDemo(queue.main, `https://localhost:${partnerPort}/messages`);
	const { url } = queue.balancer;
	const endpoint = url + new URL(workflow.url).pathname;
	const pids = (members: QueueMode['workers']) =>
		members.map(({ process }) => process.pid).join(', ');
	console.log(`
Editor      ${url}/workflow/${workflow.id}
Sign in     ${OWNER.email}   ${OWNER.password}
Executions  ${url}/workflow/${workflow.id}/executions
Logs        ${logs}
Processes   main ${queue.main.process.pid}, webhook processors ${pids(queue.processors)}, workers ${pids(queue.workers)}
Redis       redis-cli -p ${queue.redis.port} --scan --pattern 'bull:synerise:*'

Send the demo workflow a complaint:

${curl(endpoint)}

It answers OK, a worker runs the workflow, and the partner's message appears below. Ctrl-C ends everything.
`);
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exit(1);
});
