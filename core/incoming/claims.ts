/** A request's claim on its hash, from the moment it is taken until n8n has stored the execution or has not. */
import type { Clock } from '../clock';
import type { Claim, DeduplicationStore } from '../store/store';
import { StoreError } from '../store/store';
import { wait, type Timers } from '../timers';

/** After a crash, a retry gets in when this is over. */
const LEASE_MS = 30_000;
const EXTEND_EVERY_MS = 10_000;
/** n8n may let a request wait for capacity; one that takes longer than this is taken for lost. */
const HOLD_AT_MOST_MS = 15 * 60 * 1000;

/** How long a duplicate waits for the outcome of the request it repeats. */
const WAIT_MS = 8_000;
const POLL_MS = 50;

const CONFIRM_TRIES = 3;
const CONFIRM_PAUSE_MS = 250;

export interface ClaimServices {
	store: DeduplicationStore;
	/** Measures durations. */
	monotonic: Clock;
	timers: Timers;
}

export interface ClaimKey {
	endpoint: string;
	hash: string;
	windowMs: number;
}

export type ClaimOutcome =
	| { outcome: 'claimed'; claim: HeldClaim }
	| { outcome: 'duplicate' }
	| { outcome: 'inFlight'; leaseMs: number };

/**
 * Takes a hash. While another request holds it, waits a little for how that one ends.
 * @throws {StoreError}
 */
export async function claimHash(
	services: ClaimServices,
	key: ClaimKey,
	isGone: () => boolean,
): Promise<ClaimOutcome> {
	const { store, monotonic, timers } = services;
	const giveUpAt = monotonic.now() + WAIT_MS;
	for (;;) {
		const isLast = monotonic.now() >= giveUpAt || isGone();
		const claim: Claim = await store.claim(key.endpoint, key.hash, {
			windowMs: key.windowMs,
			leaseMs: LEASE_MS,
		});
		if (claim.outcome === 'claimed') {
			return { outcome: 'claimed', claim: new HeldClaim(services, key, claim.token) };
		}
		if (claim.outcome === 'duplicate' || isLast) return claim;
		await wait(timers, POLL_MS);
	}
}

/** What an accepted request holds until it is known how that ends. */
export interface Claimed {
	/**
	 * Puts the accept on record.
	 * @returns false when a lease was lost to another request in the meantime
	 * @throws {StoreError} after some tries
	 */
	confirm(): Promise<boolean>;
	/** Gives the hashes back; when the store is down, the leases run out by themselves. */
	release(): Promise<void>;
}

/** Several claims of one request. */
export const together = (claims: Claimed[]): Claimed => ({
	async confirm() {
		const results = await Promise.all(claims.map(async (claim) => await claim.confirm()));
		return results.every(Boolean);
	},
	async release() {
		await Promise.all(claims.map(async (claim) => await claim.release()));
	},
});

/** A lease that is extended until it is confirmed or released. */
export class HeldClaim implements Claimed {
	private readonly heldSince: number;
	private stopExtending = () => {};

	constructor(
		private readonly services: ClaimServices,
		private readonly key: ClaimKey,
		private readonly token: string,
	) {
		this.heldSince = services.monotonic.now();
		this.extendLater();
	}

	/**
	 * Puts the accept on record.
	 * @returns false when the lease was lost to another request in the meantime
	 * @throws {StoreError} after some tries
	 */
	async confirm(): Promise<boolean> {
		this.stopExtending();
		const { store, timers } = this.services;
		const { endpoint, hash, windowMs } = this.key;
		for (let triesLeft = CONFIRM_TRIES - 1; ; triesLeft--) {
			try {
				return await store.confirm(endpoint, hash, this.token, { windowMs });
			} catch (error) {
				if (!(error instanceof StoreError) || triesLeft === 0) throw error;
				await wait(timers, CONFIRM_PAUSE_MS);
			}
		}
	}

	/** Gives the hash back; when the store is down, the lease runs out by itself. */
	async release(): Promise<void> {
		this.stopExtending();
		try {
			await this.services.store.release(this.key.endpoint, this.key.hash, this.token);
		} catch {
			// The lease runs out by itself.
			return;
		}
	}

	private extendLater(): void {
		const { monotonic, timers } = this.services;
		this.stopExtending = timers.after(EXTEND_EVERY_MS, () => {
			if (monotonic.now() - this.heldSince < HOLD_AT_MOST_MS) void this.extend();
		});
	}

	private async extend(): Promise<void> {
		const { store } = this.services;
		const { endpoint, hash } = this.key;
		this.extendLater();
		try {
			const isOurs = await store.extend(endpoint, hash, this.token, { leaseMs: LEASE_MS });
			if (!isOurs) this.stopExtending();
		} catch {
			// The next turn tries again; the lease lasts for three of them.
			return;
		}
	}
}
