/** What is on record in Redis, to look up and to forget. */
import type { KeyCursor } from './redis-client';
import type { RedisConnection } from './redis-connection';
import type { DeduplicationStore } from './store';

/** @param hashKey the key of a hash of an endpoint; that of the hash '' begins the keys of all of them */
export const redisRecords = (
	connection: RedisConnection,
	hashKey: (endpoint: string, hash: string) => string,
): Pick<DeduplicationStore, 'lookUp' | 'forget' | 'forgetAll'> => ({
	async lookUp(endpoint, hash) {
		const held = await connection.run((redis) => redis.get(hashKey(endpoint, hash)));
		const accepted = /^(\d+):/.exec(held ?? '');
		return accepted ? Number(accepted[1]) : undefined;
	},
	async forget(endpoint, hash) {
		return (await connection.run((redis) => redis.forgetHash(hashKey(endpoint, hash)))) === 1;
	},
	async forgetAll(endpoint) {
		const pattern = hashKey(endpoint, '').replace(/[*?[\]\\^-]/g, '\\$&') + '*';
		let count = 0;
		let from: KeyCursor | undefined = { server: 0, cursor: '0' };
		while (from) {
			const place: KeyCursor = from;
			const { keys, next } = await connection.run((redis) => redis.searchKeys(pattern, place));
			for (const key of keys) count += await connection.run((redis) => redis.forgetHash(key));
			from = next;
		}
		return count;
	},
});
