/**
 * The notices that the licences of bundled packages ask for. Which packages those are is read from what
 * esbuild really put into the bundles, so that the list can be neither short nor stale.
 */
const { existsSync, readdirSync, readFileSync } = require('node:fs');
const path = require('node:path');

const LICENCE_FILE = /^(licen[cs]e|copying|notice)([.-].*)?$/i;
const RULE = '-'.repeat(80);

/** The folder of the package that a bundled file belongs to, or undefined for this project's own files. */
function packageFolder(file) {
	const [, folder] =
		/^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file.replaceAll('\\', '/')) ?? [];
	return folder;
}

const authorOf = ({ author }) => (typeof author === 'string' ? author : author?.name);

function noticeOf(folder) {
	const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
	const texts = readdirSync(folder)
		.filter((name) => LICENCE_FILE.test(name))
		.map((name) => readFileSync(path.join(folder, name), 'utf8').trim());
	const repository = manifest.repository?.url ?? manifest.repository ?? manifest.homepage;
	const fallback = [authorOf(manifest), `Licence: ${manifest.license}`, repository];
	return {
		title: `${manifest.name} ${manifest.version} (${manifest.license})`,
		text: (texts.length > 0 ? texts : fallback.filter(Boolean)).join('\n\n'),
	};
}

/**
 * @param {import('esbuild').Metafile[]} metafiles what esbuild bundled
 * @returns {string} the text of THIRD-PARTY-NOTICES.txt; packages in alphabetical order
 * @throws when a bundled package names no licence
 */
function thirdPartyNotices(metafiles) {
	const bundled = metafiles
		.flatMap(({ outputs }) => Object.values(outputs))
		.flatMap(({ inputs }) => Object.keys(inputs));
	const folders = new Set(bundled.map(packageFolder).filter((folder) => folder !== undefined));
	const notices = [...folders]
		.filter((folder) => existsSync(path.join(folder, 'package.json')))
		.map(noticeOf)
		.sort((a, b) => a.title.localeCompare(b.title, 'en'));
	const unknown = notices.find(({ title }) => title.endsWith('(undefined)'));
	if (unknown) throw new Error(`${unknown.title}: this package names no licence; do not bundle it`);
	const head = 'This package contains code of the following packages, each under its own licence.';
	return [head, ...notices.map(({ title, text }) => `${RULE}\n${title}\n${RULE}\n\n${text}`)]
		.join('\n\n')
		.concat('\n');
}

module.exports = { thirdPartyNotices };
