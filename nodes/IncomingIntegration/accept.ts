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

interface Member extends Accepted, GroupMember {
	item: INodeExecutionData;
}

export interface AcceptedRequest extends Acceptance {
	binary?: IBinaryKeyData | undefined;
	/** Milliseconds by the monotonic clock. */
	arrivedAt: number;
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
	request: AcceptedRequest,
	limits: CollectLimits,
): Promise<IWebhookResponseData | Refusal> {
	const member = memberOf(context, request);
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
	member.response.setHeader('Content-Type', 'text/plain; charset=utf-8');
	if (member.claim || member.reply) settleWithReply(member, servicesFor(context));
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
	workflowData: [members.map(({ item }, index) => ({ ...item, pairedItem: { item: index } }))],
});

function memberOf(
	context: IWebhookFunctions,
	{ item, binary, claim, reply, arrivedAt }: AcceptedRequest,
): Member {
	const request = context.getRequestObject();
	const json = item as unknown as IDataObject;
	return {
		item: binary ? { json, binary } : { json },
		response: context.getResponseObject(),
		claim,
		reply,
		arrivedAt,
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
