/**
 * Group commit, as databases do it: requests that are accepted while an execution is being stored wait for each other and
 * become the items of the next one. An idle endpoint stores each request at once, a busy one many with one execution.
 */
import type { Timers } from '../timers';

/** Of the bodies of one group. */
const MAX_GROUP_BYTES = 16 * 1024 * 1024;

/** A host that takes longer than this to store an execution does not hold up the next group. */
const WAIT_FOR_STORED_MS = 5_000;

export interface CollectLimits {
	/** Of one group. */
	requests: number;
	/** How long a group waits for more requests, milliseconds. */
	collectMs: number;
}

export interface GroupMember {
	/** Orders the members of a group, whenever they joined. */
	arrivedAt: number;
	/** Of the body. */
	bytes: number;
	/** Whether the sender hung up. */
	isGone(): boolean;
}

/** What a member is to do once its group is complete. */
export type Turn<M> =
	/** Store an execution for all `members`, in the order of their arrival, and call `stored` once it is known how that ended. */
	| { role: 'leads'; members: M[]; stored(): void }
	/** Wait: the one that leads replies for it. */
	| { role: 'follows' }
	/** Give up: its sender hung up before the group was complete, and will repeat the request. */
	| { role: 'gone' };

interface Group<M> {
	waiting: Array<{ member: M; begin(turn: Turn<M>): void }>;
	bytes: number;
	/** Whether `collectMs` have passed. */
	isDue: boolean;
	stopTimers(): void;
}

interface Queue<M> {
	/** Groups whose execution is being stored. */
	storing: number;
	open?: Group<M> | undefined;
}

export class GroupCommit<M extends GroupMember> {
	private readonly queues = new Map<string, Queue<M>>();

	constructor(private readonly timers: Timers) {}

	/** How many keys have requests under way. */
	get size(): number {
		return this.queues.size;
	}

	/** Resolves once the group is complete. @param key members with different keys never meet */
	join(key: string, member: M, limits: CollectLimits): Promise<Turn<M>> {
		const queue = this.queues.get(key) ?? { storing: 0 };
		this.queues.set(key, queue);
		if (queue.open && queue.open.bytes + member.bytes > MAX_GROUP_BYTES) this.complete(key, queue);
		const group = (queue.open ??= this.begin(key, queue, limits));
		group.bytes += member.bytes;
		const turn = new Promise<Turn<M>>((begin) => group.waiting.push({ member, begin }));
		const isFull = group.waiting.length >= limits.requests || group.bytes >= MAX_GROUP_BYTES;
		if (isFull || isReady(queue)) this.complete(key, queue);
		return turn;
	}

	private begin(key: string, queue: Queue<M>, { collectMs }: CollectLimits): Group<M> {
		const group: Group<M> = { waiting: [], bytes: 0, isDue: collectMs <= 0, stopTimers() {} };
		const completeIf = (isReadyNow: () => boolean) => {
			if (queue.open === group && isReadyNow()) this.complete(key, queue);
		};
		const due = () => {
			group.isDue = true;
			completeIf(() => isReady(queue));
		};
		const stops = [
			...(group.isDue ? [] : [this.timers.after(collectMs, due)]),
			...(queue.storing > 0
				? [this.timers.after(WAIT_FOR_STORED_MS, () => completeIf(() => true))]
				: []),
		];
		group.stopTimers = () => stops.forEach((stop) => stop());
		return group;
	}

	private complete(key: string, queue: Queue<M>): void {
		const { open } = queue;
		if (!open) return;
		queue.open = undefined;
		open.stopTimers();
		const present = open.waiting.filter(({ member, begin }) => {
			if (member.isGone()) begin({ role: 'gone' });
			return !member.isGone();
		});
		present.sort((one, other) => one.member.arrivedAt - other.member.arrivedAt);
		const [leader, ...followers] = present;
		if (!leader) return this.forgetIdle(key, queue);
		queue.storing++;
		const members = present.map(({ member }) => member);
		leader.begin({ role: 'leads', members, stored: this.once(key, queue) });
		for (const { begin } of followers) begin({ role: 'follows' });
	}

	private once(key: string, queue: Queue<M>): () => void {
		let isStored = false;
		return () => {
			if (isStored) return;
			isStored = true;
			queue.storing--;
			if (isReady(queue)) this.complete(key, queue);
			this.forgetIdle(key, queue);
		};
	}

	private forgetIdle(key: string, queue: Queue<M>): void {
		if (queue.storing === 0 && !queue.open) this.queues.delete(key);
	}
}

const isReady = <M>({ storing, open }: Queue<M>): boolean => storing === 0 && open?.isDue === true;
