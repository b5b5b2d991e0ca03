/**
 * What the commands of this project stand on: Node 24, the checkout's own packages, and a real n8n.
 * Heavy downloads are kept in a cache outside the checkout, each in a folder named after what was asked for,
 * and are complete when that folder holds the file `ready`; anything less is built again.
 */
const { createHash } = require('node:crypto');
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const root = path.resolve(__dirname, '..');
const NODE_VERSION = '24.21.0';
const NODE_MAJOR = 24;
const NPM_FLAGS = ['--ignore-scripts', '--legacy-peer-deps', '--loglevel=error'];
const NPM_CI = ['ci', ...NPM_FLAGS];
const NPM_INSTALL = ['install', ...NPM_FLAGS];

/** Where downloads are kept: `N8N_HOST_CACHE`, else the user's cache folder. */
const cacheFolder = () =>
	process.env.N8N_HOST_CACHE ??
	path.join(
		process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'),
		'n8n-nodes-synerise-integrations',
	);

const sha256 = (...texts) => {
	const hash = createHash('sha256');
	for (const text of texts) hash.update(text);
	return hash.digest('hex').slice(0, 12);
};

/**
 * Runs a command to its end and rejects with the tail of its output when it fails.
 * Shows how long it has been at work, in place on a terminal, every half minute elsewhere.
 */
function runQuietly(title, command, args, options) {
	return new Promise((resolve, reject) => {
		const started = Date.now();
		const seconds = () => Math.round((Date.now() - started) / 1000);
		const show = (text) =>
			process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${text}` : `${text}\n`);
		show(`${title} …`);
		const timer = setInterval(
			() => show(`${title} … ${seconds()} s`),
			process.stderr.isTTY ? 1000 : 30_000,
		);
		let output = '';
		const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
		const keep = (chunk) => (output = (output + chunk).slice(-3000));
		child.stdout.on('data', keep);
		child.stderr.on('data', keep);
		child.on('error', reject);
		child.on('close', (code) => {
			clearInterval(timer);
			show(`${title}: ${code === 0 ? 'done' : 'failed'} after ${seconds()} s`);
			if (process.stderr.isTTY) process.stderr.write('\n');
			if (code === 0) resolve();
			else reject(new Error(`${title} failed (${command} ${args.join(' ')}):\n${output}`));
		});
	});
}

/** Builds `folder` once: `build` fills it, the file `ready` closes it; one process at a time does the work. */
async function buildOnce(folder, build) {
	const ready = path.join(folder, 'ready');
	if (fs.existsSync(ready)) return folder;
	const unlock = await lock(`${folder}.lock`);
	try {
		if (fs.existsSync(ready)) return folder;
		fs.rmSync(folder, { recursive: true, force: true });
		fs.mkdirSync(folder, { recursive: true });
		await build(folder);
		fs.writeFileSync(ready, `${new Date().toISOString()}\n`);
		return folder;
	} finally {
		unlock();
	}
}

const isAlive = (pid) => {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error.code === 'EPERM';
	}
};

/** A lock file that holds its owner's process id; a lock whose owner is gone is taken over. */
async function lock(file) {
	fs.mkdirSync(path.dirname(file), { recursive: true });
	for (;;) {
		try {
			fs.writeFileSync(file, String(process.pid), { flag: 'wx' });
			return () => fs.rmSync(file, { force: true });
		} catch (error) {
			if (error.code !== 'EEXIST') throw error;
			const owner = Number(fs.readFileSync(file, 'utf8') || 0);
			if (owner && !isAlive(owner)) fs.rmSync(file, { force: true });
			else await new Promise((resolve) => setTimeout(resolve, 500));
		}
	}
}

/**
 * This process's Node when it is new enough for n8n, else Node 24 from the npm registry.
 * @returns {Promise<{ bin: string, path: string, headers: string }>} the executable, a PATH that starts with it,
 * and the folder of its headers (for native builds)
 */
async function ensureNode() {
	const describe = (bin) => ({
		bin,
		path: [path.dirname(bin), process.env.PATH].join(path.delimiter),
		headers: path.dirname(path.dirname(bin)),
	});
	if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR) return describe(process.execPath);
	const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
	const folder = path.join(cacheFolder(), `node-${NODE_VERSION}`);
	await buildOnce(folder, (cwd) => {
		fs.writeFileSync(path.join(cwd, 'package.json'), '{"private":true}\n');
		return runQuietly(
			`Fetching Node ${NODE_VERSION} (this is Node ${process.versions.node}; n8n needs ${NODE_MAJOR})`,
			'npm',
			[...NPM_INSTALL, `${name}@${NODE_VERSION}`],
			{ cwd },
		);
	});
	return describe(path.join(folder, 'node_modules', name, 'bin', 'node'));
}

/** Installs the checkout's own packages when its lock file is not the one they were installed from. */
async function ensureCheckout(node) {
	const stamp = path.join(root, 'node_modules', '.installed-from');
	const wanted = sha256(fs.readFileSync(path.join(root, 'package-lock.json')));
	if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted) return;
	await runQuietly('Installing the packages of this checkout', 'npm', NPM_CI, {
		cwd: root,
		env: { ...process.env, PATH: node.path },
	});
	fs.writeFileSync(stamp, wanted);
}

/**
 * An n8n, installed in the cache.
 * @param {string} [which] the folder of its package.json: that of this file by default, or `oldest` in it
 * @returns {Promise<string>} its folder; `node_modules/n8n/bin/n8n` inside starts it
 */
async function ensureHost(node, which = '') {
	const files = ['package.json', 'package-lock.json'];
	const contents = files.map((file) => fs.readFileSync(path.join(__dirname, which, file)));
	const folder = path.join(cacheFolder(), `n8n-${sha256(...contents)}`);
	const version = JSON.parse(contents[0]).dependencies.n8n;
	return await buildOnce(folder, async (cwd) => {
		files.forEach((file, index) => fs.writeFileSync(path.join(cwd, file), contents[index]));
		const env = { ...process.env, PATH: node.path };
		await runQuietly(
			`Fetching n8n ${version} (about 2 GB, once; some minutes)`,
			'npm',
			NPM_INSTALL,
			{
				cwd,
				env,
			},
		);
		await runQuietly(
			'Building the native parts of n8n (SQLite and its expression engine; some minutes)',
			'npm',
			[
				'rebuild',
				'sqlite3',
				'isolated-vm',
				// Under `npm run` the .npmrc of this checkout counts here, too.
				'--ignore-scripts=false',
				`--nodedir=${node.headers}`,
				'--loglevel=error',
			],
			{ cwd, env },
		);
	});
}

module.exports = { root, cacheFolder, ensureNode, ensureCheckout, ensureHost };
