import { claimHash, together, type Claimed, type ClaimKey, type HeldClaim } from './claims';
import { senderGone } from './checks';
import { deduplicationKey, type DeduplicationKey } from './deduplication-hash';
import { parseExactly } from './exact-json';
import type { Exchange } from './exchange';
import type { JsonDocument, ParsedBody } from './json-body';
import { lookupIn } from './lookup';
import { Refusal } from './outcome';
import * as replies from './replies';
import type { SignedReplay } from './signature/verify';

/** How a request takes part in deduplication; both absent when it does not. */
export interface Deduplication {
	key?: DeduplicationKey | undefined;
	claim?: Claimed | undefined;
}

/** A hash that only one request at a time may hold. */
interface Identity {
	hash: string;
	windowMs: number;
	/** What the hash is of, in the sentences for the owner of the endpoint. */
	what: string;
}

/**
 * 204, and 503 for a duplicate of a request whose outcome is still open.
 * @param replay what a signed request is known by, whatever the node is set to
 */
export async function checkDuplicate(
	exchange: Exchange,
	body: ParsedBody,
	replay?: SignedReplay,
): Promise<Deduplication | Refusal> {
	const { deduplication, isTest } = exchange.settings;
	const key =
		deduplication && deduplicationKey(deduplication.addresses, exactLookup(exchange, body));
	if (isTest) return { key };
	const identities: Identity[] = [
		...(replay ? [{ ...replay, what: 'signature or signed ID' }] : []),
		...(deduplication && key
			? [{ hash: key.hash, windowMs: deduplication.windowMs, what: 'deduplication hash' }]
			: []),
	];
	const held: HeldClaim[] = [];
	for (const identity of identities) {
		const claimed = await claim(exchange, identity);
		if (claimed instanceof Refusal) {
			await together(held).release();
			return claimed;
		}
		held.push(claimed);
	}
	return { key, claim: held.length > 0 ? together(held) : undefined };
}

async function claim(
	{ request, settings, services, receivedAt }: Exchange,
	{ hash, windowMs, what }: Identity,
): Promise<HeldClaim | Refusal> {
	const key: ClaimKey = { endpoint: settings.endpointId, hash, windowMs };
	const claimed = await claimHash(services, key, () => request.isGone());
	if (claimed.outcome === 'duplicate') {
		const cause = `a request with this ${what} was accepted before`;
		return new Refusal('duplicate', replies.duplicate(), cause, hash);
	}
	if (claimed.outcome === 'inFlight') {
		const reply = replies.serviceUnavailable(receivedAt, claimed.leaseMs);
		const cause = `a request with this ${what} is still being accepted`;
		return new Refusal('inFlight', reply, cause, hash);
	}
	if (!request.isGone()) return claimed.claim;
	await claimed.claim.release();
	return senderGone(receivedAt);
}

/** Sees numbers as they were written, also those that JavaScript rounds. */
function exactLookup({ request }: Exchange, { text, document }: ParsedBody) {
	return lookupIn(request, (parseExactly(text) ?? document) as JsonDocument);
}
