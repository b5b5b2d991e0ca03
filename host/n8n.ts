/**
 * A real n8n with the packed package inside, in a few lines:
 *
 *     const n8n = await startN8n();
 *     const workflow = await n8n.publish(example('complaint-to-partner'));
 *     const answer = await fetch(workflow.url, { method: 'POST', … });
 *     const executions = await n8n.waitForExecutions(workflow.id, 1);
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { N8nApi, type PublishedWorkflow, type WorkflowDefinition } from './api';
import { installPackage, PACKAGE_NAME, packPackage } from './tarball';
import { freePort } from './ports';
import { N8nProcess, type N8nProcessOptions } from './process';
import { root } from './setup';

export const INCOMING = `${PACKAGE_NAME}.incomingIntegrationTrigger`;
export const REQUEST_LOG = `${PACKAGE_NAME}.incomingIntegration`;
export const OUTGOING = `${PACKAGE_NAME}.outgoingIntegration`;

export interface N8nOptions {
	/** Kept between starts when given; otherwise a temporary folder that goes with `stop()`. */
	userFolder?: string;
	port?: number;
	env?: Record<string, string>;
	/** n8n's expression engine; `vm` is n8n's default, `legacy` starts and answers faster. */
	engine?: 'vm' | 'legacy';
	/** A tarball that is already packed; otherwise the checkout is built and packed. */
	tarball?: string;
	/** False where the package is installed in another way, or not at all. */
	install?: boolean;
	/** Told of the process id as soon as there is one. */
	onStart?: (pid: number) => void;
	onOutput?: (text: string) => void;
}

export interface Published extends PublishedWorkflow {
	/** The production URL of its first Incoming Integration Trigger, or '' when there is none. */
	url: string;
}

/** A running n8n, whoever started it: publishes workflows and waits until they answer. */
export class N8nClient extends N8nApi {
	/** Saves and publishes a workflow and waits until its endpoint really answers. */
	async publish(workflow: WorkflowDefinition): Promise<Published> {
		const saved = await this.saveWorkflow(workflow);
		await this.activate(saved);
		const url = this.endpointOf(saved);
		if (url) await this.waitForEndpoint(url);
		return { ...saved, url };
	}

	/** The URL of the first Incoming Integration Trigger, or '' when there is none. */
	endpointOf(workflow: PublishedWorkflow, kind: 'webhook' | 'webhook-test' = 'webhook'): string {
		const trigger = workflow.nodes.find(({ type }) => type === INCOMING);
		if (!trigger) return '';
		const id = String(trigger.parameters?.['endpointId'] || trigger.id);
		return `${this.baseUrl}/${kind}/automation-endpoint/endpoints/authorized/${id}/trigger`;
	}

	/** Waits until n8n knows the path: it answers a request without a body by anything but its own 404. */
	async waitForEndpoint(url: string, seconds = 60): Promise<void> {
		const deadline = Date.now() + seconds * 1000;
		for (;;) {
			const response = await fetch(url, {
				method: 'POST',
				headers: { 'content-type': 'text/plain' },
			});
			await response.arrayBuffer();
			if (response.status !== 404) return;
			if (Date.now() > deadline) throw new Error(`${url} still answers 404 after ${seconds} s`);
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
	}
}

/** An n8n that this process started. */
export class N8n extends N8nClient {
	private constructor(
		readonly userFolder: string,
		readonly port: number,
		private readonly options: N8nProcessOptions,
		private readonly isTemporary: boolean,
		private running: N8nProcess,
	) {
		super(`http://localhost:${port}`);
	}

	/** Starts n8n's main process with the package installed, signed in as its owner. */
	static async start(options: N8nOptions = {}): Promise<N8n> {
		const userFolder = options.userFolder ?? mkdtempSync(path.join(tmpdir(), 'n8n-user-'));
		const port = options.port ?? (await freePort());
		if (options.install !== false)
			await installPackage(options.tarball ?? (await packPackage()), userFolder);
		const processOptions: N8nProcessOptions = {
			userFolder,
			port,
			brokerPort: await freePort(),
			env: { ...(options.engine && { N8N_EXPRESSION_ENGINE: options.engine }), ...options.env },
			...(options.onOutput && { onOutput: options.onOutput }),
		};
		const running = N8nProcess.start(processOptions);
		options.onStart?.(running.pid);
		const n8n = new N8n(
			userFolder,
			port,
			processOptions,
			options.userFolder === undefined,
			running,
		);
		try {
			await n8n.waitUntilReady();
			await n8n.signIn();
		} catch (error) {
			await n8n.stop();
			throw error;
		}
		return n8n;
	}

	get process(): N8nProcess {
		return this.running;
	}

	/** What the running process printed. */
	get log(): string {
		return this.running.log;
	}

	/** Starts the process again on the same folder and port, after `kill()` or to restart it. */
	async restart(env: Record<string, string> = {}): Promise<void> {
		await this.running.stop();
		this.running = N8nProcess.start({ ...this.options, env: { ...this.options.env, ...env } });
		await this.waitUntilReady();
		await this.signIn();
	}

	/** `kill -9`, as a crash would. */
	async kill(): Promise<void> {
		await this.running.kill();
	}

	async stop(): Promise<void> {
		await this.running.stop();
		if (this.isTemporary) rmSync(this.userFolder, { recursive: true, force: true });
	}

	private async waitUntilReady(): Promise<void> {
		// Older n8n call themselves ready before their REST interface answers.
		for (const resource of ['healthz/readiness', 'rest/settings']) {
			await this.running.waitUntil('n8n is ready', async () => {
				const response = await fetch(`${this.baseUrl}/${resource}`);
				await response.arrayBuffer();
				return response.ok;
			});
		}
	}
}

export const startN8n = (options?: N8nOptions): Promise<N8n> => N8n.start(options);

/** A workflow of the folder examples/, by its file name without `.json`. */
export const example = (name: string): WorkflowDefinition =>
	JSON.parse(
		readFileSync(path.join(root, 'examples', `${name}.json`), 'utf8'),
	) as WorkflowDefinition;
