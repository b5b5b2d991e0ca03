/** Runs the node over its items: n8n's parameters and items in, response events out. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { systemClock } from '../../core/clock';
import type { Mask } from '../../core/connections/mask';
import { SkipItem } from '../../core/jinjava';
import { createPacer, mapConcurrently } from '../../core/outgoing/concurrency';
import { IntegrationError } from '../../core/errors';
import type { JsonObject } from '../../core/json';
import { ExchangeError } from '../../core/outgoing/exchange-error';
import { readPace } from '../../core/outgoing/options';
import { scopeOf } from '../../core/outgoing/outgoing-integration';
import { viewFailedRequest } from '../../core/outgoing/request-view';
import { actionOf } from './actions';
import { itemReader } from './items';
import { nodeError } from './node-error';
import { sleep, startRun, type Run } from './run';

export async function executeItems(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const input = context.getInputData();
	if (input.length === 0 && !runsWithoutItems(context)) return [];
	const { run, action, pace, indexes } = await start(context).catch((error: unknown) => {
		throw nodeError(context.getNode(), error, 0, String);
	});
	const { signal } = run.exchangeServices;
	const turn = createPacer(
		pace.requestsPerSecond,
		systemClock,
		async (ms) => await sleep(ms, signal),
	);
	return await mapConcurrently(indexes, pace.concurrency, async (index) => {
		const pairedItem = { item: index };
		try {
			await turn();
			return { ...(await action.run(run, index)), pairedItem };
		} catch (error) {
			if (error instanceof SkipItem) return { json: { skipped: error.message }, pairedItem };
			const failed = error instanceof ExchangeError ? error : undefined;
			const mask = run.mask(failed?.request);
			const failure = nodeError(context.getNode(), error, index, mask.text);
			if (!context.continueOnFail() || signal?.aborted) throw failure;
			return { json: failedItem(failure, error, mask), pairedItem };
		}
	});
}

/**
 * What a failed item contains. n8n sends items of these three names to the error output, together with the fields of
 * the input item; whatever else an item with an error has, n8n drops.
 */
function failedItem(
	failure: ReturnType<typeof nodeError>,
	error: unknown,
	mask: Mask,
): IDataObject {
	const details: JsonObject = {};
	if (error instanceof IntegrationError) details.code = error.code;
	if (error instanceof ExchangeError) {
		details.request = viewFailedRequest(error.request, mask);
		details.attempts = mask.json(error.attempts.map((attempt) => ({ ...attempt })));
	}
	const message = failure.description || failure.message;
	return { error: failure.message, message, details: details };
}

const runsWithoutItems = (context: IExecuteFunctions): boolean =>
	actionOf(String(context.getNode().parameters.action ?? 'sendRequest')).runsWithoutItems;

/** The items that the action is for; a test that stands alone is for one empty item. */
function indexesOf(run: Run, { onlyFirst }: { onlyFirst: boolean }): number[] {
	const selected = run.testItem();
	if (selected !== undefined) return [selected];
	const count = Math.max(run.context.getInputData().length, 1);
	return Array.from({ length: onlyFirst ? 1 : count }, (_, index) => index);
}

async function start(context: IExecuteFunctions) {
	const run = await startRun(context);
	const action = actionOf(run.action);
	return { run, action, pace: readRunPace(run), indexes: indexesOf(run, action) };
}

function readRunPace({ context, source }: Run) {
	return readPace(source.form, scopeOf(itemReader(context)(0), systemClock));
}
