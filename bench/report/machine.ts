import { execFileSync } from 'node:child_process';
import os from 'node:os';

const GIBIBYTE = 1024 ** 3;

/** What the figures were measured on. */
export const machine = () => ({
	processor: os.cpus()[0]?.model.trim() ?? 'unknown',
	cores: os.cpus().length,
	memoryGiB: Math.round(os.totalmem() / GIBIBYTE),
	system: `${os.type()} ${os.release()} ${os.arch()}`,
	node: process.version,
});

/** Of the checkout; '' where it is none. */
export function commit(): string {
	try {
		const args = ['rev-parse', '--short', 'HEAD'];
		return execFileSync('git', args, {
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'ignore'],
		}).trim();
	} catch {
		return '';
	}
}
