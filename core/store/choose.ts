/** Which store an integration uses, from its setting and from how this n8n runs. */
import { IntegrationError } from '../errors';
import {
	isQueueMode,
	type ReadSetting,
	type RedisCredential,
	type RedisSettings,
	redisSettingsOfCredential,
	redisSettingsOfN8n,
} from './redis-settings';

/** The values of the parameter `deduplicationStore`. */
export type StoreChoice = 'automatic' | 'sqlite' | 'redis';

export type StorePlace = { kind: 'sqlite' } | { kind: 'redis'; settings: RedisSettings };

/**
 * `automatic` is the SQLite file on a single instance and, in queue mode, the Redis of n8n's own queue.
 * @param read this process's settings, see `n8nSettingReader`
 * @param credential the fields of `deduplicationRedisApi`, for `redis`
 * @throws {IntegrationError} `REDIS_CREDENTIAL_MISSING`, `REDIS_CREDENTIAL_INCOMPLETE`, `SETTING_FILE_UNREADABLE`
 */
export function chooseStore(
	choice: StoreChoice,
	read: ReadSetting,
	credential?: RedisCredential,
): StorePlace {
	if (choice === 'redis') {
		if (!credential) {
			throw new IntegrationError('The store is set to Redis, but no Redis credential is chosen.', {
				code: 'REDIS_CREDENTIAL_MISSING',
				field: 'deduplicationRedisApi',
				hint: 'Choose a Deduplication Redis credential, or set the store to Automatic.',
			});
		}
		const { prefix } = redisSettingsOfN8n(read);
		return { kind: 'redis', settings: redisSettingsOfCredential(credential, prefix) };
	}
	if (choice === 'automatic' && isQueueMode(read)) {
		return { kind: 'redis', settings: redisSettingsOfN8n(read) };
	}
	return { kind: 'sqlite' };
}

/** What to tell the user when the workflow is published, or `undefined` when the choice fits this n8n. */
export function storeWarning(choice: StoreChoice, read: ReadSetting): string | undefined {
	if (choice !== 'sqlite' || !isQueueMode(read)) return undefined;
	return (
		'The deduplication store is SQLite, but this n8n runs in queue mode: processes on other machines do not ' +
		'share the file, so a repeated request can run twice. Set the store to Automatic or Redis.'
	);
}
