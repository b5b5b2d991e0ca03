/**
 * Measures and reports: `npm run bench -- [name …] [--rounds 5] [--output folder] [--smoke] [--tarball file]`.
 * Without --output the results go to bench/ and docs/performance.md. Each benchmark runs in a process of its own,
 * compiled by `bench/compile.mjs`. --smoke only sees whether they run.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { hostFolder } from '../host/process';
import { root } from '../host/setup';
import { packPackage } from '../host/tarball';
import type { BenchOptions, BenchRow } from './measure/bench';
import { commit } from './report/machine';
import { report } from './report/report';
import { BENCHES, type BenchName } from './benches';

const SMOKE: Partial<BenchOptions> = { rounds: 1, scale: 0.01, smoke: true };

const { values: flags, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		rounds: { type: 'string', default: '5' },
		output: { type: 'string' },
		smoke: { type: 'boolean', default: false },
		tarball: { type: 'string' },
	},
});

/** Modules that stay outside of the package come from n8n, as they do where it is installed. */
const environment = () => ({
	...process.env,
	NODE_PATH: path.join(hostFolder(), 'node_modules'),
});

async function runBench(name: BenchName, options: BenchOptions): Promise<BenchRow[]> {
	const child = fork(path.join(__dirname, 'run-one.ts'), [name], {
		cwd: root,
		env: environment(),
		execArgv: ['--expose-gc', '--import', path.join(root, 'bench/compile.mjs')],
	});
	child.send(options);
	const ended = once(child, 'exit').then(([code, signal]) => {
		throw new Error(`The benchmark "${name}" ended with ${String(code ?? signal)}`);
	});
	const [rows] = (await Promise.race([once(child, 'message'), ended])) as [BenchRow[]];
	ended.catch(() => undefined);
	return rows;
}

function chosenBenches(): BenchName[] {
	const unknown = positionals.find((name) => !Object.hasOwn(BENCHES, name));
	if (unknown !== undefined) {
		throw new Error(`No benchmark "${unknown}"; there are ${Object.keys(BENCHES).join(', ')}`);
	}
	const names = Object.keys(BENCHES) as BenchName[];
	return positionals.length > 0 ? names.filter((name) => positionals.includes(name)) : names;
}

/** Figures of a smoke run mean nothing and stay out of the documentation. */
function destination() {
	if (flags.output) return { folder: flags.output };
	if (flags.smoke) return { folder: mkdtempSync(path.join(tmpdir(), 'bench-')) };
	return { folder: path.join(root, 'bench'), page: path.join(root, 'docs/performance.md') };
}

async function main(): Promise<void> {
	const names = chosenBenches();
	const place = destination();
	const options: BenchOptions = {
		rounds: Number(flags.rounds),
		scale: 1,
		smoke: false,
		tarball: flags.tarball ?? (await packPackage()),
		...(flags.smoke && SMOKE),
	};
	for (const name of names) {
		console.error(`${name} …`);
		const rows = await runBench(name, options);
		const measuredAt = new Date().toISOString();
		const run = { measuredAt, commit: commit(), rounds: options.rounds, rows };
		// One at a time: what comes later may fail.
		report({ [name]: run }, { order: Object.keys(BENCHES), ...place });
	}
}

main().catch((error: Error) => {
	console.error(error.message);
	process.exitCode = 1;
});
