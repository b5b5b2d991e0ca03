/** Every benchmark still runs: a small part of its work, once, as `npm run bench` would do it. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { BENCHES } from '../../bench/benches';
import type { Results } from '../../bench/report/report';
import { root } from '../../host/setup';
import { sharedSettings } from '../../host/testing';

const run = promisify(execFile);

describe('npm run bench', () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'bench-smoke-'));

	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	it.each(Object.keys(BENCHES))(
		'measures %s',
		async (name) => {
			const output = path.join(folder, name);
			const { tarball } = sharedSettings();
			const { stdout } = await run(
				process.execPath,
				[
					'--import',
					'tsx',
					'bench/run.ts',
					name,
					'--smoke',
					'--output',
					output,
					'--tarball',
					tarball,
				],
				{ cwd: root },
			);
			const results = JSON.parse(
				readFileSync(path.join(output, 'results.json'), 'utf8'),
			) as Results;
			const rows = results.runs[name]?.rows ?? [];
			expect(rows.length).toBeGreaterThan(0);
			for (const row of rows) {
				expect(row).toMatchObject({ ours: expect.any(Number), peer: expect.any(Number) });
				expect(row.ours).toBeGreaterThan(0);
				expect(row.peer).toBeGreaterThan(0);
				expect(stdout).toContain(row.work);
			}
			const plot = readFileSync(path.join(output, 'results.svg'), 'utf8');
			expect(plot.match(/<rect /g)).toHaveLength(rows.length + 1);
		},
		300_000,
	);
});
