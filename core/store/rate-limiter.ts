/**
 * Requests a second for one endpoint, counted by rate-limiter-flexible in windows of one second that begin with
 * a request: per process in memory, or exactly over all processes in Redis.
 */
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import type { RateLimiter } from './store';

/** What rate-limiter-flexible asks of a Redis client of the `redis` package. */
export interface EvalClient {
	eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
}

const WINDOW_SECONDS = 1;

/** Each n8n process counts for itself: N processes let N times the limit through. */
export const perProcessRateLimiter = (): RateLimiter =>
	rateLimiter((points) => new RateLimiterMemory({ points, duration: WINDOW_SECONDS }));

/** All processes count together. Once over the limit, a process asks Redis again only in the next window. */
export const sharedRateLimiter = (storeClient: EvalClient, keyPrefix: string): RateLimiter =>
	rateLimiter(
		(points) =>
			new RateLimiterRedis({
				storeClient,
				useRedisPackage: true,
				keyPrefix,
				points,
				duration: WINDOW_SECONDS,
				inMemoryBlockOnConsumed: points + 1,
			}),
	);

/** A limiter of the library counts up to one fixed number, so there is one for each limit in use. */
function rateLimiter(create: (points: number) => RateLimiterAbstract): RateLimiter {
	const limiters = new Map<number, RateLimiterAbstract>();
	const limiterOf = (points: number) => {
		const limiter = limiters.get(points) ?? create(points);
		limiters.set(points, limiter);
		return limiter;
	};
	return {
		async consume(endpoint, perSecond) {
			// The library throws for a limit that is not a whole number above 0.
			const points = Math.ceil(perSecond);
			if (!(points > 0) || !Number.isSafeInteger(points)) return { retryAfterMs: 0 };
			try {
				await limiterOf(points).consume(endpoint);
				return { retryAfterMs: 0 };
			} catch (refusal) {
				if (!(refusal instanceof RateLimiterRes)) throw refusal;
				return { retryAfterMs: Math.max(refusal.msBeforeNext, 1) };
			}
		},
	};
}
