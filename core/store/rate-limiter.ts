/**
 * Requests of an endpoint and logins of an address, counted by rate-limiter-flexible in windows that begin with the
 * first of them: per process in memory, or exactly over all processes in Redis.
 */
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import type { RateLimiter } from './store';

/** What rate-limiter-flexible asks of a Redis client of the `redis` package. */
export interface EvalClient {
	eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
}

/** Each n8n process counts for itself: N processes let N times the limit through. */
export const perProcessRateLimiter = (): RateLimiter =>
	rateLimiter((points, duration) => new RateLimiterMemory({ points, duration }));

/** All processes count together. Once over a limit per second, a process asks Redis again only in the next window. */
export const sharedRateLimiter = (storeClient: EvalClient, keyPrefix: string): RateLimiter =>
	rateLimiter(
		(points, duration) =>
			new RateLimiterRedis({
				storeClient,
				useRedisPackage: true,
				keyPrefix,
				points,
				duration,
				// What is given back within a longer window counts at once.
				...(duration === 1 && { inMemoryBlockOnConsumed: points + 1 }),
			}),
	);

/** A limiter of the library counts up to one fixed number, so there is one for each limit in use. */
function rateLimiter(
	create: (points: number, seconds: number) => RateLimiterAbstract,
): RateLimiter {
	const limiters = new Map<string, RateLimiterAbstract>();
	const limiterOf = (points: number, seconds: number) => {
		const key = `${points}/${seconds}`;
		const limiter = limiters.get(key) ?? create(points, seconds);
		limiters.set(key, limiter);
		return limiter;
	};
	return {
		async consume(key, limit, seconds = 1) {
			// The library throws for a limit that is not a whole number above 0.
			const points = Math.ceil(limit);
			if (!(points > 0) || !Number.isSafeInteger(points)) return { retryAfterMs: 0 };
			try {
				await limiterOf(points, seconds).consume(key);
				return { retryAfterMs: 0 };
			} catch (refusal) {
				if (!(refusal instanceof RateLimiterRes)) throw refusal;
				return { retryAfterMs: Math.max(refusal.msBeforeNext, 1) };
			}
		},
		async giveBack(key, limit, seconds) {
			await limiterOf(limit, seconds).reward(key);
		},
	};
}
