/** The build: dist/ holds what npm publishes; build/bundle.js makes its JavaScript. */
const { mkdir, rm, writeFile } = require('node:fs/promises');
const { dest, parallel, series, src, watch } = require('gulp');

const { bundle } = require('./build/bundle');
const { thirdPartyNotices } = require('./build/third-party-notices');

const clean = async () => {
	await rm('dist', { recursive: true, force: true });
	await mkdir('dist');
};

const code = async () => {
	const metafiles = await bundle('dist');
	await writeFile('dist/THIRD-PARTY-NOTICES.txt', thirdPartyNotices(metafiles));
};

const assets = () =>
	src(['nodes/**/*.{svg,png,node.json}', 'credentials/**/*.{svg,png}'], {
		base: '.',
		encoding: false,
		allowEmpty: true,
	}).pipe(dest('dist'));

const build = series(clean, parallel(code, assets));

/** What counts when someone works on the package, and what follows from a change. */
exports.watched = ['nodes/**/*', 'credentials/**/*', 'forms/**/*.ts', 'core/**/*.ts'];
exports.compile = parallel(code, assets);
exports.build = build;
exports.watch = series(build, () => watch(exports.watched, exports.compile));
exports.default = build;
