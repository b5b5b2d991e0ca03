/** Runs the node over its items: n8n's parameters and items in, response events out. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { systemClock } from '../../core/clock';
import { createMask, type Mask } from '../../core/connections/mask';
import { SkipItem } from '../../core/jinjava';
import type { JsonObject } from '../../core/json';
import { createPacer, mapConcurrently } from '../../core/outgoing/concurrency';
import type { Connection, ExchangeServices } from '../../core/outgoing/exchange';
import { FormReader } from '../../core/outgoing/fields';
import { readPace } from '../../core/outgoing/options';
import {
	describe,
	prepare,
	scopeOf,
	send,
	type OutgoingItem,
	type PrepareServices,
} from '../../core/outgoing/outgoing-integration';
import { readConnection } from './connection';
import { httpClient } from './http';
import { itemReader } from './items';
import { nodeError } from './node-error';

/** What all items of an execution share. */
interface Run {
	context: IExecuteFunctions;
	form: FormReader;
	connection: Connection;
	prepareServices: PrepareServices;
	exchangeServices: ExchangeServices;
	item(index: number): OutgoingItem;
	/** Hides the secrets of the connection, those fetched in the meantime included. */
	mask(): Mask;
}

export async function executeItems(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	if (items.length === 0) return [];
	const run = await startRun(context);
	const pace = readRunPace(run);
	const { signal } = run.exchangeServices;
	const turn = createPacer(
		pace.requestsPerSecond,
		systemClock,
		async (ms) => await sleep(ms, signal),
	);
	return await mapConcurrently(items, pace.concurrency, async (_, index) => {
		try {
			await turn();
			return await executeItem(run, index);
		} catch (error) {
			const failure = nodeError(context.getNode(), error, index, run.mask().text);
			if (!context.continueOnFail() || signal?.aborted) throw failure;
			return { json: { error: failure.message }, error: failure, pairedItem: { item: index } };
		}
	});
}

async function startRun(context: IExecuteFunctions): Promise<Run> {
	const form = new FormReader({
		values: context.getNode().parameters,
		resolve: (path, index) => context.getNodeParameter(path, index),
	});
	const item = itemReader(context);
	const connection = await readConnection(
		context,
		form.option('authentication', scopeOf(item(0), systemClock)),
	).catch((error: unknown) => {
		throw nodeError(context.getNode(), error, 0, String);
	});
	return {
		context,
		form,
		connection,
		item,
		mask: maskOf(connection),
		prepareServices: {
			clock: systemClock,
			readFile: async (index, property) => {
				const { fileName, mimeType } = context.helpers.assertBinaryData(index, property);
				const data = await context.helpers.getBinaryDataBuffer(index, property);
				return { data, fileName, mimeType };
			},
			runId: () => runIdOf(context),
		},
		exchangeServices: {
			http: httpClient(context.helpers),
			clock: systemClock,
			random: Math.random,
			sleep,
			signal: context.getExecutionCancelSignal(),
		},
	};
}

/** Rebuilt only when the connection has a new secret. */
function maskOf({ method, credential }: Connection): () => Mask {
	let known: string | undefined;
	let mask = createMask([]);
	return () => {
		const secrets = method.secrets(credential);
		const key = secrets.join('\0');
		if (key !== known) mask = createMask(secrets);
		known = key;
		return mask;
	};
}

function readRunPace({ context, form, item }: Run) {
	try {
		return readPace(form, scopeOf(item(0), systemClock));
	} catch (error) {
		throw nodeError(context.getNode(), error, 0, String);
	}
}

async function executeItem(run: Run, index: number): Promise<INodeExecutionData> {
	const pairedItem = { item: index };
	const prepared = await prepare(run.form, run.item(index), run.prepareServices).catch(skipped);
	if ('skipped' in prepared) return { json: prepared, pairedItem };
	const exchange = await send(prepared, run.connection, run.exchangeServices);
	const { file, event, response } = describe(prepared, exchange, {
		time: systemClock.now(),
		eventUUID: randomUUID(),
	});
	const shown: JsonObject = { event: { ...event }, response };
	const json: IDataObject = run.mask().json(shown);
	if (!file) return { json, pairedItem };
	const { data, fileName, mimeType } = file.content;
	const binary = await run.context.helpers.prepareBinaryData(data, fileName, mimeType);
	return { json, binary: { [file.property]: binary }, pairedItem };
}

function skipped(error: unknown): { skipped: string } {
	if (error instanceof SkipItem) return { skipped: error.message };
	throw error;
}

const sleep = async (ms: number, signal: AbortSignal | undefined): Promise<void> =>
	await delay(ms, undefined, signal && { signal });

/** A rerun of the node by Retry On Fail keeps it, so that a generated idempotency key stays the same. */
function runIdOf(context: IExecuteFunctions): string {
	const { id } = context.getNode();
	const run = context.evaluateExpression('{{ $runIndex }}', 0);
	return [context.getExecutionId() ?? randomUUID(), id, run].join(':');
}
