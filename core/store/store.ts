/**
 * The port of what incoming integrations remember. One implementation per store (SQLite file, Redis); each is
 * safe for several processes. A method may return at once or give a promise. Every failure is a `StoreError`.
 */
import { IntegrationError } from '../errors';
import type { EventDefinitionStore } from './event-definitions';
import type { RequestLogStore } from './request-log';

export type MaybePromise<T> = T | Promise<T>;

/** The store is unavailable: the request must be refused with 503, never accepted without deduplication. */
export class StoreError extends IntegrationError {}

export type Claim =
	/** The hash is ours until confirmed, released or the lease ends. `token` tells this claim from a later one. */
	| { outcome: 'claimed'; token: string }
	/** An earlier request with this hash was accepted within the window; the window was renewed. */
	| { outcome: 'duplicate' }
	/** Another request holds the lease and has not said how it ended; it ends in `leaseMs` at the latest. */
	| { outcome: 'inFlight'; leaseMs: number };

export interface DeduplicationStore {
	/**
	 * Takes a hash for one endpoint, atomically over all processes that share the store.
	 * @param endpoint the webhook id; hashes of different endpoints never meet
	 * @param hash 64 lower-case hexadecimal digits
	 */
	claim(
		endpoint: string,
		hash: string,
		times: { windowMs: number; leaseMs: number },
	): MaybePromise<Claim>;
	/**
	 * Gives a claim `leaseMs` from now, while its request waits for n8n to store the execution.
	 * @returns false when the claim was lost (lease over and taken by another)
	 */
	extend(
		endpoint: string,
		hash: string,
		token: string,
		times: { leaseMs: number },
	): MaybePromise<boolean>;
	/** Puts the accept on record for `windowMs`; false when the claim was lost (lease over and taken by another). */
	confirm(
		endpoint: string,
		hash: string,
		token: string,
		times: { windowMs: number },
	): MaybePromise<boolean>;
	/** Gives the hash back, so that a repeat of the request gets in. Does nothing for a claim that is no longer ours. */
	release(endpoint: string, hash: string, token: string): MaybePromise<void>;
	/**
	 * When the last request with this hash came (milliseconds since the epoch); `undefined` when none is on record, or
	 * its record is over.
	 */
	lookUp(endpoint: string, hash: string): MaybePromise<number | undefined>;
	/**
	 * Takes an accept off the record, so that a repeat of the request gets in. A request that is being accepted keeps
	 * its claim: forgetting that would let the same request in twice.
	 * @returns whether there was one
	 */
	forget(endpoint: string, hash: string): MaybePromise<boolean>;
	/** Does so for all hashes of an endpoint, a portion at a time. @returns how many there were */
	forgetAll(endpoint: string): Promise<number>;
}

/** A parameter of the sample: its address and JSON type, never its value. */
export interface SampleParameter {
	address: string;
	/** In the last request that had it. */
	type: 'string' | 'number' | 'boolean' | 'null' | 'array' | 'object';
	/** How many of the sample's requests had it. */
	requests: number;
}

/** What is known of an endpoint's requests, to select parameters from. */
export interface Sample {
	requests: number;
	parameters: SampleParameter[];
}

export interface SampleStore {
	/** @param sampleKey of the endpoint and its owner */
	save(sampleKey: string, sample: Sample): MaybePromise<void>;
	/** `undefined` when no sample was received yet. */
	load(sampleKey: string): MaybePromise<Sample | undefined>;
}

export interface RateLimiter {
	/**
	 * Counts one use of a key, such as a request of an endpoint; `retryAfterMs` > 0 means that there were more than
	 * `limit` in `seconds` (default 1).
	 */
	consume(key: string, limit: number, seconds?: number): MaybePromise<{ retryAfterMs: number }>;
	/** Takes back a use that `consume` counted with the same limit. */
	giveBack(key: string, limit: number, seconds: number): MaybePromise<void>;
}

/** Everything that one back end gives. */
export interface IncomingStore
	extends DeduplicationStore, SampleStore, RateLimiter, RequestLogStore {
	readonly events: EventDefinitionStore;
	/** Checks that the store can be written to; its error says which file or server and what to do. */
	check(): MaybePromise<void>;
	/**
	 * When what was on record was last lost to damage (milliseconds since the epoch): requests that were accepted
	 * before are not recognised as duplicates. `undefined` when it never was.
	 */
	damagedAt(): MaybePromise<number | undefined>;
	close(): MaybePromise<void>;
}
