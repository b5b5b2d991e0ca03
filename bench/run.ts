/**
 * Measures and reports: `npm run bench -- [name …] [--rounds 5] [--output bench] [--smoke] [--tarball file]`.
 * Each benchmark runs in a process of its own, as compiled by `bench/compile.mjs`.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { hostFolder } from '../host/process';
import { root } from '../host/setup';
import { packPackage } from '../host/tarball';
import type { BenchOptions, BenchRow } from './measure/bench';
import { report } from './report/report';
import { BENCHES, type BenchName } from './benches';

const SMOKE: Partial<BenchOptions> = { rounds: 1, scale: 0.01, smoke: true };

const { values: flags, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		rounds: { type: 'string', default: '5' },
		output: { type: 'string', default: path.join(root, 'bench') },
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

async function main(): Promise<void> {
	const names = chosenBenches();
	const options: BenchOptions = {
		rounds: Number(flags.rounds),
		scale: 1,
		smoke: false,
		tarball: flags.tarball ?? (await packPackage()),
		...(flags.smoke && SMOKE),
	};
	const rows: BenchRow[] = [];
	for (const name of names) {
		console.error(`${name} …`);
		rows.push(...(await runBench(name, options)));
	}
	const isWhole = positionals.length === 0 && !flags.smoke;
	const page = isWhole ? path.join(root, 'docs/performance.md') : undefined;
	report(rows, { folder: flags.output, rounds: options.rounds, benches: positionals, page });
}

main().catch((error: Error) => {
	console.error(error.message);
	process.exitCode = 1;
});
