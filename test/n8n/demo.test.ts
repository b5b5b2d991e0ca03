import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { N8nClient } from '../../host/n8n';
import { freePort, isTaken } from '../../host/ports';
import { startDemo as start } from '../fixtures/demo';

const folder = mkdtempSync(path.join(tmpdir(), 'demo-'));

const startDemo = (env: Record<string, string>) => start(folder, env);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The processes that a process started itself. */
const startedBy = (pid: number): number[] =>
	execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
		.split('\n')
		.map(Number)
		.filter((started) => started > 0);

describe('npm start', () => {
	it('receives a pasted complaint, tells the partner, and ends all on Ctrl-C', async () => {
		const ports = { N8N_PORT: String(await freePort()), PARTNER_PORT: String(await freePort()) };
		const demo = startDemo(ports);
		try {
			const paste = await demo.printed(/^curl [\s\S]*?\n\n/m);
			expect(
				execFileSync('sh', ['-c', paste.replace('curl', 'curl --silent')], { encoding: 'utf8' }),
			).toBe('OK');
			await demo.printed(
				/Partner received: \{"text": "New high complaint from jane\.smith@example\.com"\}/,
			);

			const n8n = new N8nClient(`http://localhost:${ports.N8N_PORT}`);
			await n8n.signIn();
			const workflow = await n8n.findWorkflow('Complaint to partner');
			const executions = await n8n.waitForExecutions(workflow?.id ?? '', 1);
			const { items } = await n8n.execution(executions[0]?.id ?? '');
			expect(items['Tell the partner']?.[0]?.json).toMatchObject({
				event: {
					action: 'complaint.forwarded',
					params: {
						name: 'Complaint',
						status: 200,
						'body.received': 1,
					},
				},
				response: { statusCode: 200 },
			});
		} finally {
			demo.child.kill('SIGINT');
			await demo.ended;
		}
		expect(await isTaken(Number(ports.N8N_PORT))).toBe(false);
		expect(await isTaken(Number(ports.PARTNER_PORT))).toBe(false);
	}, 240_000);

	it('ends the n8n that a killed start left running', async () => {
		const ports = { N8N_PORT: String(await freePort()), PARTNER_PORT: String(await freePort()) };
		const killed = startDemo(ports);
		await killed.printed(/^curl /m);
		const pid = Number(readFileSync(path.join(folder, 'n8n.pid'), 'utf8'));
		for (const started of [...startedBy(killed.child.pid ?? 0), killed.child.pid ?? 0]) {
			if (started !== pid) process.kill(started, 'SIGKILL');
		}
		await killed.ended;
		expect(await isTaken(Number(ports.N8N_PORT))).toBe(true);

		const demo = startDemo(ports);
		try {
			await demo.printed(/Ended the n8n that an earlier start left running/);
			await demo.printed(/^curl /m);
		} finally {
			demo.child.kill('SIGINT');
			await demo.ended;
		}
		expect(await isTaken(Number(ports.N8N_PORT))).toBe(false);
	}, 240_000);

	it('says which port is taken and how to choose another', async () => {
		const taken = createServer();
		await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
		const { port } = taken.address() as { port: number };
		const demo = startDemo({ N8N_PORT: String(port), PARTNER_PORT: String(await freePort()) });
		expect(await demo.ended).toBe(1);
		expect(demo.output()).toContain(`Port ${port} is taken`);
		expect(demo.output()).toContain('N8N_PORT=');
		taken.close();
	});
});
