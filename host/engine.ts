/**
 * Runs node classes inside n8n-core, without the rest of n8n: its WorkflowExecute for actions, its WebhookContext for
 * triggers. Real parameter resolution, real expressions, real error handling; credentials are handed in decrypted.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type {
	IDataObject,
	INode,
	INodeExecutionData,
	INodeType,
	IRun,
	IWebhookFunctions,
	NodeHelpers as NodeHelpersModule,
	Workflow,
	WorkflowParameters,
} from 'n8n-workflow';

import { hostFolder } from './process';

// n8n-core reads both when it is loaded.
process.env['N8N_ENCRYPTION_KEY'] ??= 'engine-tests';
process.env['N8N_USER_FOLDER'] ??= mkdtempSync(path.join(tmpdir(), 'n8n-engine-'));

const hostRequire = createRequire(path.join(hostFolder(), 'package.json'));
const load = (name: string): Record<string, unknown> =>
	// jest must see the require to give every module the same copy of n8n-workflow.
	require(hostRequire.resolve(name)) as Record<string, unknown>;

interface Constructor<T> {
	new (...values: never[]): T;
	prototype: T;
}

load('reflect-metadata');
const core = load('n8n-core') as {
	WorkflowExecute: Constructor<{
		run(...options: [{ workflow: Workflow; startNode: INode }] | [Workflow, INode]): Promise<IRun>;
	}>;
	ExecutionLifecycleHooks: Constructor<object>;
	WebhookContext: Constructor<IWebhookFunctions>;
};
const { Workflow: WorkflowClass, NodeHelpers } = load('n8n-workflow') as {
	Workflow: new (parameters: WorkflowParameters) => Workflow;
	NodeHelpers: typeof NodeHelpersModule;
};

export interface EngineOptions {
	/** Decrypted credentials by type; each type has one. */
	credentials?: Record<string, IDataObject>;
	/** Raw parameters, as a saved workflow holds them: a leading '=' makes an expression. */
	parameters?: IDataObject;
	/** More of the node's own settings: `onError`, `name`, `webhookId`, … */
	node?: Partial<INode>;
}

const nodeOf = (nodeType: INodeType, { credentials, parameters, node }: EngineOptions): INode => ({
	id: randomUUID(),
	name: nodeType.description.displayName,
	type: nodeType.description.name,
	typeVersion: 1,
	position: [240, 0],
	parameters: (parameters ?? {}) as INode['parameters'],
	credentials: Object.fromEntries(
		Object.keys(credentials ?? {}).map((type) => [type, { id: randomUUID(), name: type }]),
	),
	...node,
});

function workflowOf(types: INodeType[], nodes: INode[], connections: object): Workflow {
	const find = (name: string) =>
		types.find(({ description }) => description.name === name) as INodeType;
	const nodeTypes = {
		getByName: find,
		getByNameAndVersion: (name: string, version?: number) =>
			NodeHelpers.getVersionedNodeType(find(name), version),
		getKnownTypes: () => ({}),
	};
	return new WorkflowClass({
		id: 'engine-workflow',
		name: 'Engine workflow',
		active: false,
		nodes,
		connections: connections as never,
		nodeTypes,
		settings: { executionOrder: 'v1' },
	});
}

function additionalDataOf(workflow: Workflow, credentials: Record<string, IDataObject>) {
	const unused = () => {
		throw new Error('The engine harness does not implement this');
	};
	const base = 'http://localhost:5678';
	return {
		credentialsHelper: {
			getParentTypes: () => [],
			authenticate: unused,
			preAuthentication: unused,
			runPreAuthentication: async () => undefined,
			getDecrypted: async (_data: unknown, _node: unknown, type: string) => credentials[type],
			isCredentialUsableByNode: () => true,
			getCredentials: unused,
			updateCredentials: unused,
			updateCredentialsOauthTokenData: unused,
			getCredentialsProperties: () => [],
		},
		hooks: new core.ExecutionLifecycleHooks(...(['manual', '1', workflow] as never[])),
		executeWorkflow: unused,
		restApiUrl: `${base}/rest`,
		instanceBaseUrl: base,
		webhookBaseUrl: `${base}/webhook`,
		webhookWaitingBaseUrl: `${base}/webhook-waiting`,
		webhookTestBaseUrl: `${base}/webhook-test`,
		formWaitingBaseUrl: `${base}/form-waiting`,
		userId: 'engine-user',
		variables: {},
		currentNodeExecutionIndex: 0,
		setExecutionStatus: () => undefined,
		externalSecretsProxy: { hasProvider: () => false, listProviders: () => [] },
		logAiEvent: () => undefined,
		executionId: '1',
	};
}

/** Puts the given items in front of the node under test. */
class Items implements INodeType {
	description: INodeType['description'] = {
		displayName: 'Items',
		name: 'items',
		group: ['input'],
		version: 1,
		description: 'Gives the items of a test',
		defaults: { name: 'Items' },
		inputs: [],
		outputs: ['main'],
		properties: [],
	};

	constructor(private readonly items: INodeExecutionData[]) {}

	execute = async () => [this.items];
}

export interface NodeRun {
	status: IRun['status'];
	/** The items of each output of the node, in order. */
	outputs: INodeExecutionData[][];
	error: Error | undefined;
}

/** Runs an action node on `items` in n8n-core's WorkflowExecute. */
export async function runNode(
	nodeType: INodeType,
	items: INodeExecutionData[],
	options: EngineOptions = {},
): Promise<NodeRun> {
	const source = new Items(items);
	const start = nodeOf(source, {});
	const node = nodeOf(nodeType, options);
	const workflow = workflowOf([source, nodeType], [start, node], {
		[start.name]: { main: [[{ node: node.name, type: 'main', index: 0 }]] },
	});
	const additionalData = additionalDataOf(workflow, options.credentials ?? {});
	const execution = new core.WorkflowExecute(...([additionalData, 'manual'] as never[]));
	// The first n8n 2 had no options.
	const hasOptions = core.WorkflowExecute.prototype.run.length === 1;
	const run = await (hasOptions
		? execution.run({ workflow, startNode: start })
		: execution.run(workflow, start));
	const last = run.data.resultData.runData[node.name]?.at(-1);
	return {
		status: run.status,
		outputs: (last?.data?.['main'] ?? []).map((output) => output ?? []),
		error: last?.error ?? run.data.resultData.error,
	};
}

/** The `this` of a trigger's `webhook()`, over a request and response of node:http or Express. */
export function webhookContext(
	nodeType: INodeType,
	http: { request: object; response: object },
	options: EngineOptions & { mode?: 'webhook' | 'manual'; webhook?: string } = {},
): IWebhookFunctions {
	const node = nodeOf(nodeType, { ...options, node: { webhookId: randomUUID(), ...options.node } });
	const workflow = workflowOf([nodeType], [node], {});
	const additionalData = {
		...additionalDataOf(workflow, options.credentials ?? {}),
		httpRequest: http.request,
		httpResponse: http.response,
	};
	const name = options.webhook ?? 'default';
	const description = nodeType.description.webhooks?.find((webhook) => webhook.name === name);
	const webhookData = {
		webhookDescription: description,
		node: node.name,
		path: '',
		httpMethod: 'POST',
	};
	return new core.WebhookContext(
		...([
			workflow,
			node,
			additionalData,
			options.mode ?? 'webhook',
			webhookData,
			[],
			null,
		] as never[]),
	);
}
