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
			throw new IntegrationError(
				'The store is set to Redis, but no Redis credential is selected.',
				{
					code: 'REDIS_CREDENTIAL_MISSING',
					field: 'deduplicationRedisApi',
					hint: 'Select a Deduplication Redis credential, or set the store to Automatic.',
				},
			);
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
	if (choice === 'redis') return undefined;
	if (isQueueMode(read)) return choice === 'sqlite' ? NOT_SHARED : undefined;
	// With its own data elsewhere, n8n often runs in a container without a volume.
	return choice === 'automatic' && read('DB_TYPE') === 'postgresdb'
		? NOT_IN_THE_DATABASE
		: undefined;
}

const NOT_SHARED =
	'The deduplication store is SQLite, but this n8n runs in queue mode: processes on other machines do not ' +
	'share the file, so a repeated request can run twice. Set the store to Automatic or Redis.';

const NOT_IN_THE_DATABASE =
	"This n8n keeps its data in PostgreSQL, but deduplication keeps its window in a SQLite file in n8n's data folder. " +
	'In a container without a volume for that folder the window is lost at each restart, and a repeated request runs ' +
	'again. Mount a volume, or set the store to Redis. With a volume, set the store to SQLite to end this warning.';
