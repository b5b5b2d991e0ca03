/**
 * Keeps what a connection fetched until it expires: one fetch for any number of concurrent callers, nothing kept
 * of a fetch that failed, a bounded number of entries, and only in the memory of this process.
 */
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock';
import type { CredentialFields } from './connection';

/** What a fetch yields. */
export interface Fetched<Value> {
	value: Value;
	/** Milliseconds since the Unix epoch; a time not ahead means that the value serves its waiting callers only. */
	expiresAt: number;
	/** What must never be shown of the value. */
	secrets: string[];
}

export interface TokenCacheOptions {
	/** How many connections are remembered; the one unused for longest goes first. */
	maxEntries?: number;
}

/** A token is renewed this long before it ends, so that it does not end on its way: a tenth of its life, … */
const MARGIN_SHARE = 0.1;
/** … but never more than this. */
const MAX_MARGIN_MS = 30_000;
/** A replaced token may still stand in a response that is about to be shown: as long as the slowest request takes. */
const REMEMBER_MS = 15 * 60_000;
/** Without caching every request has a token of its own; this many may be under way at a time. */
const MAX_REMEMBERED = 100;

/** The key of a connection: a hash of its method and content, so that each edit is a miss. */
export function cacheKey(method: string, credential: CredentialFields): string {
	const fields = Object.entries(credential).sort(([a], [b]) => (a < b ? -1 : 1));
	return createHash('sha256')
		.update(JSON.stringify([method, fields]))
		.digest('hex');
}

/** Until when a value fetched at `fetchedAt` is used. */
function usableUntil(fetchedAt: number, expiresAt: number): number {
	return expiresAt - Math.min(MAX_MARGIN_MS, (expiresAt - fetchedAt) * MARGIN_SHARE);
}

/** Rejects when the signal aborts first; the shared promise goes on for its other callers. */
function unlessAborted<Value>(promise: Promise<Value>, signal?: AbortSignal): Promise<Value> {
	if (!signal) return promise;
	return new Promise((resolve, reject) => {
		const abort = () => reject(signal.reason as Error);
		if (signal.aborted) abort();
		signal.addEventListener('abort', abort, { once: true });
		promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
	});
}

/** What must not be shown of one value. */
interface Generation {
	secrets: string[];
	fetchedAt: number;
}

export class TokenCache<Value> {
	private readonly kept: LRUCache<string, { value: Value; until: number }>;
	private readonly generations: LRUCache<string, Generation[]>;
	private readonly pending = new Map<string, Promise<Value>>();

	constructor({ maxEntries = 500 }: TokenCacheOptions = {}) {
		this.kept = new LRUCache({ max: maxEntries });
		this.generations = new LRUCache({ max: maxEntries });
	}

	/**
	 * The kept value, or that of the fetch under way, or that of a new fetch.
	 * @param signal ends this caller's wait, not the fetch, which others may be waiting for
	 */
	async get(
		key: string,
		fetch: () => Promise<Fetched<Value>>,
		{ clock, signal }: { clock: Clock; signal?: AbortSignal | undefined },
	): Promise<Value> {
		const kept = this.kept.get(key);
		if (kept && clock.now() < kept.until) return kept.value;
		let pending = this.pending.get(key);
		if (!pending) {
			pending = this.fetch(key, fetch, clock).finally(() => this.pending.delete(key));
			this.pending.set(key, pending);
		}
		return await unlessAborted(pending, signal);
	}

	private async fetch(
		key: string,
		fetch: () => Promise<Fetched<Value>>,
		clock: Clock,
	): Promise<Value> {
		// Counted from before the request: the issuer's clock starts while the response is under way.
		const fetchedAt = clock.now();
		const { value, expiresAt, secrets } = await fetch();
		this.remember(key, { secrets, fetchedAt: clock.now() });
		const until = usableUntil(fetchedAt, expiresAt);
		if (until > clock.now()) this.kept.set(key, { value, until });
		else this.kept.delete(key);
		return value;
	}

	/** Keeps the newest generation and those that were replaced a moment ago. */
	private remember(key: string, newest: Generation): void {
		const generations = [newest, ...(this.generations.get(key) ?? [])].filter(
			(_, index, all) => newest.fetchedAt - (all[index - 1] ?? newest).fetchedAt < REMEMBER_MS,
		);
		this.generations.set(key, generations.slice(0, MAX_REMEMBERED));
	}

	/**
	 * Drops a value that was rejected.
	 * @param isRejected tells the rejected value from a newer one, which stays
	 * @returns true when the next `get` yields something else than the rejected value
	 */
	drop(key: string, isRejected: (value: Value) => boolean = () => true): boolean {
		if (this.pending.has(key)) return true;
		const kept = this.kept.peek(key);
		if (!kept) return false;
		if (isRejected(kept.value)) this.kept.delete(key);
		return true;
	}

	/** What must not be shown of the values that this key has had lately. */
	secrets(key: string): string[] {
		return (this.generations.get(key) ?? []).flatMap(({ secrets }) => secrets);
	}
}
