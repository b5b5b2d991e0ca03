import { randomUUID } from 'node:crypto';
import type { IAllExecuteFunctions } from 'n8n-workflow';

import { monotonicClock, systemClock } from '../../core/clock';
import type { IncomingServices } from '../../core/incoming/exchange';
import { RefusalLog } from '../../core/incoming/refusal-log';
import { RequestRecorder } from '../../core/incoming/request-recorder';
import type { StoreChoice } from '../../core/store/choose';
import type { RedisCredential } from '../../core/store/redis-settings';
import type { IncomingStore } from '../../core/store/store';
import { systemTimers } from '../../core/timers';
import { storeFor } from '../shared/store';

/** One for the process, so that its lines are counted over all endpoints. */
export const refusalLog = new RefusalLog(monotonicClock, systemTimers);

/** One for the process, so that its memory is bounded over all endpoints. */
export const requestRecorder = new RequestRecorder(monotonicClock, systemTimers);

/** @throws {IntegrationError} when the selected store is unavailable */
export async function openStore(
	context: Pick<IAllExecuteFunctions, 'getCredentials'>,
	choice: StoreChoice = 'automatic',
): Promise<IncomingStore> {
	if (choice !== 'redis') return storeFor(choice);
	const credential = await context.getCredentials<RedisCredential>('deduplicationRedisApi');
	return storeFor(choice, credential);
}

export const servicesWith = (store: IncomingStore): IncomingServices => ({
	store,
	clock: systemClock,
	monotonic: monotonicClock,
	timers: systemTimers,
	newId: randomUUID,
});
