/** Senders that sign the body; the only ones whose body is read before they are known. */
import { readBytes } from './checks';
import type { Exchange } from './exchange';
import { parseBody } from './json-body';
import { isSignedByMeta, presentedSignature, SIGNATURE_HEADER } from './meta-signature';
import { Refusal } from './outcome';
import * as replies from './replies';
import { isSameText } from './same-text';
import {
	presentedFields,
	verifySignature,
	type SignatureFailure,
	type SignatureSettings,
	type SignedReplay,
} from './signature/verify';

/** What is told to a sender; a longer sentence goes to the owner of the endpoint. */
const FAILURES: Record<Exclude<SignatureFailure, 'missing'>, string> = {
	mismatch: 'Invalid signature',
	stale: 'The timestamp of the signature is outside the tolerance',
};

const missing = (header: string) => `Missing '${header}' header`;

const unauthorized = ({ receivedAt }: Exchange, error: string, cause: string) =>
	new Refusal('unauthorized', replies.unauthorized(error, receivedAt), cause);

/** @returns the bytes of the body; 413, and 401 for a body that cannot have been signed */
async function signedBytes(exchange: Exchange): Promise<Buffer | Refusal> {
	const bytes = await readBytes(exchange);
	if (!(bytes instanceof Refusal) || bytes.reason === 'tooLarge') return bytes;
	return unauthorized(exchange, FAILURES.mismatch, bytes.cause);
}

/** Meta's signature: 401 and 413. */
export async function checkMetaSignature(
	exchange: Exchange,
	appSecrets: string[],
): Promise<Refusal | undefined> {
	const signature = presentedSignature(exchange.request);
	if (signature === undefined) {
		return unauthorized(exchange, missing(SIGNATURE_HEADER), `no ${SIGNATURE_HEADER} header`);
	}
	const bytes = await signedBytes(exchange);
	if (bytes instanceof Refusal) return bytes;
	if (isSignedByMeta(bytes, signature, appSecrets)) return undefined;
	const cause = 'signature does not match: it was made with none of the app secrets';
	return unauthorized(exchange, FAILURES.mismatch, cause);
}

/**
 * The signature of any other sender: 401 and 413.
 * @param url of the endpoint, without a query
 * @returns what tells the request from all others, where the scheme signs a timestamp
 */
export async function checkSignature(
	exchange: Exchange,
	signature: SignatureSettings,
	url: string,
): Promise<{ replay?: SignedReplay | undefined } | Refusal> {
	const { request, receivedAt } = exchange;
	if (!presentedFields(signature.scheme, request)) {
		const header = signature.scheme.fields[0]?.signature ?? '';
		return unauthorized(exchange, missing(header), `no ${header} header`);
	}
	const body = await signedBytes(exchange);
	if (body instanceof Refusal) return body;
	const signed = { request, body, url: url + request.search, now: receivedAt };
	const outcome = verifySignature(signature, signed);
	if (!('failure' in outcome)) return outcome;
	const error = FAILURES[outcome.failure === 'stale' ? 'stale' : 'mismatch'];
	return unauthorized(exchange, error, outcome.cause);
}

/**
 * Microsoft Graph signs nothing; each notification carries the `clientState` that the subscription was made with.
 * https://learn.microsoft.com/graph/change-notifications-delivery-webhooks
 */
export async function checkClientState(
	exchange: Exchange,
	states: string[],
): Promise<Refusal | undefined> {
	const bytes = await signedBytes(exchange);
	if (bytes instanceof Refusal) return bytes;
	const body = parseBody(bytes);
	const found = 'cause' in body ? [] : clientStates(body.document);
	if (found.length === 0) {
		return unauthorized(exchange, "Missing 'clientState'", 'the body has no value[].clientState');
	}
	if (found.every((text) => states.map((state) => isSameText(text, state)).includes(true))) {
		return undefined;
	}
	const cause = 'the clientState of a notification is none of the secrets';
	return unauthorized(exchange, 'Invalid clientState', cause);
}

/** One for each notification; '' where it has none. */
function clientStates(document: object): string[] {
	const value: unknown = Object.hasOwn(document, 'value') && 'value' in document && document.value;
	if (!Array.isArray(value)) return [];
	return value.map((notification: unknown) => {
		const state = (notification as { clientState?: unknown } | null)?.clientState;
		return typeof state === 'string' ? state : '';
	});
}
