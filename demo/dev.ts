/**
 * `npm run dev`: a real n8n with this package inside. A saved change of nodes/, credentials/ or core/ is built and
 * handed to it, and the editor shows it a moment later. Keeps its data in the folder .demo/dev.
 */
import { cpSync, mkdirSync } from 'node:fs';
import path from 'node:path';

import gulp from 'gulp';

import { OWNER } from '../host/api';
import { example, N8n } from '../host/n8n';
import { PACKAGE_NAME } from '../host/tarball';
import { isTaken } from '../host/ports';
import { root } from '../host/setup';

const { watched, compile } = require('../gulpfile.js') as {
	watched: string[];
	compile: gulp.TaskFunction;
};

const port = Number(process.env['N8N_PORT'] ?? 5678);
const userFolder = path.join(root, '.demo', 'dev');
const installed = path.join(userFolder, '.n8n/nodes/node_modules', PACKAGE_NAME, 'dist');

/** n8n watches the folder of an installed package, not this checkout: the new build is copied over. */
async function handOver(): Promise<void> {
	cpSync(path.join(root, 'dist'), installed, { recursive: true });
	console.log(`${new Date().toLocaleTimeString()}  built, n8n reloads the nodes`);
}

function watch(): { close(): void } {
	const watcher = gulp.watch(watched, { cwd: root }, gulp.series(compile, handOver));
	watcher.on('error', (error: Error) => console.error(`Not built: ${error.message}`));
	return watcher;
}

/** The workflow with both nodes, made at the first start. */
async function workflowId(n8n: N8n): Promise<string> {
	const demo = example('complaint-to-partner');
	return ((await n8n.findWorkflow(demo.name)) ?? (await n8n.saveWorkflow(demo))).id;
}

async function main(): Promise<void> {
	if (await isTaken(port)) {
		throw new Error(
			`Port ${port} is taken by another program. Choose another one: N8N_PORT=${port + 1} npm run dev`,
		);
	}
	mkdirSync(userFolder, { recursive: true });
	console.log('Building the package and starting n8n …');
	const n8n = await N8n.start({ userFolder, port, env: { N8N_DEV_RELOAD: 'true' } });
	const watcher = watch();
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.once(signal, () => {
			watcher.close();
			void n8n.stop();
		});
	}
	console.log(`
Editor   ${n8n.baseUrl}/workflow/${await workflowId(n8n)}
Sign in  ${OWNER.email}   ${OWNER.password}

Change a file in nodes/, credentials/ or core/ and save it. Ctrl-C ends n8n.
`);
	await n8n.process.whenExited;
	watcher.close();
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
