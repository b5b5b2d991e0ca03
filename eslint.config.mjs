import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import tseslint from 'typescript-eslint';

const { recommendedWithoutN8nCloudSupport } = n8nCommunityNodesPlugin.configs;

/** Dependencies point inwards: what stands first may not import what follows. */
const layers = [
	['core', ['forms', 'credentials', 'nodes']],
	['forms', ['credentials', 'nodes']],
	['credentials', ['nodes']],
	['core/incoming', ['core/outgoing']],
	['core/outgoing', ['core/incoming']],
	...['connections', 'curl', 'http', 'jinjava', 'parameters', 'store'].map((name) => [
		`core/${name}`,
		['core/incoming', 'core/outgoing'],
	]),
].map(([target, from]) => ({
	target: `./${target}`,
	from: from.map((folder) => `./${folder}`),
	message: 'Dependencies point inwards: see docs/architecture.md.',
}));

export default tseslint.config(
	{ ignores: ['dist/', 'coverage/', 'host/node_modules/'] },
	{
		files: ['**/*.ts'],
		extends: [tseslint.configs.recommended],
		languageOptions: { parserOptions: { projectService: true } },
		rules: {
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/no-misused-promises': 'error',
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/no-require-imports': 'off',
		},
	},
	{
		files: ['core/**/*.ts', 'nodes/**/*.ts', 'credentials/**/*.ts', 'forms/**/*.ts'],
		rules: {
			'max-lines-per-function': ['error', { max: 65, skipBlankLines: true, skipComments: true }],
			complexity: ['error', 15],
			'no-console': 'error',
			'@typescript-eslint/no-non-null-assertion': 'error',
			'@typescript-eslint/no-unnecessary-type-assertion': 'error',
			'@typescript-eslint/no-unsafe-argument': 'error',
			'@typescript-eslint/no-unsafe-assignment': 'error',
			'@typescript-eslint/no-unsafe-call': 'error',
			'@typescript-eslint/no-unsafe-member-access': 'error',
			'@typescript-eslint/no-unsafe-return': 'error',
			'@typescript-eslint/prefer-promise-reject-errors': 'error',
			'no-new-func': 'error',
			'no-eval': 'error',
		},
	},
	{
		files: ['core/**/*.ts', 'nodes/**/*.ts', 'credentials/**/*.ts', 'forms/**/*.ts'],
		plugins: { 'import-x': importX },
		settings: {
			'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.js', '.json'] })],
		},
		rules: {
			'import-x/no-restricted-paths': ['error', { zones: layers }],
			'import-x/no-cycle': 'error',
		},
	},
	{
		// Calls, expressions and operators contain each other, and so do the files that compile them.
		files: ['core/jinjava/compile/*.ts'],
		rules: { 'import-x/no-cycle': 'off' },
	},
	{
		files: ['core/**/*.ts'],
		rules: {
			'no-restricted-imports': [
				'error',
				{ patterns: [{ group: ['n8n-*', '@n8n/*'], message: 'core imports nothing of n8n' }] },
			],
		},
	},
	{
		files: ['nodes/**/*.ts', 'credentials/**/*.ts'],
		extends: [recommendedWithoutN8nCloudSupport],
	},
	{
		files: ['credentials/**/*.ts'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: {
			...n8nNodesBase.configs.credentials.rules,
			// Asks for the page names of n8n's own documentation; a community package gives a URL.
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
			// The connections have the names that Synerise and the documentation give them.
			'n8n-nodes-base/cred-class-field-display-name-missing-api': 'off',
		},
	},
	{
		files: ['nodes/**/*.ts'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: {
			...n8nNodesBase.configs.nodes.rules,
			// Asks for the literal 'main', where n8n's own plugin asks for NodeConnectionTypes.Main.
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-inputs-wrong-trigger-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
		},
	},
);
