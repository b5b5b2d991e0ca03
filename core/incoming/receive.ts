import { acceptReply } from './accept-reply';
import { authenticate, type Sender } from './check-authentication';
import { checkDuplicate, type Deduplication } from './check-duplicate';
import { checkConditions, checkMediaType, checkSender, parseJsonBody } from './checks';
import type { Exchange } from './exchange';
import { buildItem, type IncomingItem } from './item';
import type { ParsedBody } from './json-body';
import { Refusal, type Acceptance, type DirectReply } from './outcome';
import { challenge } from './replies';
import { route } from './route';
import { keepFirstSample, keepSample, sampleOf } from './sample';
import { answerEvent } from './signature/handshakes';

/**
 * Decides about one request: only what passes all checks becomes an item. The order is part of the contract: a
 * sender learns nothing before it has shown who it is.
 */
export const receive = route<Acceptance | DirectReply>(async (exchange) => {
	const question = answerValidation(exchange);
	if (question) return question;
	const sender = await authenticate(exchange);
	if (sender instanceof Refusal) {
		// A sender without the permission has still shown who it is.
		return sender.reason === 'forbidden' ? await refuseWithSample(exchange, sender) : sender;
	}
	const wrongType = checkMediaType(exchange);
	if (wrongType) return await refuseWithSample(exchange, wrongType);
	const body = await parseJsonBody(exchange);
	if (body instanceof Refusal) return body;
	const event = answerSigned(exchange, body);
	if (event) return event;
	await keepTestSample(exchange, body);
	const refusal = checkConditions(exchange, body) ?? checkSender(exchange);
	if (refusal) return refusal;
	const deduplication = await checkDuplicate(exchange, body, sender.replay);
	if (deduplication instanceof Refusal) return deduplication;
	keepProductionSample(exchange, body);
	const item = toItem(exchange, { sender, body, deduplication });
	const { key } = deduplication;
	const settled = await withReply(exchange, item, deduplication);
	return { accepted: true, item, deduplicationHash: key?.hash, ...settled };
});

/** Microsoft Graph asks before it creates a subscription, by a query parameter and without a clientState. */
function answerValidation({ request, settings }: Exchange): DirectReply | undefined {
	const { validationToken: token } = request.query;
	if (settings.authentication.method !== 'clientState' || typeof token !== 'string')
		return undefined;
	const cause = 'Microsoft Graph validated the endpoint';
	return { accepted: true, reply: challenge(token), cause };
}

/** A question that came as a signed event, as Slack and Zoom ask it. */
function answerSigned(
	{ settings: { authentication } }: Exchange,
	{ document }: ParsedBody,
): DirectReply | undefined {
	if (authentication.method !== 'signature') return undefined;
	const reply = answerEvent(authentication.signature, document);
	return reply && { accepted: true, reply, cause: 'the sender verified the endpoint' };
}

/** A test request leaves its parameters even when it is refused, once its sender is known. */
async function refuseWithSample(exchange: Exchange, refusal: Refusal): Promise<Refusal> {
	if (exchange.settings.isTest) {
		const body = await parseJsonBody(exchange);
		if (!(body instanceof Refusal)) await keepTestSample(exchange, body);
	}
	return refusal;
}

async function keepTestSample(
	{ request, settings, services }: Exchange,
	{ parameters }: ParsedBody,
): Promise<void> {
	if (!settings.isTest) return;
	await keepSample(services.store, settings.sampleKey, sampleOf(request, parameters));
}

function keepProductionSample(
	{ request, settings, services }: Exchange,
	{ parameters }: ParsedBody,
): void {
	if (settings.isTest) return;
	void keepFirstSample(services.store, settings.sampleKey, () => sampleOf(request, parameters));
}

/** A reply that cannot be made ends the request before anything is stored. */
async function withReply(
	{ settings, receivedAt }: Exchange,
	item: IncomingItem,
	{ claim }: Deduplication,
): Promise<Pick<Acceptance, 'claim' | 'reply'>> {
	if (!settings.acceptReply) return { claim };
	try {
		return { claim, reply: acceptReply(settings.acceptReply, item, receivedAt) };
	} catch (error) {
		await claim?.release();
		throw error;
	}
}

interface Found {
	sender: Sender;
	body: ParsedBody;
	deduplication: Deduplication;
}

const toItem = (
	{ request, settings, services, receivedAt }: Exchange,
	{ sender, body, deduplication }: Found,
): IncomingItem =>
	buildItem({
		request,
		settings,
		receivedAt,
		document: body.document,
		parameters: body.parameters,
		omitted: body.omitted,
		requestId: services.newId(),
		deduplicationHash: deduplication.key?.shown,
		claims: sender.claims,
	});
