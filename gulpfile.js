/**
 * The build: dist/ holds one bundle for each node and credential type, with its third-party code inside
 * and nothing of n8n, next to the icons and codex files that n8n looks for beside the compiled file.
 */
const { rm } = require('node:fs/promises');
const { globSync } = require('node:fs');
const { dest, parallel, series, src, watch } = require('gulp');
const esbuild = require('esbuild');

const sources = () => globSync(['nodes/**/*.node.ts', 'credentials/*.credentials.ts']);

const clean = () => rm('dist', { recursive: true, force: true });

const bundle = () =>
	esbuild.build({
		entryPoints: sources(),
		outdir: 'dist',
		outbase: '.',
		bundle: true,
		platform: 'node',
		target: 'node22.16',
		format: 'cjs',
		external: ['n8n-workflow'],
		minifySyntax: true,
		minifyWhitespace: true,
		keepNames: true,
		legalComments: 'none',
		logLevel: 'warning',
	});

const assets = () =>
	src(['nodes/**/*.{svg,png,node.json}', 'credentials/**/*.{svg,png}'], {
		base: '.',
		encoding: false,
		allowEmpty: true,
	}).pipe(dest('dist'));

const build = series(clean, parallel(bundle, assets));

exports.build = build;
exports.watch = series(build, () =>
	watch(['nodes/**/*', 'credentials/**/*', 'core/**/*.ts'], parallel(bundle, assets)),
);
exports.default = build;
