import type {
	IDataObject,
	INodeExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

import { systemClock } from '../../core/clock';
import { settleWithReply } from '../../core/incoming/accept';
import { send } from '../../core/incoming/hold-reply';
import { fromHost } from '../../core/incoming/host-request';
import type { IncomingItem } from '../../core/incoming/item';
import { logIn } from '../../core/incoming/login';
import {
	unavailable,
	type Acceptance,
	type Outcome,
	type Refusal,
} from '../../core/incoming/outcome';
import { receive } from '../../core/incoming/receive';
import type { IncomingRequest } from '../../core/incoming/request';
import type { Route } from '../../core/incoming/route';
import { verifyEndpoint } from '../../core/incoming/verification';
import type { IncomingStore } from '../../core/store/store';
import { checkAddresses } from './check-addresses';
import { endpointIdOf } from './endpoint';
import { arrive, record } from './record';
import { openStore, refusalLog, servicesWith } from './services';
import { readCollection, readSettings } from './settings';

/** The node has replied by itself, and nothing is executed. */
const REPLIED: IWebhookResponseData = { noWebhookResponse: true };

/** Replies to one request to any of the endpoint's routes. Never throws: n8n would reply with a 500 that hides the reason. */
export async function handle(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const arrival = arrive();
	let store: IncomingStore | undefined;
	const end = (outcome: Outcome) => {
		record(context, store, arrival, outcome);
		return finish(context, outcome);
	};
	try {
		store = await openStore(context, readCollection(context).deduplicationStore);
		const settings = await readSettings(context);
		const request = fromHost(context.getRequestObject());
		const outcome = await routeOf(context, request)(request, settings, servicesWith(store));
		if (settings.isTest && outcome.accepted && 'item' in outcome) {
			return end(await withWarnings(context, outcome));
		}
		return end(outcome);
	} catch (error) {
		return end(unavailable(error, systemClock.now()));
	}
}

/** n8n has but two names for routes; the method tells those of the second name apart. */
function routeOf(context: IWebhookFunctions, request: IncomingRequest): Route<Outcome> {
	if (context.getWebhookName() === 'default') return receive;
	return request.method === 'GET' ? verifyEndpoint : logIn;
}

/** Does for every route what follows from its outcome: the reply, the log, the execution. */
function finish(context: IWebhookFunctions, outcome: Outcome): IWebhookResponseData {
	if (outcome.accepted && 'item' in outcome) return accept(context, outcome);
	if (!outcome.accepted) logRefusal(context, outcome);
	send(context.getResponseObject(), outcome.reply);
	return REPLIED;
}

function accept(context: IWebhookFunctions, { item, claim }: Acceptance): IWebhookResponseData {
	const response = context.getResponseObject();
	response.setHeader('Content-Type', 'text/plain; charset=utf-8');
	if (claim) {
		const onError = (error: Error) =>
			context.logger.error('An accepted request could not be put on record', {
				error: error.message,
			});
		settleWithReply(response, claim, { clock: systemClock, onError });
	}
	return { workflowData: [[toExecutionData(item)]] };
}

/** The output of a test request is where its user looks. */
async function withWarnings(context: IWebhookFunctions, outcome: Acceptance): Promise<Acceptance> {
	const warnings = await checkAddresses(context);
	if (warnings.length === 0) return outcome;
	const { item } = outcome;
	return { ...outcome, item: { ...item, integration: { ...item.integration, warnings } } };
}

function logRefusal(context: IWebhookFunctions, { reason, reply, cause }: Refusal): void {
	refusalLog.record(
		{
			reason,
			status: reply.status,
			endpointId: endpointIdOf(context),
			workflowId: context.getWorkflow().id,
			detail: cause,
		},
		context.logger,
	);
}

const toExecutionData = (item: IncomingItem): INodeExecutionData => ({
	json: item as unknown as IDataObject,
});
