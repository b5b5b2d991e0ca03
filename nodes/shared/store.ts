import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

import { LRUCache } from 'lru-cache';
import { LoggerProxy } from 'n8n-workflow';

import { monotonicClock, systemClock } from '../../core/clock';
import {
	chooseStore,
	storeWarning,
	type StoreChoice,
	type StorePlace,
} from '../../core/store/choose';
import { perProcessRateLimiter } from '../../core/store/rate-limiter';
import { createRedisStore } from '../../core/store/redis';
import { n8nSettingReader, type RedisCredential } from '../../core/store/redis-settings';
import { SqliteStore } from '../../core/store/sqlite';
import type { IncomingStore } from '../../core/store/store';
import { systemTimers } from '../../core/timers';

/** Next to n8n's own database, so that anyone who backs up the one has the other. */
const SQLITE_FILE = 'synerise-integrations.sqlite';

/** Begins the line that tells of a store that had to begin again; operators search for it. */
const STORE_EVENT = 'synerise.incoming.store';

/** More than any real n8n uses at a time: a store falls out only after its credential was edited often. */
const MAX_OPEN_STORES = 50;

/** One store, and so one connection, for each place and process. */
const openStores = new LRUCache<string, IncomingStore>({
	max: MAX_OPEN_STORES,
	dispose: (store) => void store.close(),
});

const readSetting = n8nSettingReader(process.env, (file) => readFileSync(file, 'utf8'));

/** The folder of n8n's own data, by n8n's own rule. */
const n8nFolder = () => path.join(process.env.N8N_USER_FOLDER ?? homedir(), '.n8n');

/**
 * The store of an endpoint. Opens nothing yet.
 * @param credential the fields of `deduplicationRedisApi`, for the choice `redis`
 * @throws {IntegrationError} when the choice cannot be followed; names the field
 */
export function storeFor(choice: StoreChoice, credential?: RedisCredential): IncomingStore {
	const place = chooseStore(choice, readSetting, credential);
	const key = JSON.stringify(place);
	const known = openStores.get(key);
	if (known) return known;
	const store = create(place);
	openStores.set(key, store);
	return store;
}

const create = (place: StorePlace): IncomingStore =>
	place.kind === 'redis'
		? createRedisStore(place.settings, monotonicClock)
		: new SqliteStore(path.join(n8nFolder(), SQLITE_FILE), {
				clock: systemClock,
				monotonic: monotonicClock,
				timers: systemTimers,
				limiter: perProcessRateLimiter(),
				onDamage: (message) => LoggerProxy.error(`${STORE_EVENT} ${message}`),
			});

/** What to tell the user of this choice when the workflow is published, if anything. */
export const warningFor = (choice: StoreChoice): string | undefined =>
	storeWarning(choice, readSetting);
