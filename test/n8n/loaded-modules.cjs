/** Preloaded into an n8n: writes which copies of n8n-workflow it had loaded, and which files of this package, when it ends. */
const { writeFileSync } = require('node:fs');

const file = process.env.LOADED_MODULES_FILE;
const [, script] = process.argv;
if (file && script?.includes('n8n/bin/n8n')) {
	process.on('exit', () => {
		const loaded = Object.keys(require.cache).filter((name) =>
			/node_modules[/\\](n8n-workflow|n8n-nodes-synerise-integrations)[/\\]/.test(name),
		);
		writeFileSync(file, JSON.stringify(loaded));
	});
}
