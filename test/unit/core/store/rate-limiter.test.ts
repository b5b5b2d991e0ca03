import { perProcessRateLimiter, sharedRateLimiter } from '../../../../core/store/rate-limiter';
import { StoreError } from '../../../../core/store/store';

describe('perProcessRateLimiter', () => {
	it('lets so many requests a second through', async () => {
		const limiter = perProcessRateLimiter();
		const replies = await Promise.all(Array.from({ length: 5 }, () => limiter.consume('e', 3)));
		expect(replies.slice(0, 3)).toEqual(Array(3).fill({ retryAfterMs: 0 }));
		for (const { retryAfterMs } of replies.slice(3)) {
			expect(retryAfterMs).toBeGreaterThan(0);
			expect(retryAfterMs).toBeLessThanOrEqual(1_000);
		}
	});

	it('counts each endpoint for itself', async () => {
		const limiter = perProcessRateLimiter();
		await limiter.consume('e', 1);
		expect(await limiter.consume('f', 1)).toEqual({ retryAfterMs: 0 });
	});

	it('has no limit at 0', async () => {
		const limiter = perProcessRateLimiter();
		const replies = await Promise.all(Array.from({ length: 50 }, () => limiter.consume('e', 0)));
		expect(replies.every(({ retryAfterMs }) => retryAfterMs === 0)).toBe(true);
	});
});

describe('sharedRateLimiter', () => {
	it('asks Redis no more once a window is used up', async () => {
		let asked = 0;
		const limiter = sharedRateLimiter({ eval: async () => [++asked, 900] }, 'bull:rate');
		for (let request = 0; request < 10; request++) await limiter.consume('e', 2);
		expect(asked).toBe(3);
		expect((await limiter.consume('e', 2)).retryAfterMs).toBeGreaterThan(0);
	});

	it('passes on that the store is down', async () => {
		const down = new StoreError('Redis cannot be reached.', { code: 'STORE_UNAVAILABLE' });
		const limiter = sharedRateLimiter({ eval: () => Promise.reject(down) }, 'bull:rate');
		await expect(limiter.consume('e', 2)).rejects.toBe(down);
	});
});
