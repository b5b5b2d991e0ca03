/** n8n's REST interface as its editor uses it: owner, credentials, workflows, executions. */
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { hostFolder } from './process';

export interface WorkflowNode {
	name: string;
	type: string;
	typeVersion?: number;
	position?: [number, number];
	parameters?: Record<string, unknown>;
	credentials?: Record<string, { id?: string | null; name: string }>;
	[key: string]: unknown;
}

/** A workflow as the editor exports it; ids may be left out. */
export interface WorkflowDefinition {
	name: string;
	nodes: WorkflowNode[];
	connections?: Record<string, unknown>;
	settings?: Record<string, unknown>;
	pinData?: Record<string, unknown>;
}

export interface PublishedWorkflow {
	id: string;
	nodes: Array<WorkflowNode & { id: string; webhookId?: string }>;
}

export interface ExecutionSummary {
	id: string;
	status: string;
	mode: string;
	finished: boolean;
}

/** The items that each node of an execution put out, by node name; of the last run, first output. */
export interface ExecutionDetail extends ExecutionSummary {
	error?: { message: string; description?: string } | undefined;
	items: Record<
		string,
		Array<{ json: Record<string, unknown>; binary?: unknown; pairedItem?: unknown }>
	>;
	/** The whole record, for what the summary above leaves out. */
	raw: unknown;
}

/** The most executions that n8n lists at a time. */
const PAGE = 100;

const UNENDED_STATUSES = ['new', 'running', 'waiting'];

const EXECUTION_STATUSES = [
	...UNENDED_STATUSES,
	'success',
	'error',
	'crashed',
	'canceled',
	'unknown',
];

export const OWNER = {
	email: 'owner@example.com',
	firstName: 'Demo',
	lastName: 'Owner',
	password: 'Synerise-demo-1',
};

export class N8nApi {
	private cookie = '';

	private readonly credentialIds = new Map<string, string>();

	constructor(readonly baseUrl: string) {}

	/** The value of n8n's session cookie, to sign a browser in. */
	get sessionCookie(): string {
		return this.cookie.replace(/^n8n-auth=/, '');
	}

	/** Creates the owner on a new n8n, signs in on a known one. */
	async signIn(): Promise<void> {
		const settings = await this.request<{ userManagement?: { showSetupOnFirstLoad?: boolean } }>(
			'GET',
			'settings',
		);
		if (settings.userManagement?.showSetupOnFirstLoad)
			await this.request('POST', 'owner/setup', OWNER);
		else
			await this.request('POST', 'login', {
				emailOrLdapLoginId: OWNER.email,
				password: OWNER.password,
			});
	}

	/** Goes on with a session that was signed in elsewhere. */
	async resume(sessionCookie: string): Promise<void> {
		this.cookie = `n8n-auth=${sessionCookie}`;
		await this.request('GET', 'login');
	}

	/** @throws when n8n answers anything but 2xx; the error holds status and body */
	async request<T = unknown>(method: string, resource: string, body?: unknown): Promise<T> {
		const response = await fetch(`${this.baseUrl}/rest/${resource}`, {
			method,
			headers: {
				'content-type': 'application/json',
				// n8n closes idle connections after five seconds; one that is reused just then would fail.
				connection: 'close',
				...(this.cookie && { cookie: this.cookie }),
			},
			...(body !== undefined && { body: JSON.stringify(body) }),
		});
		const session = response.headers
			.getSetCookie()
			.find((cookie) => cookie.startsWith('n8n-auth='));
		if (session) this.cookie = session.split(';', 1)[0] ?? '';
		const text = await response.text();
		if (!response.ok)
			throw new Error(`${method} /rest/${resource}: ${response.status} ${text.slice(0, 2000)}`);
		return (text ? (JSON.parse(text) as { data: T }) : { data: undefined as T }).data;
	}

	/** The full names of all node types that this n8n has loaded. */
	async nodeTypes(): Promise<string[]> {
		const response = await fetch(`${this.baseUrl}/types/nodes.json`, {
			headers: { cookie: this.cookie },
		});
		return ((await response.json()) as Array<{ name: string }>).map(({ name }) => name);
	}

	/** The packages that Settings > Community nodes lists. */
	async communityPackages(): Promise<string[]> {
		const packages = await this.request<Array<{ packageName: string }>>(
			'GET',
			'community-packages',
		);
		return packages.map(({ packageName }) => packageName);
	}

	/** Creates a credential; a workflow published later finds it by its name. */
	async createCredential(
		type: string,
		name: string,
		data: Record<string, unknown>,
	): Promise<string> {
		const { id } = await this.request<{ id: string }>('POST', 'credentials', { name, type, data });
		this.credentialIds.set(name, id);
		return id;
	}

	/** What the credential's own test button answers. */
	async testCredential(type: string, name: string, data: Record<string, unknown>) {
		const id = this.credentialIds.get(name) ?? '';
		return await this.request<{ status: 'OK' | 'Error'; message: string }>(
			'POST',
			'credentials/test',
			{
				credentials: { id, name, type, data },
			},
		);
	}

	/** Saves a workflow under new ids, without publishing it. */
	async saveWorkflow(
		workflow: WorkflowDefinition,
	): Promise<PublishedWorkflow & { versionId: string }> {
		const nodes = workflow.nodes.map((node, index) => ({
			typeVersion: 1,
			position: [index * 240, 0] as [number, number],
			parameters: {},
			...node,
			id: randomUUID(),
			...(/trigger|webhook/i.test(node.type) && { webhookId: node['webhookId'] ?? randomUUID() }),
			...(node.credentials && { credentials: this.withIds(node.credentials) }),
		}));
		return await this.request('POST', 'workflows', {
			connections: {},
			settings: { executionOrder: 'v1' },
			...workflow,
			active: false,
			nodes,
		});
	}

	/** Publishes a saved workflow; its webhooks answer a little later. */
	async activate(workflow: { id: string; versionId: string }): Promise<void> {
		await this.request('POST', `workflows/${workflow.id}/activate`, {
			versionId: workflow.versionId,
		});
	}

	/** A saved workflow of this name, with its nodes. */
	async findWorkflow(
		name: string,
	): Promise<(PublishedWorkflow & { versionId: string; active: boolean }) | undefined> {
		const filter = encodeURIComponent(JSON.stringify({ name }));
		const found = await this.request<Array<{ id: string; name: string }>>(
			'GET',
			`workflows?filter=${filter}`,
		);
		const workflow = found.find((candidate) => candidate.name === name);
		return workflow && (await this.request('GET', `workflows/${workflow.id}`));
	}

	async deactivate(workflowId: string): Promise<void> {
		await this.request('POST', `workflows/${workflowId}/deactivate`, {});
	}

	/** All executions of a workflow, the newest first. */
	async executions(workflowId: string): Promise<ExecutionSummary[]> {
		const deadline = Date.now() + 60_000;
		for (;;) {
			const { executions, total } = await this.listExecutions(workflowId);
			if (executions.length === total) return executions;
			if (Date.now() > deadline) throw new Error(`${executions.length} of ${total} were listed`);
			await setTimeout(100);
		}
	}

	/**
	 * n8n sorts a page by start but lets its cursor go on by id, which leaves out and repeats; these pages go on by
	 * start. Of executions that still wait for theirs only the first page has some: then fewer than `total` are listed.
	 */
	private async listExecutions(workflowId: string) {
		const found = new Map<string, ExecutionSummary>();
		let total: number | undefined;
		for (let startedBefore: string | undefined; ;) {
			const filter = { workflowId, status: EXECUTION_STATUSES, startedBefore };
			const query = new URLSearchParams({ filter: JSON.stringify(filter), limit: String(PAGE) });
			const { results, count } = await this.request<{
				results: Array<ExecutionSummary & { createdAt: string; startedAt: string | null }>;
				count: number;
			}>('GET', `executions?${query}`);
			total ??= count;
			const known = found.size;
			for (const execution of results) found.set(execution.id, execution);
			const last = results.at(-1);
			if (!last || results.length < PAGE || found.size === known) {
				return { executions: [...found.values()], total };
			}
			startedBefore = last.startedAt ?? last.createdAt;
		}
	}

	/** Waits until the workflow has `count` executions that have all ended; rejects after `seconds`. */
	async waitForExecutions(
		workflowId: string,
		count: number,
		seconds = 60,
	): Promise<ExecutionSummary[]> {
		const deadline = Date.now() + seconds * 1000;
		for (;;) {
			const { executions, total } = await this.listExecutions(workflowId);
			const ended = executions.filter(({ status }) => !UNENDED_STATUSES.includes(status));
			if (total >= count && ended.length === total) return executions;
			if (Date.now() > deadline) {
				throw new Error(`${ended.length} of ${count} executions ended within ${seconds} s`);
			}
			await setTimeout(100);
		}
	}

	async execution(id: string): Promise<ExecutionDetail> {
		const record = await this.request<ExecutionSummary & { data: string }>(
			'GET',
			`executions/${id}`,
		);
		const flatted = createRequire(path.join(hostFolder(), 'package.json'))('flatted') as {
			parse: (text: string) => RunRecord;
		};
		const { resultData } = flatted.parse(record.data);
		const items = Object.fromEntries(
			Object.entries(resultData.runData).map(([name, runs]) => [
				name,
				(runs.at(-1)?.data?.main ?? []).flatMap((output) => output ?? []),
			]),
		);
		return { ...record, items, error: resultData.error, raw: resultData };
	}

	private withIds(credentials: NonNullable<WorkflowNode['credentials']>) {
		return Object.fromEntries(
			Object.entries(credentials).map(([type, { name, id }]) => [
				type,
				{ name, id: this.credentialIds.get(name) ?? id ?? null },
			]),
		);
	}
}

interface RunRecord {
	resultData: {
		error?: ExecutionDetail['error'];
		runData: Record<
			string,
			Array<{ data?: { main: Array<ExecutionDetail['items'][string] | null> } }>
		>;
	};
}
