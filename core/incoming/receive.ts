import type { Clock } from '../clock';
import type { Parameters } from '../parameters/flatten';
import { buildItem, type IncomingItem } from './item';
import { parseBody, type JsonDocument } from './json-body';
import { isJson, isReadableCoding } from './media-type';
import * as replies from './replies';
import { BodyError, headerValue, type IncomingRequest } from './request';
import type { IncomingSettings } from './settings';

export interface IncomingServices {
	clock: Clock;
	/** A new, unique request id. */
	newId(): string;
}

/** Why a request starts no execution. */
export type RefusalReason = 'tooLarge' | 'unsupportedMediaType' | 'malformed' | 'gone';

export interface Refusal {
	accepted: false;
	reason: RefusalReason;
	reply: replies.Reply;
}

export interface Acceptance {
	accepted: true;
	item: IncomingItem;
}

/** A request on its way down the ladder, with what the checks so far found out. */
interface Exchange {
	request: IncomingRequest;
	settings: IncomingSettings;
	services: IncomingServices;
	receivedAt: number;
	body?: Buffer;
	document?: JsonDocument;
	parameters?: Parameters;
}

type Check = (exchange: Exchange) => Promise<Refusal | undefined> | Refusal | undefined;

/** The order is part of the contract: a sender learns nothing before it has shown who it is. */
const CHECKS: Check[] = [checkDeclaredSize, checkMediaType, checkSize, checkDocument, checkSender];

/**
 * Decides about one request. Each check lets it pass or ends it with the reply; only what passes them all
 * becomes an item.
 */
export async function receive(
	request: IncomingRequest,
	settings: IncomingSettings,
	services: IncomingServices,
): Promise<Acceptance | Refusal> {
	const exchange: Exchange = { request, settings, services, receivedAt: services.clock.now() };
	for (const check of CHECKS) {
		const refusal = await check(exchange);
		if (refusal) return refusal;
	}
	return { accepted: true, item: toItem(exchange) };
}

const refuse = (reason: RefusalReason, reply: replies.Reply): Refusal => ({
	accepted: false,
	reason,
	reply,
});

/** A body whose declared length is too much is refused before anything of it is read. */
function checkDeclaredSize({ request, settings, receivedAt }: Exchange) {
	if (Number(headerValue(request, 'content-length')) > settings.maxBodyBytes) {
		return refuse('tooLarge', replies.payloadTooLarge(receivedAt));
	}
	return undefined;
}

function checkMediaType({ request, receivedAt }: Exchange) {
	const readable =
		isJson(headerValue(request, 'content-type')) &&
		isReadableCoding(headerValue(request, 'content-encoding'));
	return readable
		? undefined
		: refuse('unsupportedMediaType', replies.unsupportedMediaType(receivedAt));
}

/** Without a declared length, or under a content coding, the size shows only while reading. */
async function checkSize(exchange: Exchange) {
	const { request, settings, receivedAt } = exchange;
	try {
		exchange.body = await request.readBody();
	} catch (error) {
		if (!(error instanceof BodyError)) throw error;
		return error.failure === 'tooLarge'
			? refuse('tooLarge', replies.payloadTooLarge(receivedAt))
			: refuse('malformed', replies.badRequest(receivedAt));
	}
	return exchange.body.length > settings.maxBodyBytes
		? refuse('tooLarge', replies.payloadTooLarge(receivedAt))
		: undefined;
}

function checkDocument(exchange: Exchange) {
	const parsed = parseBody(exchange.body as Buffer);
	if (!parsed) return refuse('malformed', replies.badRequest(exchange.receivedAt));
	Object.assign(exchange, parsed);
	return undefined;
}

/** Nobody is left to hear that the request was accepted, so it will be repeated: it must not be accepted now. */
function checkSender({ request, receivedAt }: Exchange) {
	return request.isGone() ? refuse('gone', replies.badRequest(receivedAt)) : undefined;
}

const toItem = ({ request, settings, services, receivedAt, ...found }: Exchange): IncomingItem =>
	buildItem({
		request,
		settings,
		receivedAt,
		document: found.document as JsonDocument,
		parameters: found.parameters as Parameters,
		requestId: services.newId(),
	});
