/** What becomes of a request, on whichever route of the endpoint it came. */
import { sentences } from '../errors';
import type { Claimed } from './claims';
import type { IncomingItem } from './item';
import { serviceUnavailable, type Reply } from './replies';

/** The request starts an execution; n8n replies once it has stored it. */
export interface Acceptance {
	accepted: true;
	item: IncomingItem;
	/** To be confirmed once the execution is stored, before the sender is told; else to be released. */
	claim?: Claimed | undefined;
	/** SHA-256 in hexadecimal digits, also when the sender named the key itself. */
	deduplicationHash?: string | undefined;
	/** What the sender gets in place of n8n's `OK`. */
	reply?: Reply | undefined;
	/** Known once n8n has stored it. */
	executionId?: string | undefined;
}

/** The request asked for something other than an execution, and gets it: a token, Meta's challenge. */
export interface DirectReply {
	accepted: true;
	reply: Reply;
	/** What it got, for the owner of the endpoint. */
	cause: string;
}

/** Why a request does not get what it asked for. */
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
	| 'notFound'
	| 'unavailable';

export class Refusal {
	readonly accepted = false;

	/**
	 * @param cause one sentence for the owner of the endpoint, without a full stop: what exactly was wrong. Never a
	 * value of the request, never a secret
	 * @param deduplicationHash as in `Acceptance`, where it is known
	 */
	constructor(
		readonly reason: RefusalReason,
		readonly reply: Reply,
		readonly cause: string,
		readonly deduplicationHash?: string,
	) {}
}

export type Outcome = Acceptance | DirectReply | Refusal;

/** How long a sender should wait while something on our side is down. */
const RETRY_AFTER_MS = 5_000;

/** The store is down, keys cannot be fetched, or a setting is invalid: the sender is to try again, nothing is recorded. */
export const unavailable = (error: unknown, now: number): Refusal =>
	new Refusal(
		'unavailable',
		serviceUnavailable(now, RETRY_AFTER_MS),
		sentences(error).replace(/\.$/, ''),
	);
