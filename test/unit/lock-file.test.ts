import lock from '../../package-lock.json';
import manifest from '../../package.json';

interface LockedPackage {
	version?: string;
	optionalDependencies?: Record<string, string>;
}

const packages = lock.packages as Record<string, LockedPackage>;

/** The entry that Node would resolve `name` to, seen from the package at `from`. */
function resolve(from: string, name: string): LockedPackage | undefined {
	for (
		let place = from;
		;
		place = place.slice(0, Math.max(place.lastIndexOf('/node_modules/'), 0))
	) {
		const entry = packages[`${place === '' ? '' : `${place}/`}node_modules/${name}`];
		if (entry || place === '') return entry;
	}
}

describe('package-lock.json', () => {
	it('was written for this package.json', () => {
		const root = packages[''] as typeof manifest;
		expect(root.devDependencies).toEqual(manifest.devDependencies);
		expect(root.peerDependencies).toEqual(manifest.peerDependencies);
		expect(root.version).toBe(manifest.version);
	});

	// npm leaves out those of other platforms when a lock file is written beside an installed node_modules.
	it('holds the optional packages of every platform', () => {
		const missing = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
			Object.keys(optionalDependencies).filter((name) => !resolve(place, name)),
		);
		expect(missing).toEqual([]);
		expect(resolve('', '@swc/core-darwin-arm64')?.version).toBeDefined();
		expect(resolve('', '@esbuild/win32-x64')?.version).toBeDefined();
	});
});
