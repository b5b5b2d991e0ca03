import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { hostFolder } from '../../host/process';
import { sharedSettings } from '../../host/testing';

interface Manifest {
	dependencies?: object;
	peerDependencies: object;
	n8n: { nodes: string[]; credentials: string[] };
}

/** The files of the package that Node reads when it loads the given ones, as n8n does at its start. */
function filesReadBy(folder: string, entries: string[]): string[] {
	const script = `
		for (const file of ${JSON.stringify(entries)}) {
			for (const Type of Object.values(require(${JSON.stringify(folder)} + '/' + file))) new Type();
		}
		process.stdout.write(JSON.stringify(Object.keys(require.cache)));`;
	const read = execFileSync(process.execPath, ['--eval', script], {
		encoding: 'utf8',
		env: { ...process.env, NODE_PATH: path.join(hostFolder(), 'node_modules') },
	});
	return (JSON.parse(read) as string[]).filter((file) => file.startsWith(folder));
}

describe('the packed tarball', () => {
	const { tarball } = sharedSettings();
	const files = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' }).trim().split('\n');
	const manifest = JSON.parse(
		execFileSync('tar', ['-xzOf', tarball, 'package/package.json'], { encoding: 'utf8' }),
	) as Manifest;

	it('holds dist, README, LICENSE and its manifest, and nothing else', () => {
		const others = files.filter((file) => !file.startsWith('package/dist/')).sort();
		expect(others).toEqual(['package/LICENSE', 'package/README.md', 'package/package.json']);
	});

	it('needs no package beside n8n-workflow', () => {
		expect(manifest.dependencies ?? {}).toEqual({});
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
	});

	it('holds every node and credential that its manifest names', () => {
		const named = [...manifest.n8n.nodes, ...manifest.n8n.credentials];
		expect(files).toEqual(expect.arrayContaining(named.map((file) => `package/${file}`)));
	});

	it('is smaller than 500 kB, and 1.6 MB unpacked', () => {
		const listed = execFileSync('tar', ['-tvzf', tarball], { encoding: 'utf8' });
		const sizes = listed.split('\n').map((line) => Number(line.split(/\s+/)[2] ?? 0));
		expect(statSync(tarball).size).toBeLessThan(500_000);
		expect(sizes.reduce((total, size) => total + size, 0)).toBeLessThan(1_600_000);
	});

	it('gives n8n nothing but form data to read when it starts', () => {
		const folder = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-start-'));
		try {
			execFileSync('tar', ['-xzf', tarball, '-C', folder]);
			const read = filesReadBy(path.join(folder, 'package'), [
				...manifest.n8n.nodes,
				...manifest.n8n.credentials,
			]);
			expect(read.filter((file) => /run-time|libraries/.test(file))).toEqual([]);
			expect(read.length).toBeGreaterThan(manifest.n8n.nodes.length);
			const bytes = read.map((file) => statSync(file).size);
			expect(bytes.reduce((total, size) => total + size, 0)).toBeLessThan(200_000);
		} finally {
			rmSync(folder, { recursive: true, force: true });
		}
	});
});
