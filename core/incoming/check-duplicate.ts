import { claimHash, type ClaimKey } from './claims';
import { deduplicationKey } from './deduplication-hash';
import { parseExactly } from './exact-json';
import { refuse, type Check, type Exchange } from './exchange';
import type { JsonDocument } from './json-body';
import { lookupIn } from './lookup';
import * as replies from './replies';

/** 204, and 503 for a duplicate of a request whose outcome is still open. */
export const checkDuplicate: Check = async (exchange) => {
	const { request, settings, services, receivedAt } = exchange;
	const { deduplication, endpointId, isTest } = settings;
	if (!deduplication) return undefined;
	exchange.key = deduplicationKey(deduplication.addresses, exactLookup(exchange));
	if (!exchange.key || isTest) return undefined;
	const { windowMs } = deduplication;
	const key: ClaimKey = { endpoint: endpointId, hash: exchange.key.hash, windowMs };
	const claimed = await claimHash(services, key, () => request.isGone());
	if (claimed.outcome === 'duplicate') return refuse('duplicate', replies.duplicate());
	if (claimed.outcome === 'inFlight') {
		return refuse('inFlight', replies.serviceUnavailable(receivedAt, claimed.leaseMs));
	}
	if (request.isGone()) {
		await claimed.claim.release();
		return refuse('senderGone', replies.badRequest(receivedAt));
	}
	exchange.claim = claimed.claim;
	return undefined;
};

/** Sees numbers as they were written, also those that JavaScript rounds. */
function exactLookup({ request, body }: Exchange) {
	const document = parseExactly(body?.text ?? '{}') ?? body?.document ?? {};
	return lookupIn(request, document as JsonDocument);
}
