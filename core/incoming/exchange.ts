import type { Clock } from '../clock';
import type { JsonObject } from '../json';
import type { IncomingStore, MaybePromise } from '../store/store';
import type { Timers } from '../timers';
import type { HeldClaim } from './claims';
import type { DeduplicationKey } from './deduplication-hash';
import type { ParsedBody } from './json-body';
import type { Reply } from './replies';
import type { IncomingRequest } from './request';
import type { IncomingSettings } from './settings';

export interface IncomingServices {
	store: IncomingStore;
	clock: Clock;
	timers: Timers;
	/** A new, unique request id. */
	newId(): string;
}

/** Why a request starts no execution. */
export type RefusalReason =
	| 'address'
	| 'rateLimit'
	| 'tooLarge'
	| 'unauthorized'
	| 'forbidden'
	| 'unsupportedMediaType'
	| 'malformed'
	| 'filtered'
	| 'duplicate'
	| 'inFlight'
	| 'senderGone'
	| 'unavailable';

export interface Refusal {
	accepted: false;
	reason: RefusalReason;
	reply: Reply;
	/** What went wrong on our side. */
	error?: Error;
}

/** A request on its way down the ladder, with what the checks so far found out. */
export interface Exchange {
	readonly request: IncomingRequest;
	readonly settings: IncomingSettings;
	readonly services: IncomingServices;
	/** Milliseconds since the epoch. */
	readonly receivedAt: number;
	bytes?: Buffer;
	body?: ParsedBody;
	claims?: JsonObject;
	key?: DeduplicationKey | undefined;
	claim?: HeldClaim;
}

/** A rung of the ladder: lets the request pass, or ends it with a reply. */
export type Check = (exchange: Exchange) => MaybePromise<Refusal | undefined>;

export const refuse = (reason: RefusalReason, reply: Reply): Refusal => ({
	accepted: false,
	reason,
	reply,
});

/** Asks one check after the other; the first refusal ends it. */
export async function walk(checks: Check[], exchange: Exchange): Promise<Refusal | undefined> {
	for (const check of checks) {
		const refusal = await check(exchange);
		if (refusal) return refusal;
	}
	return undefined;
}
