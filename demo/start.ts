/**
 * `npm start`: a real n8n with this package inside, a published workflow that is ready to receive, and the partner
 * that it tells. Keeps its data in the folder .demo, so that a second start takes seconds.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { OWNER } from '../host/api';
import { example, N8n } from '../host/n8n';
import { isTaken } from '../host/ports';
import { root } from '../host/setup';
import { ensurePartnerCertificate } from './certificate';
import { startPartner } from './partner';

const folder = path.resolve(root, process.env['DEMO_FOLDER'] ?? '.demo');
const editorPort = portFrom('N8N_PORT', 5678);
const partnerPort = portFrom('PARTNER_PORT', 8443);
const partnerUrl = `https://localhost:${partnerPort}/messages`;

function portFrom(variable: string, fallback: number): number {
	const port = Number(process.env[variable] ?? fallback);
	if (Number.isInteger(port) && port > 0 && port < 65536) return port;
	throw new Error(`${variable} must be a port number, not "${process.env[variable]}"`);
}

async function refuseTakenPorts(): Promise<void> {
	for (const [variable, port] of [
		['N8N_PORT', editorPort] as const,
		['PARTNER_PORT', partnerPort] as const,
	]) {
		if (await isTaken(port)) {
			throw new Error(
				`Port ${port} is taken by another program. End that program, or choose another port: ${variable}=${port + 1} npm start`,
			);
		}
	}
}

/** Publishes the demo workflow, or finds it published by an earlier start with whatever the user made of it. */
async function publishDemo(n8n: N8n): Promise<{ id: string; url: string }> {
	const demo = example('complaint-to-partner');
	const found = await n8n.findWorkflow(demo.name);
	if (found) {
		if (!found.active) await n8n.activate(found);
		const url = n8n.endpointOf(found);
		await n8n.waitForEndpoint(url);
		return { id: found.id, url };
	}
	const nodes = demo.nodes.map((node) =>
		node.parameters?.['url']
			? { ...node, parameters: { ...node.parameters, url: partnerUrl } }
			: node,
	);
	return await n8n.publish({ ...demo, nodes });
}

const curl = (url: string) =>
	[
		`curl --location '${url}' \\`,
		`  --header 'Content-Type: application/json' \\`,
		`  --data-raw '${JSON.stringify(JSON.parse(readFileSync(path.join(__dirname, 'complaint.json'), 'utf8')))}'`,
	].join('\n');

async function main(): Promise<void> {
	await refuseTakenPorts();
	mkdirSync(path.join(folder, 'n8n'), { recursive: true });
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

	const workflow = await publishDemo(n8n);
	console.log(`
Editor      ${n8n.baseUrl}/workflow/${workflow.id}
Sign in     ${OWNER.email}   ${OWNER.password}
Executions  ${n8n.baseUrl}/workflow/${workflow.id}/executions
n8n's log   ${log}

Send the demo workflow a complaint:

${curl(workflow.url)}

It answers OK, and the partner's message appears below. Ctrl-C ends everything.
`);
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exit(1);
});
