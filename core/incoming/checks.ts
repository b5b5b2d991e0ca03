/** What is checked of a request by itself. A check gives what it found, or the refusal that the contract asks for. */
import { shownAddress } from './allowed-ips';
import type { Exchange } from './exchange';
import { parseBody, type ParsedBody } from './json-body';
import { lookupIn } from './lookup';
import { withAllDigits } from '../parse-json';
import { isJson, isReadableCoding, readableTypes } from './media-type';
import { Refusal } from './outcome';
import * as replies from './replies';
import { BodyError, headerValue } from './request';

/** 403; a test request is told which address was seen. */
export function checkAddress({ request, settings, receivedAt }: Exchange): Refusal | undefined {
	if (settings.isAllowedIp(request.ip)) return undefined;
	const reply = settings.isTest
		? replies.addressNotAllowed(receivedAt, shownAddress(request.ip))
		: replies.forbidden(receivedAt);
	return new Refusal('address', reply, 'the address of the sender is not in Allowed IPs');
}

/** 429 */
export async function checkRate({
	settings,
	services,
	receivedAt,
}: Exchange): Promise<Refusal | undefined> {
	const { endpointId, rateLimit } = settings;
	if (rateLimit <= 0) return undefined;
	const { retryAfterMs } = await services.store.consume(endpointId, rateLimit);
	if (retryAfterMs <= 0) return undefined;
	const reply = replies.tooManyRequests(receivedAt, retryAfterMs);
	return new Refusal('rateLimit', reply, `more than ${rateLimit} requests a second`);
}

const tooLarge = ({ settings, receivedAt }: Exchange): Refusal =>
	new Refusal(
		'tooLarge',
		replies.payloadTooLarge(receivedAt),
		`the body is larger than ${settings.maxBodyBytes} bytes`,
	);

/** 413 for a body that declares too much, before anything of it is read. */
export const checkDeclaredSize = (exchange: Exchange): Refusal | undefined =>
	Number(headerValue(exchange.request, 'content-length')) > exchange.settings.maxBodyBytes
		? tooLarge(exchange)
		: undefined;

/** 415 */
export function checkMediaType({ request, settings, receivedAt }: Exchange): Refusal | undefined {
	const lenient = settings.acceptJsonSuffixes === true;
	const refuse = (cause: string) => {
		const reply = replies.unsupportedMediaType(receivedAt, readableTypes(lenient));
		return new Refusal('unsupportedMediaType', reply, cause);
	};
	if (!isJson(headerValue(request, 'content-type'), lenient)) {
		return refuse('the Content-Type is not application/json');
	}
	if (isReadableCoding(headerValue(request, 'content-encoding'))) return undefined;
	return refuse('the Content-Encoding is none of gzip, deflate and identity');
}

/** The body; 413 when its size shows only while it is read: without a declared length, or compressed. */
export async function readBytes(exchange: Exchange): Promise<Buffer | Refusal> {
	const { request, settings, receivedAt } = exchange;
	try {
		const bytes = await request.readBody();
		return bytes.length <= settings.maxBodyBytes ? bytes : tooLarge(exchange);
	} catch (error) {
		if (!(error instanceof BodyError)) throw error;
		if (error.failure === 'tooLarge') return tooLarge(exchange);
		const cause = 'the body was cut off, or is not in its Content-Encoding';
		return new Refusal('malformed', replies.badRequest(receivedAt), cause);
	}
}

/** The JSON of the body; 415, 413 and 400. */
export async function readJson(exchange: Exchange): Promise<ParsedBody | Refusal> {
	return checkMediaType(exchange) ?? (await parseJsonBody(exchange));
}

/** The JSON of the body, whatever its declared type; 413 and 400. */
export async function parseJsonBody(exchange: Exchange): Promise<ParsedBody | Refusal> {
	const bytes = await readBytes(exchange);
	if (bytes instanceof Refusal) return bytes;
	const body = parseBody(bytes, exchange.settings.largeNumbersAsText === true);
	if (!('cause' in body)) return body;
	return new Refusal('malformed', replies.badRequest(exchange.receivedAt), body.cause);
}

/** 200 without an execution; a test request is told why. */
export function checkConditions(
	{ request, settings }: Exchange,
	{ text, document }: ParsedBody,
): Refusal | undefined {
	const { conditions } = settings;
	const unmet = conditions?.(lookupIn(request, withAllDigits(text, document)), document) ?? [];
	if (unmet.length === 0) return undefined;
	const reply = settings.isTest ? replies.conditionsNotMet(unmet) : replies.ok();
	const causes = unmet.map(
		({ address, operator, remark }) =>
			`${address} ${operator}${remark === undefined ? '' : ` (${remark})`}`,
	);
	return new Refusal('filtered', reply, `conditions not met: ${causes.join('; ')}`);
}

/** Nobody is left to hear of the accept, so the request will be repeated: then it is to be accepted. */
export const checkSender = ({ request, receivedAt }: Exchange): Refusal | undefined =>
	request.isGone() ? senderGone(receivedAt) : undefined;

export const senderGone = (receivedAt: number): Refusal =>
	new Refusal('senderGone', replies.badRequest(receivedAt), 'the sender closed the connection');
