/**
 * The n8n that a start left running because the start itself was killed: named in a file, found again, and ended.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

import { hostFolder } from './process';

/** What `ps` says of a process, or '' when there is none. */
function read(pid: number, column: 'args' | 'stat'): string {
	try {
		return execFileSync('ps', ['-p', String(pid), '-o', `${column}=`], { encoding: 'utf8' }).trim();
	} catch {
		return '';
	}
}

/** Process ids are given out again, so the command must be that of our n8n, too. */
const isOurs = (pid: number): boolean => read(pid, 'args').includes(hostFolder());

/** A process that ends loses its command before it closes its ports; only then is it gone, or a zombie. */
const isRunning = (pid: number): boolean => /^[^Z]/.test(read(pid, 'stat'));

/** Waits until nothing runs under the id, or until `milliseconds` have passed. */
async function hasEnded(pid: number, milliseconds: number): Promise<boolean> {
	const deadline = Date.now() + milliseconds;
	while (isRunning(pid)) {
		if (Date.now() > deadline) return false;
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	return true;
}

/** Notes the process that a later start is to end if this one cannot. */
export const noteProcess = (file: string, pid: number): void => writeFileSync(file, `${pid}\n`);

/**
 * Ends the n8n that the file names, with all that it started, if it still runs.
 * @returns whether one ran
 */
export async function endLeftOver(file: string): Promise<boolean> {
	if (!existsSync(file)) return false;
	const pid = Number(readFileSync(file, 'utf8'));
	rmSync(file);
	if (!Number.isSafeInteger(pid) || pid <= 1 || !isOurs(pid)) return false;
	// n8n leads a group of its own.
	process.kill(-pid, 'SIGTERM');
	if (!(await hasEnded(pid, 15_000))) process.kill(-pid, 'SIGKILL');
	await hasEnded(pid, 5_000);
	return true;
}
