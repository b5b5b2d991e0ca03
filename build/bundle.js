/**
 * Bundles the package with everything it needs, apart from n8n-workflow, which is n8n's.
 *
 * n8n reads every file of nodes and credentials when it starts, so those hold form data alone. What a node does is a
 * file that its class imports when it is first used, and the larger libraries are files that such a file requires.
 * Code that several files need stands in a chunk that they share.
 */
const { globSync } = require('node:fs');
const { mkdir, writeFile } = require('node:fs/promises');
const path = require('node:path');
const esbuild = require('esbuild');
const { default: redisCommands } = require('./redis-commands');

const root = path.resolve(__dirname, '..');

/** Libraries in files of their own, read when they are first needed. */
const LIBRARIES = {
	undici: path.join(__dirname, 'undici.js'),
	'@redis/client': path.join(__dirname, 'redis-client.js'),
	'rate-limiter-flexible': path.join(__dirname, 'rate-limiter-flexible.js'),
	luxon: 'luxon',
	re2js: 're2js',
};

const libraryFile = (name) => `${name.replace(/^@/, '').replaceAll('/', '-')}.js`;

const isLibrary = new RegExp(`^(${Object.keys(LIBRARIES).join('|')})$`);

/** Files and chunks alike lie two folders below the root of the output, as do all nodes. */
const DEPTH = '../..';

const shared = {
	absWorkingDir: root,
	bundle: true,
	platform: 'node',
	target: 'node22.16',
	external: ['n8n-workflow'],
	legalComments: 'none',
	logLevel: 'warning',
	metafile: true,
	write: false,
};

const compact = { minify: true };

/** What @redis/client says of all of Redis' commands, for those of `redis-commands.js` alone. */
const redisCommandsAlone = {
	name: 'redis-commands-alone',
	setup({ onResolve, onLoad }) {
		onResolve({ filter: /^\.\.\/commands$/ }, () => ({
			path: path.join(__dirname, 'redis-commands.js'),
		}));
		onLoad({ filter: /command-metadata-data\.js$/ }, ({ path: file }) => {
			// Scripts are sent as EVALSHA, which has no function of its own.
			const names = ['EVALSHA', ...Object.keys(redisCommands)];
			const used = new Set(names.map((name) => name.split('_')[0].toLowerCase()));
			const { std } = require(file).COMMAND_METADATA;
			const kept = Object.entries(std).filter(([name]) => used.has(name));
			const metadata = JSON.stringify({ std: Object.fromEntries(kept) });
			return { contents: `exports.COMMAND_METADATA = ${metadata};` };
		});
	},
};

async function bundleLibraries() {
	return await esbuild.build({
		...shared,
		...compact,
		plugins: [redisCommandsAlone],
		entryPoints: Object.entries(LIBRARIES).map(([name, file]) => ({
			in: file,
			out: `libraries/${libraryFile(name).replace(/\.js$/, '')}`,
		})),
		outdir: 'dist',
		format: 'cjs',
	});
}

const librariesApart = {
	name: 'libraries-apart',
	setup: ({ onResolve }) =>
		onResolve({ filter: isLibrary }, ({ path: name }) => ({
			path: `${DEPTH}/libraries/${libraryFile(name)}`,
			external: true,
		})),
};

/** esbuild shares code between files only as ES modules; `asCommonJs` makes of them what n8n reads. */
async function bundleOwnCode() {
	return await esbuild.build({
		...shared,
		entryPoints: globSync(['nodes/**/*.node.ts', 'credentials/*.credentials.ts'], { cwd: root }),
		outdir: 'dist',
		outbase: '.',
		format: 'esm',
		splitting: true,
		chunkNames: 'nodes/shared/[name]-[hash]',
		plugins: [librariesApart],
	});
}

async function asCommonJs({ contents }) {
	const { code } = await esbuild.transform(Buffer.from(contents), {
		...compact,
		// Errors are called after their classes, and stack traces after functions.
		keepNames: true,
		format: 'cjs',
		target: shared.target,
		// A native import() would not find the names that a CommonJS file exports.
		supported: { 'dynamic-import': false },
	});
	return code;
}

/**
 * @param {string} folder where the files go
 * @returns {Promise<import('esbuild').Metafile[]>} what was bundled
 */
async function bundle(folder) {
	const [own, libraries] = await Promise.all([bundleOwnCode(), bundleLibraries()]);
	const files = [
		...own.outputFiles.map((file) => ({ ...file, path: file.path, text: () => asCommonJs(file) })),
		...libraries.outputFiles.map((file) => ({ path: file.path, text: async () => file.contents })),
	];
	await Promise.all(
		files.map(async (file) => {
			const target = path.resolve(folder, path.relative(path.join(root, 'dist'), file.path));
			await mkdir(path.dirname(target), { recursive: true });
			await writeFile(target, await file.text());
		}),
	);
	return [own.metafile, libraries.metafile];
}

module.exports = { bundle };
