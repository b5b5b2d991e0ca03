/** One request on its way into the request log. */
import { randomUUID } from 'node:crypto';

import type { IWebhookFunctions } from 'n8n-workflow';

import { monotonicClock, systemClock } from '../../core/clock';
import { fromHost } from '../../core/incoming/host-request';
import type { Acceptance, Outcome, Refusal } from '../../core/incoming/outcome';
import type { LoggedRequest, RequestOutcome } from '../../core/store/request-log';
import type { IncomingStore } from '../../core/store/store';
import { endpointIdOf } from './endpoint';
import { scopeOf } from '../shared/owner';
import { requestRecorder } from './services';
import { DEFAULT_LOG_LIMITS, readCollection, readRequestLog } from './settings';

/** Causes are sentences of ours; this only bounds what one entry can take. */
const MAX_CAUSE = 500;

/** When a request arrived, by both clocks. */
export const arrive = () => ({ at: systemClock.now(), start: monotonicClock.now() });

export type Arrival = ReturnType<typeof arrive>;

/** Records what became of a request; of an accepted one, once n8n has replied. Never throws. */
export function record(
	context: IWebhookFunctions,
	store: IncomingStore | undefined,
	arrival: Arrival,
	outcome: Outcome,
): void {
	if (!store) return;
	if (!outcome.accepted) {
		write(context, store, arrival, { ...refused(outcome), status: outcome.reply.status });
	} else if ('item' in outcome) {
		const response = context.getResponseObject();
		response.once('close', () => write(context, store, arrival, accepted(outcome, response)));
	} else {
		const { reply, cause } = outcome;
		write(context, store, arrival, { outcome: 'accepted', status: reply.status, cause });
	}
}

type Entry = Pick<LoggedRequest, 'outcome' | 'status' | 'cause'> & Partial<LoggedRequest>;

function refused({ reason, cause, deduplicationHash }: Refusal): Omit<Entry, 'status'> {
	const outcome: RequestOutcome =
		reason === 'duplicate' || reason === 'filtered' ? reason : 'refused';
	return { outcome, cause, deduplicationHash };
}

/** n8n has the last word: an execution that it could not store is not an accept. */
function accepted(
	{ item, deduplicationHash, executionId }: Acceptance,
	response: ReturnType<IWebhookFunctions['getResponseObject']>,
): Entry {
	const { statusCode: status, writableEnded } = response;
	const { requestId } = item.integration;
	if (status >= 300) {
		const cause = 'the execution could not be stored, or not put on record; n8n’s log says why';
		return { outcome: 'refused', status, cause, requestId, deduplicationHash };
	}
	const cause = writableEnded ? '' : 'the sender closed the connection before the reply';
	return { outcome: 'accepted', status, cause, requestId, deduplicationHash, executionId };
}

function write(
	context: IWebhookFunctions,
	store: IncomingStore,
	{ at, start }: Arrival,
	entry: Entry,
): void {
	const scope = scopeOf(context);
	if (scope === undefined) return;
	const request = context.getRequestObject();
	const owner = { scope, workflowId: String(context.getWorkflow().id ?? '') };
	requestRecorder.record(
		{ store, owner, endpoint: endpointIdOf(context), limits: limitsOf(context) },
		{
			at,
			ip: fromHost(request).ip,
			bytes: bytesOf(request),
			durationMs: monotonicClock.now() - start,
			requestId: randomUUID(),
			...entry,
			cause: entry.cause.slice(0, MAX_CAUSE),
			...(context.getMode() === 'manual' && { isTest: true as const }),
		},
		context.logger,
	);
}

/** Publishing tells what is wrong with the setting; a request must not suffer from it. */
function limitsOf(context: IWebhookFunctions) {
	try {
		return readRequestLog(readCollection(context));
	} catch {
		return DEFAULT_LOG_LIMITS;
	}
}

/** Of the body as it was sent; of one that was sent in chunks, as it was read. */
function bytesOf(request: ReturnType<IWebhookFunctions['getRequestObject']>): number {
	const declared = Number(request.headers['content-length'] ?? NaN);
	if (Number.isSafeInteger(declared) && declared >= 0) return declared;
	return request.rawBody?.length ?? 0;
}
