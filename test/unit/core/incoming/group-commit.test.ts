import {
	GroupCommit,
	type CollectLimits,
	type GroupMember,
	type Turn,
} from '../../../../core/incoming/group-commit';
import { ManualTime } from '../../../fixtures/manual-time';

interface Named extends GroupMember {
	name: string;
}

const LIMITS: CollectLimits = { requests: 100, collectMs: 0 };
const MEBIBYTE = 1024 * 1024;

let time: ManualTime;
let groups: GroupCommit<Named>;
/** What each member was told, by its name. */
let turns: Map<string, Turn<Named>>;
let gone: Set<string>;
let arrivals: number;

beforeEach(() => {
	time = new ManualTime();
	groups = new GroupCommit(time);
	turns = new Map();
	gone = new Set();
	arrivals = 0;
});

const join = (
	name: string,
	{ key = 'endpoint', bytes = 10, arrivedAt = arrivals++, ...limits } = {} as {
		key?: string;
		bytes?: number;
		arrivedAt?: number;
	} & Partial<CollectLimits>,
) => {
	const member = { name, bytes, arrivedAt, isGone: () => gone.has(name) };
	void groups.join(key, member, { ...LIMITS, ...limits }).then((turn) => turns.set(name, turn));
	return settle();
};

const settle = () => new Promise(setImmediate);

/** The groups so far, each by its members in their order; the first in brackets leads. */
const led = () =>
	[...turns].flatMap(([name, turn]) =>
		turn.role === 'leads'
			? [`${name}: ${turn.members.map((member) => member.name).join(' ')}`]
			: [],
	);
const roleOf = (name: string) => turns.get(name)?.role;
const stored = async (name: string) => {
	const turn = turns.get(name);
	if (turn?.role !== 'leads') throw new Error(`${name} does not lead`);
	turn.stored();
	await settle();
};

it('lets a request of an idle endpoint go at once, and plans nothing', async () => {
	await join('a');
	expect(led()).toEqual(['a: a']);
	expect(time.plans).toBe(0);
});

it('gathers what comes while an execution is being stored, in the order of arrival', async () => {
	await join('a');
	await join('c', { arrivedAt: 3 });
	await join('b', { arrivedAt: 2 });
	await join('d', { arrivedAt: 4 });
	expect(led()).toEqual(['a: a']);
	await stored('a');
	expect(led()).toEqual(['a: a', 'b: b c d']);
	expect([roleOf('c'), roleOf('d')]).toEqual(['follows', 'follows']);
});

it('goes on from group to group, and remembers nothing once all are stored', async () => {
	await join('a');
	await join('b');
	await stored('a');
	await join('c');
	await stored('b');
	expect(led()).toEqual(['a: a', 'b: b', 'c: c']);
	expect(groups.size).toBe(1);
	await stored('c');
	expect([groups.size, time.plans]).toEqual([0, 0]);
});

it('waits for more as long as it is told to', async () => {
	await join('a', { collectMs: 200 });
	await time.advance(150);
	await join('b', { collectMs: 200 });
	expect(led()).toEqual([]);
	await time.advance(50);
	expect(led()).toEqual(['a: a b']);
});

it('waits for the execution before it, too, when that takes longer', async () => {
	await join('a', { collectMs: 100 });
	await time.advance(100);
	await join('b', { collectMs: 100 });
	await time.advance(1_000);
	await join('c', { collectMs: 100 });
	expect(led()).toEqual(['a: a']);
	await stored('a');
	expect(led()).toEqual(['a: a', 'b: b c']);
});

it('waits its time out when the execution before it is stored earlier', async () => {
	await join('a', { collectMs: 100 });
	await time.advance(100);
	await join('b', { collectMs: 100 });
	await stored('a');
	expect(led()).toEqual(['a: a']);
	await time.advance(100);
	expect(led()).toEqual(['a: a', 'b: b']);
});

it('does not wait for ever for an execution that is not stored', async () => {
	await join('a');
	await join('b');
	await time.advance(4_999);
	expect(led()).toEqual(['a: a']);
	await time.advance(1);
	expect(led()).toEqual(['a: a', 'b: b']);
	await join('c');
	await stored('b');
	expect(led()).toHaveLength(2);
	await stored('a');
	expect(led()).toEqual(['a: a', 'b: b', 'c: c']);
});

it('goes when it is full, whatever is being stored', async () => {
	await join('a', { requests: 3 });
	for (const name of ['b', 'c', 'd', 'e']) await join(name, { requests: 3 });
	expect(led()).toEqual(['a: a', 'b: b c d']);
	await stored('b');
	expect(led()).toHaveLength(2);
	await stored('a');
	expect(led()).toEqual(['a: a', 'b: b c d', 'e: e']);
});

it('holds 16 MiB of bodies, and a larger request goes alone', async () => {
	await join('a');
	await join('b', { bytes: 10 * MEBIBYTE });
	await join('c', { bytes: 6 * MEBIBYTE });
	expect(led()).toEqual(['a: a', 'b: b c']);
	await join('d', { bytes: 10 * MEBIBYTE });
	await join('e', { bytes: 7 * MEBIBYTE });
	expect(led()).toEqual(['a: a', 'b: b c', 'd: d']);
	await join('f', { bytes: 20 * MEBIBYTE });
	expect(led()).toEqual(['a: a', 'b: b c', 'd: d', 'e: e', 'f: f']);
});

it('keeps what must not meet apart', async () => {
	await join('a');
	await join('b', { key: 'other' });
	expect(led()).toEqual(['a: a', 'b: b']);
	await join('c');
	await join('d', { key: 'other' });
	await stored('a');
	expect(led()).toEqual(['a: a', 'b: b', 'c: c']);
});

it('lets another lead when the sender of the first has gone', async () => {
	await join('a', { collectMs: 100 });
	await join('b', { collectMs: 100 });
	await join('c', { collectMs: 100 });
	gone.add('a');
	await time.advance(100);
	expect(led()).toEqual(['b: b c']);
	expect([roleOf('a'), roleOf('c')]).toEqual(['gone', 'follows']);
});

it('stores nothing when all senders have gone, and goes on', async () => {
	await join('a', { collectMs: 100 });
	gone.add('a');
	await time.advance(100);
	expect([roleOf('a'), groups.size]).toEqual(['gone', 0]);
	await join('b');
	expect(led()).toEqual(['b: b']);
});

it('counts an execution once, however often it is told of it', async () => {
	await join('a', { requests: 1 });
	await join('b', { requests: 1 });
	await stored('a');
	await stored('a');
	await join('c');
	expect(led()).toEqual(['a: a', 'b: b']);
	await stored('b');
	expect(led()).toEqual(['a: a', 'b: b', 'c: c']);
});
