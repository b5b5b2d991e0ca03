/** One process of a real n8n (main, webhook processor or worker): started, watched, ended by its own id. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

export interface N8nProcessOptions {
	/** `start` is n8n's main process; `webhook` and `worker` exist in queue mode. */
	command?: 'start' | 'webhook' | 'worker';
	/** The folder that holds n8n's `.n8n` folder. */
	userFolder: string;
	port: number;
	/** The task broker's port; two n8n on one machine need two. */
	brokerPort: number;
	env?: Record<string, string>;
	/** Told of each chunk that the process prints. */
	onOutput?: (text: string) => void;
}

/** Where `host/run.js --host` installed n8n. */
export function hostFolder(): string {
	const folder = process.env['N8N_HOST_FOLDER'];
	if (!folder)
		throw new Error('N8N_HOST_FOLDER is not set: run this through `node host/run.js --host`');
	return folder;
}

/** Modules that nothing here needs, those of them that this n8n has. */
const spareModules = (): string[] =>
	['mcp-registry', 'instance-ai', 'agents', 'chat-hub', 'insights'].filter((name) =>
		existsSync(path.join(hostFolder(), 'node_modules/n8n/dist/modules', name)),
	);

/** Settings that keep n8n to itself: loopback only, no call home, no prompts, quick publication. */
const quietEnvironment = (options: N8nProcessOptions): Record<string, string> => ({
	NODE_ENV: 'production',
	N8N_USER_FOLDER: options.userFolder,
	N8N_PORT: String(options.port),
	N8N_LISTEN_ADDRESS: '127.0.0.1',
	N8N_HOST: 'localhost',
	N8N_WEBHOOK_URL: `http://localhost:${options.port}/`,
	N8N_RUNNERS_BROKER_PORT: String(options.brokerPort),
	N8N_SECURE_COOKIE: 'false',
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
	N8N_DISABLED_MODULES: spareModules().join(),
	N8N_USE_WORKFLOW_PUBLICATION_SERVICE: 'false',
	EXECUTIONS_DATA_PRUNE: 'false',
	N8N_LOG_LEVEL: 'warn',
});

export class N8nProcess {
	private output = '';

	/** Settles when the process has ended, for whatever reason. */
	readonly whenExited: Promise<void>;

	private constructor(private readonly child: ChildProcess) {
		this.whenExited = new Promise((resolve) => child.once('exit', () => resolve()));
	}

	static start(options: N8nProcessOptions): N8nProcess {
		const script = path.join(hostFolder(), 'node_modules/n8n/bin/n8n');
		const child = spawn(process.execPath, [script, options.command ?? 'start'], {
			cwd: options.userFolder,
			// A group of its own, so that a terminal's Ctrl-C reaches only the one who started it.
			detached: true,
			stdio: ['ignore', 'pipe', 'pipe'],
			env: { ...inheritedEnvironment(), ...quietEnvironment(options), ...options.env },
		});
		const running = new N8nProcess(child);
		for (const stream of [child.stdout, child.stderr]) {
			stream?.setEncoding('utf8').on('data', (text: string) => {
				running.output = (running.output + text).slice(-200_000);
				options.onOutput?.(text);
			});
		}
		return running;
	}

	get pid(): number {
		if (this.child.pid === undefined) throw new Error('n8n could not be started');
		return this.child.pid;
	}

	get hasExited(): boolean {
		return this.child.exitCode !== null || this.child.signalCode !== null;
	}

	/** What the process printed, its last 200,000 characters. */
	get log(): string {
		return this.output;
	}

	/** Waits until `probe` gives true; rejects when the process ends first or `seconds` pass. */
	async waitUntil(what: string, probe: () => Promise<boolean>, seconds = 240): Promise<void> {
		const deadline = Date.now() + seconds * 1000;
		while (!(await probe().catch(() => false))) {
			if (this.hasExited) throw new Error(`n8n ended before ${what}:\n${this.output.slice(-4000)}`);
			if (Date.now() > deadline) {
				throw new Error(`${what}: not within ${seconds} s. n8n said:\n${this.output.slice(-4000)}`);
			}
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
	}

	/** Asks the process to end, and ends it for good when it has not within `graceMs`. */
	async stop(graceMs = 15_000): Promise<void> {
		if (this.hasExited) return;
		this.child.kill('SIGTERM');
		const timer = setTimeout(() => this.killGroup(), graceMs);
		await this.whenExited;
		clearTimeout(timer);
		this.killGroup();
	}

	/** `kill -9`, as a crash would. */
	async kill(): Promise<void> {
		this.killGroup();
		await this.whenExited;
	}

	/** The process and what it started (task runners). */
	private killGroup(): void {
		try {
			process.kill(-this.pid, 'SIGKILL');
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
		}
	}
}

/** The surrounding environment without settings that would change the n8n under test. */
function inheritedEnvironment(): Record<string, string> {
	const foreign = /^(N8N_|EXECUTIONS_|QUEUE_|DB_|WEBHOOK_|NODE_OPTIONS|NODE_ENV|npm_|JEST_|CI$)/;
	const entries = Object.entries(process.env).filter(
		(entry): entry is [string, string] => entry[1] !== undefined && !foreign.test(entry[0]),
	);
	return Object.fromEntries(entries);
}
