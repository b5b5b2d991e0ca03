/** Loads node and credential files the way n8n does, and prints what that cost: time, and resident memory after collecting garbage. */
const path = require('node:path');

// n8n has loaded its own copy long before, the one that the files get through NODE_PATH.
require(path.join(process.env.N8N_HOST_FOLDER, 'node_modules/n8n-workflow'));

const resident = () => {
	globalThis.gc();
	globalThis.gc();
	return process.memoryUsage().rss;
};

const before = resident();
const began = performance.now();
const kept = process.argv.slice(2).map((file) => {
	const [Type] = Object.values(require(file));
	return new Type();
});
const milliseconds = performance.now() - began;
const mebibytes = Math.max(resident() - before, 0) / 1024 ** 2;
if (kept.length === 0) throw new Error('No file was given');
process.stdout.write(JSON.stringify({ milliseconds, mebibytes }));
