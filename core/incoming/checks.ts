/** The rungs that look at a request by itself; each names the reply of the contract that it gives. */
import { refuse, type Check } from './exchange';
import { parseBody } from './json-body';
import { lookupIn } from './lookup';
import { isJson, isReadableCoding } from './media-type';
import * as replies from './replies';
import { BodyError, headerValue } from './request';

/** 403 */
export const checkAddress: Check = ({ request, settings, receivedAt }) =>
	settings.isAllowedIp(request.ip) ? undefined : refuse('address', replies.forbidden(receivedAt));

/** 429 */
export const checkRate: Check = async ({ settings, services, receivedAt }) => {
	const { endpointId, rateLimit } = settings;
	if (rateLimit <= 0) return undefined;
	const { retryAfterMs } = await services.store.consume(endpointId, rateLimit);
	if (retryAfterMs <= 0) return undefined;
	return refuse('rateLimit', replies.tooManyRequests(receivedAt, retryAfterMs));
};

/** 413 for a body that declares too much, before anything of it is read. */
export const checkDeclaredSize: Check = ({ request, settings, receivedAt }) =>
	Number(headerValue(request, 'content-length')) > settings.maxBodyBytes
		? refuse('tooLarge', replies.payloadTooLarge(receivedAt))
		: undefined;

/** 415 */
export const checkMediaType: Check = ({ request, receivedAt }) => {
	const isReadable =
		isJson(headerValue(request, 'content-type')) &&
		isReadableCoding(headerValue(request, 'content-encoding'));
	if (isReadable) return undefined;
	return refuse('unsupportedMediaType', replies.unsupportedMediaType(receivedAt));
};

/** 413 for a body whose size shows only while it is read: without a declared length, or compressed. */
export const checkSize: Check = async (exchange) => {
	if (exchange.bytes) return undefined;
	const { request, settings, receivedAt } = exchange;
	try {
		exchange.bytes = await request.readBody();
	} catch (error) {
		if (!(error instanceof BodyError)) throw error;
		return error.failure === 'tooLarge'
			? refuse('tooLarge', replies.payloadTooLarge(receivedAt))
			: refuse('malformed', replies.badRequest(receivedAt));
	}
	if (exchange.bytes.length <= settings.maxBodyBytes) return undefined;
	return refuse('tooLarge', replies.payloadTooLarge(receivedAt));
};

/** 400 */
export const checkBody: Check = (exchange) => {
	const body = parseBody(exchange.bytes as Buffer);
	if (!body) return refuse('malformed', replies.badRequest(exchange.receivedAt));
	exchange.body = body;
	return undefined;
};

/** 200 without an execution; a test request is told why. */
export const checkConditions: Check = ({ request, settings, body }) => {
	const document = body?.document ?? {};
	const unmet = settings.conditions?.(lookupIn(request, document), document) ?? [];
	if (unmet.length === 0) return undefined;
	return refuse('filtered', settings.isTest ? replies.conditionsNotMet(unmet) : replies.ok());
};

/** Nobody is left to hear of the accept, so the request will be repeated: then it is to be accepted. */
export const checkSender: Check = ({ request, receivedAt }) =>
	request.isGone() ? refuse('senderGone', replies.badRequest(receivedAt)) : undefined;
