import type { ServerResponse } from 'node:http';

import type { Clock } from '../clock';
import { StoreError } from '../store/store';
import type { Claimed } from './claims';
import { holdReply } from './hold-reply';
import { unavailable } from './outcome';
import type { Reply } from './replies';

export interface AcceptServices {
	clock: Clock;
	/** Told when an accepted execution could not be put on record. */
	onError(error: Error): void;
}

/**
 * Ties a claim to the host's answer: 200, or `reply` in its place, is sent only once the accept is on record, anything
 * else gives the hash back. When the record fails although the execution is stored, the sender gets 503: its retry may then run a
 * second time, but no accept is ever forgotten silently.
 */
export function settleWithReply(
	response: ServerResponse,
	{ claim, reply }: { claim?: Claimed | undefined; reply?: Reply | undefined },
	{ clock, onError }: AcceptServices,
): void {
	holdReply(response, async (isAccepted): Promise<Reply | undefined> => {
		if (!isAccepted) {
			await claim?.release();
			return undefined;
		}
		try {
			const isOnRecord = (await claim?.confirm()) ?? true;
			if (!isOnRecord) onError(new Error('The lease of an accepted request was lost to another'));
			return reply;
		} catch (error) {
			onError(error instanceof StoreError ? error : new Error('Cannot confirm', { cause: error }));
			return unavailable(error, clock.now()).reply;
		}
	});
}
