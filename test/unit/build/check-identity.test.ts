import manifest from '../../../package.json';

const { placeholdersIn, strayLinks } = require('../../../build/check-identity.js') as {
	placeholdersIn(manifest: object): string[];
	strayLinks(manifest: object): string[];
};

const renamed = {
	...manifest,
	author: { name: 'Ada', email: 'ada@example.com' },
	repository: { type: 'git', url: `git+https://github.com/ada/${manifest.name}.git` },
};

describe('whose package this is', () => {
	it('is refused at a release as long as it is a placeholder', () => {
		const email = 'maintainers@n8n-nodes-synerise-integrations.dev';
		const stale = { ...renamed, author: { ...renamed.author, email } };
		expect(placeholdersIn(stale)).toEqual(['author.email']);
		expect(placeholdersIn(renamed)).toEqual([]);
	});

	it('is the same everywhere', () => {
		expect(strayLinks(manifest)).toEqual([]);
		expect(strayLinks(renamed)).toEqual(
			expect.arrayContaining(['SECURITY.md', 'credentials/LoginPasswordApi.credentials.ts']),
		);
	});
});
