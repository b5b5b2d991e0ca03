/** Builds the package, packs it as npm would publish it, and installs that tarball into an n8n folder. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { root } from './setup';

const run = promisify(execFile);

export const PACKAGE_NAME = 'n8n-nodes-synerise-integrations';

/** @returns the path of a freshly built tarball, in a folder of its own under the system's temporary folder */
export async function packPackage(): Promise<string> {
	await run(
		process.execPath,
		[path.join(root, 'node_modules/gulp/bin/gulp.js'), 'build', '--silent'],
		{
			cwd: root,
		},
	);
	const folder = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-synerise-'));
	const { stdout } = await run(
		'npm',
		['pack', '--json', '--pack-destination', folder, '--loglevel=error'],
		{
			cwd: root,
		},
	);
	const packed: unknown = JSON.parse(stdout);
	const [entry] = Array.isArray(packed) ? packed : Object.values(packed as object);
	return path.join(folder, (entry as { filename: string }).filename);
}

/**
 * Takes the steps of n8n's own installer of community packages: unpacks the tarball into
 * `<n8n folder>/nodes/node_modules/<package>`, drops what only developers need from its package.json, and
 * installs run-time dependencies, of which this package has none.
 * @param userFolder the folder that N8N_USER_FOLDER names
 */
export async function installPackage(tarball: string, userFolder: string): Promise<void> {
	const folder = path.join(userFolder, '.n8n/nodes/node_modules', PACKAGE_NAME);
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	await run('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);
	const file = path.join(folder, 'package.json');
	const manifest = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
	for (const field of ['devDependencies', 'peerDependencies', 'optionalDependencies'])
		delete manifest[field];
	if (Object.keys((manifest['dependencies'] as object | undefined) ?? {}).length > 0) {
		throw new Error('The package must bundle its dependencies, but package.json lists some');
	}
	writeFileSync(file, JSON.stringify(manifest, null, '\t'));
}
