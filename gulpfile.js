/**
 * The build: dist/ holds one bundle for each node and credential type, with its third-party code inside
 * and nothing of n8n, next to the icons and codex files that n8n looks for beside the compiled file,
 * and the licences of that code.
 */
const { mkdir, rm, writeFile } = require('node:fs/promises');
const { globSync } = require('node:fs');
const { dest, parallel, series, src, watch } = require('gulp');
const esbuild = require('esbuild');

const { thirdPartyNotices } = require('./build/third-party-notices');

const sources = () =>
	globSync(['nodes/**/*.node.ts', 'nodes/**/run-time.ts', 'credentials/*.credentials.ts']);

/**
 * Two files of their own, so that n8n's start is spared reading them: undici, the greater part of what the nodes need,
 * which has nothing to do before the first request and then serves both nodes; and what a node does, apart from its
 * form, where its class imports it as `./run-time`.
 */
const UNDICI = { in: require.resolve('undici'), out: 'undici' };
const apart = {
	name: 'apart',
	setup: ({ onResolve }) =>
		onResolve({ filter: /^(undici|\.\/run-time)$/ }, ({ kind, path }) => {
			if (kind !== 'dynamic-import') return undefined;
			return { path: path === 'undici' ? `../../${UNDICI.out}.js` : `${path}.js`, external: true };
		}),
};

const clean = async () => {
	await rm('dist', { recursive: true, force: true });
	await mkdir('dist');
};

const bundle = async () => {
	const { metafile } = await esbuild.build({
		entryPoints: [
			...sources().map((file) => ({ in: file, out: file.replace(/\.ts$/, '') })),
			UNDICI,
		],
		outdir: 'dist',
		outbase: '.',
		bundle: true,
		platform: 'node',
		target: 'node22.16',
		format: 'cjs',
		external: ['n8n-workflow'],
		plugins: [apart],
		// A native import() would not find the names that a CommonJS bundle exports.
		supported: { 'dynamic-import': false },
		minifySyntax: true,
		minifyWhitespace: true,
		legalComments: 'none',
		logLevel: 'warning',
		metafile: true,
	});
	await writeFile('dist/THIRD-PARTY-NOTICES.txt', thirdPartyNotices(metafile));
};

const assets = () =>
	src(['nodes/**/*.{svg,png,node.json}', 'credentials/**/*.{svg,png}'], {
		base: '.',
		encoding: false,
		allowEmpty: true,
	}).pipe(dest('dist'));

const build = series(clean, parallel(bundle, assets));

/** What changes when someone works on the package, and what follows from a change. */
exports.watched = ['nodes/**/*', 'credentials/**/*', 'core/**/*.ts'];
exports.compile = parallel(bundle, assets);
exports.build = build;
exports.watch = series(build, () => watch(exports.watched, exports.compile));
exports.default = build;
