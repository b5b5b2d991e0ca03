/** Runs the action node over its items. */
import {
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';

import { IntegrationError } from '../../../core/errors';
import type { StoreChoice } from '../../../core/store/choose';
import { addressOf, type PickedParameter } from '../picked';
import { openStore, requestRecorder } from '../services';
import { scopeOfExecution } from './access';
import { eventOperations } from './event-operations';
import { operations, type Call } from './operations';

export async function executeLog(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const output: INodeExecutionData[] = [];
	for (let index = 0; index < context.getInputData().length; index++) {
		const pairedItem = { item: index };
		try {
			const results = await runItem(context, index);
			output.push(...results.map((json) => ({ json, pairedItem })));
		} catch (error) {
			const failure = toNodeError(context, error, index);
			if (!context.continueOnFail()) throw failure;
			output.push({ json: { error: failure.message }, pairedItem });
		}
	}
	return output;
}

async function runItem(context: IExecuteFunctions, index: number): Promise<IDataObject[]> {
	const parameter = (name: string, fallback: unknown) =>
		context.getNodeParameter(name, index, fallback as never) as unknown;
	const scope = scopeOfExecution(context);
	const resource = String(parameter('resource', 'request'));
	const operation = String(parameter('operation', 'getMany'));
	const key = `${resource} ${operation}`;
	const runEvents = Object.hasOwn(eventOperations, key) ? eventOperations[key] : undefined;
	if (runEvents) return await runEvents({ scope, parameter });
	const run = Object.hasOwn(operations, key) ? operations[key] : undefined;
	if (!run) {
		throw new IntegrationError(
			`Operation: "${operation}" is not a valid operation of ${resource}`,
			{
				code: 'OPERATION_UNKNOWN',
				field: 'operation',
				hint: 'Select one from the list.',
			},
		);
	}
	const endpoint = addressOf(parameter('endpointId', '') as PickedParameter);
	if (endpoint === '') {
		throw new IntegrationError('Endpoint: none is selected', {
			code: 'ENDPOINT_MISSING',
			field: 'endpointId',
			hint: 'Select one from the list, or enter its ID.',
		});
	}
	const choice = parameter('deduplicationStore', 'automatic') as StoreChoice;
	const store = await openStore(context, choice);
	await requestRecorder.written();
	const call: Call = {
		scope,
		endpoint,
		store,
		parameter,
		instanceUrl: context.getInstanceBaseUrl(),
	};
	return await run(call);
}

function toNodeError(context: IExecuteFunctions, error: unknown, itemIndex: number) {
	if (error instanceof NodeOperationError) return error;
	const message = error instanceof Error ? error.message : String(error);
	const hint = error instanceof IntegrationError ? error.hint : undefined;
	return new NodeOperationError(context.getNode(), message, {
		itemIndex,
		...(hint && { description: hint }),
	});
}
