/**
 * Whose package this is stands in package.json: author, e-mail, repository. As long as those are the placeholders
 * below, which belong to nobody, `npm run release` refuses. Everything else that names the repository must name the
 * same one.
 */
const { execFileSync } = require('node:child_process');
const { readFileSync } = require('node:fs');
const path = require('node:path');

const root = path.resolve(__dirname, '..');

const PLACEHOLDERS = {
	'author.name': 'n8n-nodes-synerise-integrations contributors',
	'author.email': 'maintainers@n8n-nodes-synerise-integrations.dev',
	'repository.url':
		'git+https://github.com/n8n-nodes-synerise-integrations/n8n-nodes-synerise-integrations.git',
};

const at = (value, field) => field.split('.').reduce((part, name) => part?.[name], value);

/** @returns {string[]} the fields of package.json that still hold a placeholder */
const placeholdersIn = (manifest) =>
	Object.keys(PLACEHOLDERS).filter((field) => at(manifest, field) === PLACEHOLDERS[field]);

/** @returns {string} `https://github.com/<owner>/<name>` */
const repositoryOf = ({ repository }) => repository.url.replace(/^git\+/, '').replace(/\.git$/, '');

/** @returns {string[]} the tracked files that link to this package under another owner or name */
function strayLinks(manifest) {
	const own = repositoryOf(manifest);
	const links = new RegExp(`https://github\\.com/[\\w.-]+/${manifest.name}(?![\\w-])`, 'g');
	const files = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
		.split('\0')
		.filter((file) => /\.(md|ts|json|yml)$/.test(file));
	return files.filter((file) =>
		[...readFileSync(path.join(root, file), 'utf8').matchAll(links)].some(([link]) => link !== own),
	);
}

module.exports = { placeholdersIn, strayLinks };

if (require.main === module) {
	const manifest = require('../package.json');
	const problems = [
		...placeholdersIn(manifest).map((field) => `package.json: ${field} is a placeholder`),
		...strayLinks(manifest).map(
			(file) => `${file}: links to another repository than package.json names`,
		),
	];
	if (problems.length > 0) {
		console.error([...problems, 'See "Releases" in CONTRIBUTING.md.'].join('\n'));
		process.exitCode = 1;
	}
}
