/**
 * Templates that attack: the slowest and the largest of them, each in a process of its own with data of 5 million
 * characters. That each ends on counted work is asserted by test/unit/core/jinjava/hostile.test.ts.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

import { HOSTILE_TEMPLATES } from './fixtures/hostile-templates';
import { compared, type Bench } from './measure/bench';
import type { HostileRun } from './one-template';

const SIZE = 5_000_000;
const MOST_MILLISECONDS = 2000;
const MOST_MEBIBYTES = 200;
const SMOKE_COUNT = 3;

async function run(at: number, size: number): Promise<HostileRun> {
	const child = fork(path.join(__dirname, 'one-template.ts'), [String(at), String(size)]);
	const ended = once(child, 'exit').then(([code, signal]) => {
		throw new Error(`"${HOSTILE_TEMPLATES[at]?.name}" ended with ${String(code ?? signal)}`);
	});
	ended.catch(() => undefined);
	const [result] = (await Promise.race([once(child, 'message'), ended])) as [HostileRun];
	return result;
}

export const bench: Bench = async ({ scale, smoke }) => {
	const runs: HostileRun[] = [];
	const count = smoke ? SMOKE_COUNT : HOSTILE_TEMPLATES.length;
	for (let at = 0; at < count; at += 1) runs.push(await run(at, Math.ceil(SIZE * scale)));
	const times = runs.map(({ milliseconds }) => milliseconds);
	const sizes = runs.map(({ mebibytes }) => mebibytes);
	return [
		compared({
			work: `Processor time of the slowest of ${runs.length} hostile templates`,
			beside: 'the limit',
			unit: 'ms',
			goal: 1,
			ours: [Math.max(...times)],
			peer: [MOST_MILLISECONDS],
		}),
		compared({
			work: `Memory of the largest of ${runs.length} hostile templates, above its data`,
			beside: 'the limit',
			unit: 'MiB',
			goal: 1,
			ours: [Math.max(...sizes)],
			peer: [MOST_MEBIBYTES],
		}),
	];
};
