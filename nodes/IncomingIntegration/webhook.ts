import type { IBinaryKeyData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { systemClock } from '../../core/clock';
import { shownAddress } from '../../core/incoming/allowed-ips';
import { send } from '../../core/incoming/hold-reply';
import { fromHost } from '../../core/incoming/host-request';
import { logIn } from '../../core/incoming/login';
import {
	Refusal,
	unavailable,
	type Acceptance,
	type DirectReply,
	type Outcome,
} from '../../core/incoming/outcome';
import { receive } from '../../core/incoming/receive';
import { headerValue, type IncomingRequest } from '../../core/incoming/request';
import type { Route } from '../../core/incoming/route';
import { verifyEndpoint } from '../../core/incoming/verification';
import type { IncomingStore } from '../../core/store/store';
import { accept, memberOf } from './accept';
import { checkAddresses } from './check-addresses';
import { readCollect } from './collect';
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
	const end = (outcome: DirectReply | Refusal) => {
		record(context, store, arrival, outcome);
		return finish(context, outcome);
	};
	try {
		store = await openStore(context, readCollection(context).deduplicationStore);
		const settings = await readSettings(context);
		const limits = readCollect(readCollection(context));
		const request = fromHost(context.getRequestObject());
		const outcome = await routeOf(context, request)(request, settings, servicesWith(store));
		if (!outcome.accepted || !('item' in outcome)) return end(outcome);
		const shown = settings.isTest ? await withWarnings(context, outcome) : outcome;
		const binary = await rawBody(context, request, shown);
		const member = memberOf(context, shown, { binary, arrivedAt: arrival.start });
		const turn = await accept(context, member, limits);
		if (turn instanceof Refusal) return end(turn);
		record(context, store, arrival, member);
		return turn;
	} catch (error) {
		return end(unavailable(error, systemClock.now()));
	}
}

/** n8n has but two names for routes; the method tells those of the second name apart. */
function routeOf(context: IWebhookFunctions, request: IncomingRequest): Route<Outcome> {
	if (context.getWebhookName() === 'default') return receive;
	return request.method === 'GET' ? verifyEndpoint : logIn;
}

/** Does for every route what follows from an outcome without an execution: the reply and the log. */
function finish(context: IWebhookFunctions, outcome: DirectReply | Refusal): IWebhookResponseData {
	if (!outcome.accepted) logRefusal(context, outcome);
	send(context.getResponseObject(), outcome.reply);
	return REPLIED;
}

/** The bytes of the body, where the setting asks for them. */
async function rawBody(
	context: IWebhookFunctions,
	request: IncomingRequest,
	{ claim }: Acceptance,
): Promise<IBinaryKeyData | undefined> {
	const property = readCollection(context).rawBody?.trim();
	if (!property) return undefined;
	const mimeType = headerValue(request, 'content-type')?.split(';', 1)[0]?.trim();
	const bytes = await request.readBody();
	const file = context.helpers.prepareBinaryData(bytes, 'body.json', mimeType);
	// A request whose bytes cannot be stored is refused, and its repeat gets in.
	await file.catch(async () => await claim?.release());
	return { [property]: await file };
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
			...(reason === 'address' && {
				address: shownAddress(fromHost(context.getRequestObject()).ip),
			}),
		},
		context.logger,
	);
}
