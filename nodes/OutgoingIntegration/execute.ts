/** Runs the node over its items: n8n's parameters and items in, response events out. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { systemClock } from '../../core/clock';
import { none } from '../../core/connections/none';
import { SkipItem } from '../../core/jinjava';
import { createPacer, mapConcurrently } from '../../core/outgoing/concurrency';
import type { Connection, ExchangeServices } from '../../core/outgoing/exchange';
import { FormReader } from '../../core/outgoing/fields';
import { readPace } from '../../core/outgoing/options';
import {
	describe,
	prepare,
	scopeOf,
	send,
	type PrepareServices,
} from '../../core/outgoing/outgoing-integration';
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
	item(index: number): ReturnType<ReturnType<typeof itemReader>>;
}

export async function executeItems(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	const [first] = items;
	if (!first) return [];
	const run = startRun(context);
	const pace = readPaceOf(run);
	const signal = run.exchangeServices.signal;
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
			const failure = nodeError(context.getNode(), error, index);
			if (!context.continueOnFail() || signal?.aborted) throw failure;
			return {
				json: { error: failure.message },
				error: failure,
				pairedItem: { item: index },
			};
		}
	});
}

function startRun(context: IExecuteFunctions): Run {
	const signal = context.getExecutionCancelSignal();
	return {
		context,
		form: new FormReader({
			values: context.getNode().parameters,
			resolve: (path, index) => context.getNodeParameter(path, index),
		}),
		connection: { method: none, credential: {} },
		prepareServices: {
			clock: systemClock,
			readFile: async (index, property) => {
				const { fileName, mimeType } = context.helpers.assertBinaryData(index, property);
				return {
					data: await context.helpers.getBinaryDataBuffer(index, property),
					fileName,
					mimeType,
				};
			},
			runId: runIdOf(context),
		},
		exchangeServices: {
			http: httpClient(context.helpers),
			clock: systemClock,
			random: Math.random,
			sleep,
			signal,
		},
		item: itemReader(context),
	};
}

function readPaceOf({ form, item }: Run) {
	return readPace(form, scopeOf(item(0), systemClock));
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
	const json = { event: { ...event }, response };
	if (!file) return { json, pairedItem };
	const { data, fileName, mimeType } = file.content;
	const binary = await run.context.helpers.prepareBinaryData(data, fileName, mimeType);
	return { json, binary: { [file.property]: binary }, pairedItem };
}

const sleep = async (ms: number, signal: AbortSignal | undefined): Promise<void> =>
	await delay(ms, undefined, signal && { signal });

function skipped(error: unknown): { skipped: string } {
	if (error instanceof SkipItem) return { skipped: error.message };
	throw error;
}

/** A rerun of the node by Retry On Fail keeps it, so that a generated idempotency key stays the same. */
function runIdOf(context: IExecuteFunctions): string {
	const { id } = context.getNode();
	const run = context.evaluateExpression('{{ $runIndex }}', 0);
	return [context.getExecutionId() ?? randomUUID(), id, run].join(':');
}
