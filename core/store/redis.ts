/** The store of several processes: deduplication, samples and the rate limit in one Redis. */
import type { Clock } from '../clock';
import { sharedRateLimiter } from './rate-limiter';
import { defaultRedisLimits, RedisConnection, type RedisLimits } from './redis-connection';
import { redisEventDefinitions } from './redis-event-definitions';
import { redisRequestLog } from './redis-log';
import { redisRecords } from './redis-records';
import { ALREADY_ACCEPTED, TAKEN } from './redis-scripts';
import { describeRedis, type RedisSettings } from './redis-settings';
import { type IncomingStore, type Sample, StoreError } from './store';
import { newToken } from './token';

/**
 * Opens no connection before the first call. See `RedisConnection` for timeouts and recovery.
 * @param clock measures outages only, so a monotonic one serves best; windows and leases follow the clock of Redis
 */
export function createRedisStore(
	settings: RedisSettings,
	clock: Clock,
	limits: RedisLimits = defaultRedisLimits,
): IncomingStore {
	const connection = new RedisConnection(settings, clock, limits);
	const key = (...parts: string[]) => [settings.prefix, 'synerise', ...parts].join(':');
	const hashKey = (endpoint: string, hash: string) => key('dedup', endpoint, hash);
	const limiter = sharedRateLimiter(
		{ eval: (script, options) => connection.run((redis) => redis.eval(script, options)) },
		key('rate'),
	);
	return {
		async claim(endpoint, hash, times) {
			const token = newToken();
			const place = hashKey(endpoint, hash);
			const reply = await connection.run(
				(redis) => redis.takeHash(place, token, times),
				// Nobody waits for a claim that came too late: give it back, so that a retry gets in.
				async (late, redis) => late === TAKEN && (await redis.releaseHash(place, token)),
			);
			if (reply === TAKEN) return { outcome: 'claimed', token };
			if (reply === ALREADY_ACCEPTED) return { outcome: 'duplicate' };
			return { outcome: 'inFlight', leaseMs: reply };
		},
		async extend(endpoint, hash, token, { leaseMs }) {
			const place = hashKey(endpoint, hash);
			return (await connection.run((redis) => redis.extendHash(place, token, leaseMs))) === 1;
		},
		async confirm(endpoint, hash, token, { windowMs }) {
			const place = hashKey(endpoint, hash);
			return (await connection.run((redis) => redis.confirmHash(place, token, windowMs))) === 1;
		},
		async release(endpoint, hash, token) {
			await connection.run((redis) => redis.releaseHash(hashKey(endpoint, hash), token));
		},
		...redisRecords(connection, hashKey),
		...redisRequestLog((send) => connection.run(send), key),
		events: redisEventDefinitions((send) => connection.run(send), key),
		async save(sampleKey, sample) {
			const json = JSON.stringify(sample);
			await connection.run((redis) => redis.set(key('sample', sampleKey), json));
		},
		async load(sampleKey) {
			const json = await connection.run((redis) => redis.get(key('sample', sampleKey)));
			return json === null ? undefined : parseSample(json);
		},
		consume: limiter.consume,
		giveBack: limiter.giveBack,
		async check() {
			const place = key('check', newToken());
			const expiry = { expiration: { type: 'PX', value: limits.commandTimeoutMs } } as const;
			const found = await connection.run(async (redis) => {
				await redis.set(place, 'written', expiry);
				return await redis.get(place);
			});
			if (found === 'written') return;
			throw new StoreError(`${describeRedis(settings)} did not keep what was written to it.`, {
				code: 'STORE_REFUSED',
				hint: 'Point n8n to the master of this Redis.',
			});
		},
		// Redis itself says what it lost, in its own log.
		damagedAt: () => undefined,
		close: () => connection.close(),
	};
}

/** What another version of this package saved and this one cannot read counts as no sample. */
function parseSample(json: string): Sample | undefined {
	try {
		const sample: unknown = JSON.parse(json);
		const isSample = typeof sample === 'object' && sample !== null && 'parameters' in sample;
		return isSample ? (sample as Sample) : undefined;
	} catch {
		return undefined;
	}
}
