import { claimHash, type ClaimKey, type HeldClaim } from './claims';
import { senderGone } from './checks';
import { deduplicationKey, type DeduplicationKey } from './deduplication-hash';
import { parseExactly } from './exact-json';
import type { Exchange } from './exchange';
import type { JsonDocument, ParsedBody } from './json-body';
import { lookupIn } from './lookup';
import { Refusal } from './outcome';
import * as replies from './replies';

/** How a request takes part in deduplication; both absent when it does not. */
export interface Deduplication {
	key?: DeduplicationKey | undefined;
	claim?: HeldClaim;
}

/** 204, and 503 for a duplicate of a request whose outcome is still open. */
export async function checkDuplicate(
	exchange: Exchange,
	body: ParsedBody,
): Promise<Deduplication | Refusal> {
	const { request, settings, services, receivedAt } = exchange;
	const { deduplication, endpointId, isTest } = settings;
	if (!deduplication) return {};
	const key = deduplicationKey(deduplication.addresses, exactLookup(exchange, body));
	if (!key || isTest) return { key };
	const { windowMs } = deduplication;
	const claimKey: ClaimKey = { endpoint: endpointId, hash: key.hash, windowMs };
	const claimed = await claimHash(services, claimKey, () => request.isGone());
	if (claimed.outcome === 'duplicate') {
		const cause = 'a request with this deduplication hash was accepted before';
		return new Refusal('duplicate', replies.duplicate(), cause, key.hash);
	}
	if (claimed.outcome === 'inFlight') {
		const reply = replies.serviceUnavailable(receivedAt, claimed.leaseMs);
		const cause = 'a request with this deduplication hash is still being accepted';
		return new Refusal('inFlight', reply, cause, key.hash);
	}
	if (!request.isGone()) return { key, claim: claimed.claim };
	await claimed.claim.release();
	return senderGone(receivedAt);
}

/** Sees numbers as they were written, also those that JavaScript rounds. */
function exactLookup({ request }: Exchange, { text, document }: ParsedBody) {
	return lookupIn(request, (parseExactly(text) ?? document) as JsonDocument);
}
