/** Programs of the system that queue mode needs besides n8n: found, started, and explained when missing. */
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

const INSTALL: Record<string, string> = {
	'redis-server':
		'apt-get install redis-server (Debian, Ubuntu), brew install redis (macOS), dnf install redis (Fedora)',
	postgres:
		'apt-get install postgresql (Debian, Ubuntu), brew install postgresql (macOS), dnf install postgresql-server (Fedora)',
};

/** What to say when a program of the system is not there. */
export const missingProgram = (program: string): Error =>
	new Error(`${program} was not found on this machine. Install it: ${INSTALL[program]}`);

/**
 * Waits until a program says that it is ready.
 * @param ready matches the line, of either stream, that says so
 * @throws when the program is not installed or ends before; the error holds what it printed
 */
export async function spawnUntilReady(
	child: ChildProcess,
	{ program, ready }: { program: string; ready: RegExp },
): Promise<ChildProcess> {
	let output = '';
	await new Promise<void>((resolve, reject) => {
		child.once('error', (error: NodeJS.ErrnoException) =>
			reject(error.code === 'ENOENT' ? missingProgram(program) : error),
		);
		child.once('exit', () => reject(new Error(`${program} ended before it was ready:\n${output}`)));
		for (const stream of [child.stdout, child.stderr]) {
			if (!stream) continue;
			createInterface({ input: stream }).on('line', (line) => {
				output = `${output}${line}\n`.slice(-4_000);
				if (ready.test(line)) resolve();
			});
		}
	});
	return child;
}
