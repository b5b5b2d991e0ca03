/** Which requests may become items of one execution. */
import { createHash } from 'node:crypto';

import type { IWebhookFunctions } from 'n8n-workflow';

import { IntegrationError } from '../../core/errors';
import type { CollectLimits } from '../../core/incoming/group-commit';
import { endpointIdOf } from './endpoint';
import { scopeOf } from '../shared/owner';

const MAX_REQUESTS = 1_000;
const MAX_COLLECT_MS = 5_000;

interface CollectSettings {
	requestsPerExecution?: unknown;
	collectFor?: unknown;
}

/** @throws {IntegrationError} `REQUESTS_PER_EXECUTION_INVALID`, `COLLECT_FOR_INVALID` */
export function readCollect({
	requestsPerExecution = 1,
	collectFor = 0,
}: CollectSettings): CollectLimits {
	const requests = wholeNumber(requestsPerExecution);
	if (!(requests >= 1 && requests <= MAX_REQUESTS)) {
		throw new IntegrationError(
			`Requests per Execution: "${String(requestsPerExecution)}" must be a whole number from 1 to ${MAX_REQUESTS}`,
			{
				code: 'REQUESTS_PER_EXECUTION_INVALID',
				field: 'requestsPerExecution',
				hint: 'Enter for example 100, or 1 for an execution of its own for each request.',
			},
		);
	}
	const collectMs = wholeNumber(collectFor);
	if (!(collectMs >= 0 && collectMs <= MAX_COLLECT_MS)) {
		throw new IntegrationError(
			`Wait for More: "${String(collectFor)}" must be a whole number from 0 to ${MAX_COLLECT_MS}`,
			{
				code: 'COLLECT_FOR_INVALID',
				field: 'collectFor',
				hint: 'Enter for example 100, or 0 to wait only while n8n stores another execution.',
			},
		);
	}
	return { requests, collectMs };
}

const wholeNumber = (value: unknown): number =>
	value !== null && value !== '' && Number.isSafeInteger(Number(value)) ? Number(value) : NaN;

/**
 * Requests meet only when one execution does for all of them what their own would have done: the same endpoint, in the
 * same version of the workflow, for the same project. n8n loads a workflow for each request and tells no version, so its
 * content is compared.
 * @returns `undefined` when n8n shows no workflow: then a request keeps an execution of its own
 */
export function groupKeyOf(context: IWebhookFunctions): string | undefined {
	const { workflow } = context as { workflow?: Record<string, unknown> };
	if (!workflow?.['nodes'] || !workflow['connectionsBySourceNode']) return undefined;
	const { id, name, nodes, connectionsBySourceNode, settings } = workflow;
	const owner = [
		scopeOf(context),
		endpointIdOf(context),
		context.getNode().name,
		context.getMode(),
	];
	const version = [id, name, nodes, connectionsBySourceNode, settings];
	return createHash('sha256')
		.update(JSON.stringify([owner, version]))
		.digest('base64');
}
