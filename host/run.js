/**
 * Runs a command of this project with everything it needs:
 * `node host/run.js [--host | --host=oldest] <command> [argument ...]`.
 *
 * Sets up what is missing first (the checkout's own packages, Node 24 when this Node is older, with --host the
 * n8n of host/package.json, with --host=oldest that of host/oldest/package.json), then runs a TypeScript file or a
 * package's command under that Node. Uses nothing but what Node 20 ships, so that a fresh clone needs Node and npm
 * alone.
 */
const { spawn } = require('node:child_process');
const path = require('node:path');
const { ensureCheckout, ensureNode, ensureHost, root } = require('./setup');

async function main([...args]) {
	const host = /^--host(?:=(\w+))?$/.exec(args[0] ?? '');
	const [command, ...rest] = host ? args.slice(1) : args;
	if (!command)
		throw new Error('Usage: node host/run.js [--host | --host=oldest] <command> [argument ...]');
	const node = await ensureNode();
	await ensureCheckout(node);
	const env = { ...process.env, PATH: node.path };
	// Another n8n may be named, to try an older one.
	if (host) env.N8N_HOST_FOLDER ??= await ensureHost(node, host[1]);
	const script = command.endsWith('.ts')
		? ['--import', 'tsx', command]
		: [path.join(root, 'node_modules/.bin', command)];
	const child = spawn(node.bin, [...script, ...rest], { cwd: root, env, stdio: 'inherit' });
	// On a terminal Ctrl-C reaches the child too; one that gets a signal twice ends once.
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
		process.on(signal, () => child.kill(signal));
	child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}

main(process.argv.slice(2)).catch((error) => {
	console.error(error.message);
	process.exit(1);
});
