import type { ServerResponse } from 'node:http';

import type { Clock } from '../clock';
import { StoreError } from '../store/store';
import type { Claimed } from './claims';
import { holdReply, send } from './hold-reply';
import { unavailable } from './outcome';
import { ok, type Reply } from './replies';

export interface AcceptServices {
	clock: Clock;
	/** Told when an accepted execution could not be put on record. */
	onError(error: Error): void;
}

/** An accepted request that waits for its reply. */
export interface Accepted {
	response: ServerResponse;
	claim?: Claimed | undefined;
	/** In place of 200 `OK`. */
	reply?: Reply | undefined;
	/** Of what the host stored, once it has told. */
	executionId?: string | undefined;
}

/** The host replies with the ID of the execution, or with `OK` where it does not know it yet. */
const executionIdIn = (body: string): string | undefined =>
	body !== 'OK' && /^[\w-]{1,64}$/.test(body) ? body : undefined;

/**
 * Ties a claim to the host's response: 200, or `reply` in its place, is sent only once the accept is on record, anything
 * else gives the hash back. When the record fails although the execution is stored, the sender gets 503: its retry may then run a
 * second time, but no accept is ever forgotten silently.
 */
export function settleWithReply(accepted: Accepted, services: AcceptServices): void {
	holdReply(accepted.response, async (isStored, body) => {
		if (isStored) {
			accepted.executionId = executionIdIn(body);
			return await replyToStored(accepted, services);
		}
		await accepted.claim?.release();
		return undefined;
	});
}

/**
 * Ties several requests to the host's answer to the first of them, whose execution is that of all: each gets its own
 * reply once its own accept is on record, and 503 when the execution is not stored.
 * @param onStored called as soon as it is known whether the execution is stored
 */
export function settleTogether(
	[leader, ...followers]: [Accepted, ...Accepted[]],
	onStored: () => void,
	services: AcceptServices,
): void {
	const settle = async (member: Accepted, isStored: boolean) => {
		if (isStored) return await replyToStored(member, services);
		await member.claim?.release();
		return unavailable('n8n did not store the execution', services.clock.now()).reply;
	};
	holdReply(leader.response, async (isStored, body) => {
		onStored();
		if (isStored) leader.executionId = executionIdIn(body);
		for (const follower of followers) {
			const { response } = follower;
			follower.executionId = leader.executionId;
			settle(follower, isStored).then(
				(reply) => send(response, reply),
				(error: Error) => response.destroy(error),
			);
		}
		return await settle(leader, isStored);
	});
}

/** @returns what the sender gets in place of the host's answer */
async function replyToStored(
	{ claim, reply }: Accepted,
	{ clock, onError }: AcceptServices,
): Promise<Reply> {
	try {
		const isOnRecord = (await claim?.confirm()) ?? true;
		if (!isOnRecord) onError(new Error('The lease of an accepted request was lost to another'));
		return reply ?? ok();
	} catch (error) {
		onError(error instanceof StoreError ? error : new Error('Cannot confirm', { cause: error }));
		return unavailable(error, clock.now()).reply;
	}
}
