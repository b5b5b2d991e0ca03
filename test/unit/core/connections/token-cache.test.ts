import { cacheKey, TokenCache, type Fetched } from '../../../../core/connections/token-cache';
import { TestClock } from '../../../fixtures/connection-requests';

/** Counts fetches and gives `token 1`, `token 2`, … each living this long. */
function issuer(clock: TestClock, lifetimeSeconds: number) {
	const issued: string[] = [];
	return {
		issued,
		fetch: async (): Promise<Fetched<string>> => {
			const value = `token ${issued.length + 1}`;
			issued.push(value);
			return { value, expiresAt: clock.now() + lifetimeSeconds * 1000, secrets: [value] };
		},
	};
}

describe('TokenCache', () => {
	const clock = new TestClock();

	it('fetches once for any number of concurrent callers', async () => {
		const cache = new TokenCache<string>();
		const { fetch, issued } = issuer(clock, 60);
		const values = await Promise.all(
			Array.from({ length: 500 }, () => cache.get('key', fetch, { clock })),
		);
		expect(new Set(values)).toEqual(new Set(['token 1']));
		expect(issued).toHaveLength(1);
	});

	it('renews a tenth of the lifetime early, at most 30 seconds', async () => {
		const own = new TestClock();
		const cache = new TokenCache<string>();
		const short = issuer(own, 60);
		await cache.get('short', short.fetch, { clock: own });
		const long = issuer(own, 3600);
		await cache.get('long', long.fetch, { clock: own });
		own.advanceSeconds(53.9);
		expect(await cache.get('short', short.fetch, { clock: own })).toBe('token 1');
		own.advanceSeconds(0.1);
		expect(await cache.get('short', short.fetch, { clock: own })).toBe('token 2');
		own.advanceSeconds(3600 - 54 - 30.1);
		expect(await cache.get('long', long.fetch, { clock: own })).toBe('token 1');
		own.advanceSeconds(0.1);
		expect(await cache.get('long', long.fetch, { clock: own })).toBe('token 2');
	});

	it('counts the lifetime from before the fetch', async () => {
		const own = new TestClock();
		const cache = new TokenCache<string>();
		const { fetch, issued } = issuer(own, 0);
		const slow = async () => {
			const fetched = { ...(await fetch()), expiresAt: own.now() + 10_000 };
			own.advanceSeconds(9.5);
			return fetched;
		};
		await cache.get('key', slow, { clock: own });
		await cache.get('key', slow, { clock: own });
		expect(issued).toHaveLength(2);
	});

	it('gives an expired value to those who wait for it and keeps nothing', async () => {
		const cache = new TokenCache<string>();
		const { fetch } = issuer(clock, 0);
		const pair = await Promise.all([1, 2].map(() => cache.get('key', fetch, { clock })));
		expect(pair).toEqual(['token 1', 'token 1']);
		expect(await cache.get('key', fetch, { clock })).toBe('token 2');
	});

	it('tells every waiting caller of a failure and keeps nothing of it', async () => {
		const cache = new TokenCache<string>();
		const { fetch } = issuer(clock, 60);
		let attempts = 0;
		const flaky = () => (++attempts === 1 ? Promise.reject(new Error('refused')) : fetch());
		const first = await Promise.allSettled([1, 2].map(() => cache.get('key', flaky, { clock })));
		expect(first.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
		expect(await cache.get('key', flaky, { clock })).toBe('token 1');
		expect(attempts).toBe(2);
	});

	it('lets one caller give up without failing the others', async () => {
		const cache = new TokenCache<string>();
		let resolve: (fetched: Fetched<string>) => void = () => undefined;
		const promise = new Promise<Fetched<string>>((done) => (resolve = done));
		const leaving = new AbortController();
		const left = cache.get('key', () => promise, { clock, signal: leaving.signal });
		const stayed = cache.get('key', () => promise, { clock });
		leaving.abort(new Error('cancelled'));
		await expect(left).rejects.toThrow('cancelled');
		resolve({ value: 'token', expiresAt: clock.now() + 60_000, secrets: [] });
		expect(await stayed).toBe('token');
	});

	it('drops the rejected value once and keeps a newer one', async () => {
		const cache = new TokenCache<string>();
		const { fetch } = issuer(clock, 60);
		await cache.get('key', fetch, { clock });
		const reject = () => cache.drop('key', (value) => value === 'token 1');
		expect(reject()).toBe(true);
		expect(await cache.get('key', fetch, { clock })).toBe('token 2');
		expect(reject()).toBe(true);
		expect(await cache.get('key', fetch, { clock })).toBe('token 2');
	});

	it('has nothing to drop when nothing was kept', () => {
		expect(new TokenCache<string>().drop('key')).toBe(false);
	});

	it('joins a fetch under way instead of dropping', async () => {
		const cache = new TokenCache<string>();
		const { fetch, issued } = issuer(clock, 60);
		const pending = cache.get('key', fetch, { clock });
		expect(cache.drop('key')).toBe(true);
		expect(await pending).toBe('token 1');
		expect(await cache.get('key', fetch, { clock })).toBe('token 1');
		expect(issued).toHaveLength(1);
	});

	it('forgets the key unused for longest beyond its bound', async () => {
		const cache = new TokenCache<string>({ maxEntries: 2 });
		const { fetch, issued } = issuer(clock, 60);
		for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await cache.get(key, fetch, { clock });
		expect(issued).toHaveLength(4);
	});

	it('remembers the secrets of values replaced within 15 minutes', async () => {
		const own = new TestClock();
		const cache = new TokenCache<string>();
		const { fetch } = issuer(own, 3600);
		const renew = async () => {
			cache.drop('key');
			await cache.get('key', fetch, { clock: own });
		};
		await renew();
		own.advanceSeconds(3000);
		await renew();
		expect(cache.secrets('key')).toEqual(['token 2', 'token 1']);
		own.advanceSeconds(899);
		await renew();
		expect(cache.secrets('key')).toEqual(['token 3', 'token 2', 'token 1']);
		own.advanceSeconds(1);
		await renew();
		expect(cache.secrets('key')).toEqual(['token 4', 'token 3', 'token 2']);
		expect(cache.secrets('other')).toEqual([]);
	});

	it('remembers the secrets of many values that were not kept', async () => {
		const cache = new TokenCache<string>();
		const { fetch } = issuer(clock, 0);
		for (let item = 0; item < 150; item++) await cache.get('key', fetch, { clock });
		const secrets = cache.secrets('key');
		expect(secrets).toHaveLength(100);
		expect(secrets[0]).toBe('token 150');
	});
});

describe('cacheKey', () => {
	const credential = { login: 'a', rows: { rows: [{ name: 'x', value: '1' }] } };

	it('depends on the content and not on the order of fields', () => {
		expect(cacheKey('m', { rows: credential.rows, login: 'a' })).toBe(cacheKey('m', credential));
	});

	it.each([
		['another method', cacheKey('n', credential)],
		['another value', cacheKey('m', { ...credential, login: 'b' })],
		['another row', cacheKey('m', { ...credential, rows: { rows: [] } })],
		['another field', cacheKey('m', { ...credential, ttl: 5 })],
	])('changes with %s', (_what, key) => {
		expect(key).not.toBe(cacheKey('m', credential));
	});

	it('holds nothing of the content', () => {
		expect(cacheKey('m', { secret: 'x' })).toMatch(/^[0-9a-f]{64}$/);
	});
});
