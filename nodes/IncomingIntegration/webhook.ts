import type {
	IDataObject,
	INodeExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

import { systemClock } from '../../core/clock';
import { settleWithReply } from '../../core/incoming/accept';
import type { IncomingServices, Refusal } from '../../core/incoming/exchange';
import { send } from '../../core/incoming/hold-reply';
import { fromHost } from '../../core/incoming/host-request';
import type { IncomingItem } from '../../core/incoming/item';
import { logIn } from '../../core/incoming/login';
import { verifyEndpoint } from '../../core/incoming/meta-signature';
import { receive, type Acceptance } from '../../core/incoming/receive';
import { serviceUnavailable, type Reply } from '../../core/incoming/replies';
import type { IncomingSettings } from '../../core/incoming/settings';
import { checkAddresses } from './check-addresses';
import { endpointIdOf } from './endpoint';
import { openStore, refusalLog, servicesWith } from './services';
import { readCollection, readSettings } from './settings';

/** How long a sender should wait while the endpoint itself is at fault. */
const RETRY_AFTER_MS = 5_000;

/** The node has answered by itself, and nothing is executed. */
const ANSWERED: IWebhookResponseData = { noWebhookResponse: true };

/** Answers one request to any of the endpoint's routes. Never throws: n8n would answer with a 500 that hides the reason. */
export async function handle(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	try {
		const settings = await readSettings(context);
		const store = await openStore(context, readCollection(context).deduplicationStore);
		return await answer(context, settings, servicesWith(store));
	} catch (error) {
		const reply = serviceUnavailable(systemClock.now(), RETRY_AFTER_MS);
		return refuse(context, {
			accepted: false,
			reason: 'unavailable',
			reply,
			error: asError(error),
		});
	}
}

async function answer(
	context: IWebhookFunctions,
	settings: IncomingSettings,
	services: IncomingServices,
): Promise<IWebhookResponseData> {
	const request = fromHost(context.getRequestObject());
	if (context.getWebhookName() === 'default') {
		const outcome = await receive(request, settings, services);
		if (!outcome.accepted) return refuse(context, outcome);
		return accept(context, settings.isTest ? await withWarnings(context, outcome) : outcome);
	}
	return request.method === 'GET'
		? reply(context, verifyEndpoint(request, settings.authentication, services.clock.now()))
		: reply(context, await logIn(request, settings, services));
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

function refuse(context: IWebhookFunctions, refusal: Refusal): IWebhookResponseData {
	const { reason, error } = refusal;
	refusalLog.record(
		{
			reason,
			status: refusal.reply.status,
			endpointId: endpointIdOf(context),
			workflowId: context.getWorkflow().id,
			error: error?.message,
		},
		context.logger,
	);
	return reply(context, refusal.reply);
}

function reply(context: IWebhookFunctions, answer: Reply): IWebhookResponseData {
	send(context.getResponseObject(), answer);
	return ANSWERED;
}

const toExecutionData = (item: IncomingItem): INodeExecutionData => ({
	json: item as unknown as IDataObject,
});

const asError = (error: unknown): Error =>
	error instanceof Error ? error : new Error(String(error));
