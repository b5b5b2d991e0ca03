/** Loads node and credential files the way n8n does, and prints what that cost: time, and resident memory after collecting garbage. */
require('n8n-workflow');

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
