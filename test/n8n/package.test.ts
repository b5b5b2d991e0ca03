import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';

import { sharedSettings } from '../../host/testing';

interface Manifest {
	dependencies?: object;
	peerDependencies: object;
	n8n: { nodes: string[]; credentials: string[] };
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

	it('is smaller than 1 MB', () => {
		expect(statSync(tarball).size).toBeLessThan(1_000_000);
	});
});
