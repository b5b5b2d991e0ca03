import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { monotonicClock } from '../../core/clock';
import { IntegrationError } from '../../core/errors';
import { createRedisStore } from '../../core/store/redis';
import { type RedisCredential, redisSettingsOfCredential } from '../../core/store/redis-settings';

/** The test button of `deduplicationRedisApi`: writes and reads a key that expires at once. */
export async function deduplicationRedisTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	try {
		const settings = redisSettingsOfCredential((credential.data ?? {}) as RedisCredential);
		const store = createRedisStore(settings, monotonicClock);
		try {
			await store.check();
		} finally {
			await store.close();
		}
		return { status: 'OK', message: 'Connected: Redis keeps what is written to it.' };
	} catch (error) {
		const hint = error instanceof IntegrationError ? error.hint : undefined;
		return { status: 'Error', message: [(error as Error).message, hint].filter(Boolean).join(' ') };
	}
}
