/** The last step of an accepted request: it becomes an item, alone or together with others, which n8n stores before it replies. */
import type {
	IBinaryKeyData,
	IDataObject,
	INodeExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

import { systemClock } from '../../core/clock';
import {
	settleTogether,
	settleWithReply,
	type Accepted,
	type AcceptServices,
} from '../../core/incoming/accept';
import { senderGone } from '../../core/incoming/checks';
import {
	GroupCommit,
	type CollectLimits,
	type GroupMember,
} from '../../core/incoming/group-commit';
import type { Acceptance, Refusal } from '../../core/incoming/outcome';
import { systemTimers } from '../../core/timers';
import { groupKeyOf } from './collect';

/** An accepted request on its way into an execution; knows the ID of that once n8n has stored it. */
export interface Member extends Acceptance, Accepted, GroupMember {
	binary?: IBinaryKeyData | undefined;
}

/** n8n stores nothing for this request by itself; its reply is written when the execution of its group is stored. */
const FOLLOWS: IWebhookResponseData = { noWebhookResponse: true };

/** Groups of one process: each n8n process that takes requests has its own. */
const groups = new GroupCommit<Member>(systemTimers);

/**
 * @returns what n8n is to store, with the replies tied to it
 */
export async function accept(
	context: IWebhookFunctions,
	member: Member,
	limits: CollectLimits,
): Promise<IWebhookResponseData | Refusal> {
	const mayMeetOthers = limits.requests > 1 && context.getMode() !== 'manual';
	const key = mayMeetOthers ? groupKeyOf(context) : undefined;
	if (key === undefined) return acceptAlone(context, member);
	const turn = await groups.join(key, member, limits);
	if (turn.role === 'follows') return FOLLOWS;
	if (turn.role === 'leads') return acceptTogether(context, turn.members, turn.stored);
	await member.claim?.release();
	return senderGone(systemClock.now());
}

function acceptAlone(context: IWebhookFunctions, member: Member): IWebhookResponseData {
	settleWithReply(member, servicesFor(context));
	return toStore([member]);
}

/** @param members with the one that leads first, whose response n8n writes */
function acceptTogether(
	context: IWebhookFunctions,
	members: Member[],
	stored: () => void,
): IWebhookResponseData {
	settleTogether(members as [Member, ...Member[]], stored, servicesFor(context));
	return toStore(members);
}

const toStore = (members: Member[]): IWebhookResponseData => ({
	workflowData: [
		members.map(({ item, binary }, index): INodeExecutionData => {
			const json = item as unknown as IDataObject;
			return { json, ...(binary && { binary }), pairedItem: { item: index } };
		}),
	],
});

/** @param arrivedAt milliseconds by the monotonic clock */
export function memberOf(
	context: IWebhookFunctions,
	acceptance: Acceptance,
	{ binary, arrivedAt }: { binary: IBinaryKeyData | undefined; arrivedAt: number },
): Member {
	const request = context.getRequestObject();
	return {
		...acceptance,
		binary,
		arrivedAt,
		response: context.getResponseObject(),
		bytes: request.rawBody?.length ?? 0,
		isGone: () => request.socket.destroyed,
	};
}

const servicesFor = (context: IWebhookFunctions): AcceptServices => ({
	clock: systemClock,
	onError: (error) =>
		context.logger.error('An accepted request could not be put on record', {
			error: error.message,
		}),
});
