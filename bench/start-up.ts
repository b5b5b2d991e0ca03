/** What n8n's start pays for this package: loading all its node and credential files, beside two of n8n's own nodes. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { globSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { hostFolder } from '../host/process';
import { root } from '../host/setup';
import { installPackage, PACKAGE_NAME } from '../host/tarball';
import { compared, type Bench } from './measure/bench';
import { interleave } from './measure/rounds';

interface Cost {
	milliseconds: number;
	/** Resident memory. */
	mebibytes: number;
}

/** In a process of its own, so that nothing is loaded yet. */
const costOf = (files: string[]): Cost =>
	JSON.parse(
		execFileSync(
			process.execPath,
			['--expose-gc', path.join(root, 'bench/load-files.js'), ...files],
			{ encoding: 'utf8' },
		),
	) as Cost;

const MAX_MEBIBYTES = 15;

export const bench: Bench = async ({ rounds, tarball }) => {
	const folder = mkdtempSync(path.join(tmpdir(), 'bench-start-up-'));
	try {
		await installPackage(tarball, folder);
		const installed = path.join(folder, '.n8n/nodes/node_modules', PACKAGE_NAME);
		const ours = globSync(path.join(installed, 'dist/**/*.{node,credentials}.js'));
		const stock = ['Webhook/Webhook.node.js', 'HttpRequest/HttpRequest.node.js'].map((file) =>
			path.join(hostFolder(), 'node_modules/n8n-nodes-base/dist/nodes', file),
		);
		const costs: Record<'ours' | 'stock', Cost[]> = { ours: [], stock: [] };
		const measure = (name: 'ours' | 'stock', files: string[]) => () =>
			costs[name].push(costOf(files));
		await interleave({ ours: measure('ours', ours), stock: measure('stock', stock) }, rounds);
		const all = (name: 'ours' | 'stock', field: keyof Cost) =>
			costs[name].slice(1).map((cost) => cost[field]);
		const beside = 'Webhook and HTTP Request';
		const resident = all('ours', 'mebibytes');
		return [
			compared({
				work: 'Load all files of the package',
				beside,
				unit: 'ms',
				goal: 1,
				ours: all('ours', 'milliseconds'),
				peer: all('stock', 'milliseconds'),
			}),
			compared({
				work: 'Memory after loading',
				beside,
				unit: 'MiB',
				goal: 1,
				ours: resident,
				peer: all('stock', 'mebibytes'),
			}),
			compared({
				work: 'Memory after loading',
				beside: `${MAX_MEBIBYTES} MiB`,
				unit: 'MiB',
				goal: 1,
				ours: resident,
				peer: resident.map(() => MAX_MEBIBYTES),
			}),
		];
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
};
