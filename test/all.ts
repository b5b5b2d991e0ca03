/**
 * `npm test`: every test there is, layer after layer, and one closing line with the real counts.
 * The layers that drive n8n run one file at a time: each has its own processes, and the machine may be small.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { root } from '../host/setup';

interface JestReport {
	numPassedTests: number;
	numFailedTests: number;
	numRuntimeErrorTestSuites: number;
}

const LAYERS = [
	{ projects: ['unit', 'redis', 'engine'], flags: ['--maxWorkers=100%'] },
	{ projects: ['n8n'], flags: ['--runInBand'] },
	{ projects: ['queue'], flags: ['--runInBand'] },
];

/** Several times what the longest layer takes: only one that hangs gets there. */
const LAYER_TIMEOUT_MS = 25 * 60 * 1000;

function runLayer({ projects, flags }: (typeof LAYERS)[number], folder: string) {
	const report = path.join(folder, `${projects.join('-')}.json`);
	const { status } = spawnSync(
		process.execPath,
		[
			path.join(root, 'node_modules/jest/bin/jest.js'),
			'--selectProjects',
			...projects,
			'--json',
			`--outputFile=${report}`,
			// A peer that a failed test left open must not hold up the count.
			'--forceExit',
			...flags,
		],
		{ cwd: root, stdio: ['ignore', 'ignore', 'inherit'], timeout: LAYER_TIMEOUT_MS },
	);
	if (!existsSync(report)) return { passed: 0, failed: 1 };
	const counts = JSON.parse(readFileSync(report, 'utf8')) as JestReport;
	const failed = counts.numFailedTests + counts.numRuntimeErrorTestSuites;
	return { passed: counts.numPassedTests, failed: failed === 0 && status !== 0 ? 1 : failed };
}

const folder = mkdtempSync(path.join(tmpdir(), 'test-reports-'));
const total = { passed: 0, failed: 0 };
for (const layer of LAYERS) {
	const { passed, failed } = runLayer(layer, folder);
	total.passed += passed;
	total.failed += failed;
}
rmSync(folder, { recursive: true, force: true });
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
