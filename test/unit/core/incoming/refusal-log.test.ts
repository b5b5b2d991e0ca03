import { REFUSAL_EVENT, RefusalLog, type LogSink } from '../../../../core/incoming/refusal-log';

let now: number;
let waiting: Array<{ at: number; task: () => void }>;
let lines: Array<{ level: string; message: string } & Record<string, unknown>>;
let log: RefusalLog;

const write = (level: string) => (message: string, fields: object) =>
	void lines.push({ level, message, ...fields });
const sink: LogSink = { debug: write('debug'), warn: write('warn'), error: write('error') };

const malformed = {
	reason: 'malformed',
	status: 400,
	endpointId: 'e',
	workflowId: 'w',
	detail: 'not JSON',
};

/** Moves the clock, running what falls due on the way. */
function pass(milliseconds: number): void {
	const end = now + milliseconds;
	for (;;) {
		const [next] = waiting.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
		if (!next) break;
		waiting.splice(waiting.indexOf(next), 1);
		now = next.at;
		next.task();
	}
	now = end;
}

beforeEach(() => {
	now = 0;
	waiting = [];
	lines = [];
	const after = (milliseconds: number, task: () => void) => {
		waiting.push({ at: now + milliseconds, task });
		return () => undefined;
	};
	log = new RefusalLog({ now: () => now }, { after });
});

it('writes the first of a kind at once', () => {
	log.record(malformed, sink);
	const fields = { ...malformed, count: 1, seconds: 0 };
	expect(lines).toEqual([{ level: 'warn', message: expect.any(String), ...fields }]);
});

it('says everything in the message too, for logs without fields', () => {
	log.record({ ...malformed, workflowId: undefined, detail: 'Redis cannot be reached.' }, sink);
	expect(lines[0]?.message).toBe(
		`${REFUSAL_EVENT} reason=malformed status=400 endpointId=e detail="Redis cannot be reached." count=1 seconds=0`,
	);
});

it('counts repeats and writes one line a minute', () => {
	for (let second = 0; second < 120; second++) {
		log.record(malformed, sink);
		pass(1_000);
	}
	pass(60_000);
	expect(lines.map(({ count }) => count)).toEqual([1, 59, 60]);
	expect(lines[1]).toMatchObject({ seconds: 60 });
});

it('is ready to write at once again after a quiet minute', () => {
	log.record(malformed, sink);
	pass(61_000);
	log.record(malformed, sink);
	expect(lines.map(({ count }) => count)).toEqual([1, 1]);
	pass(600_000);
	expect(lines).toHaveLength(2);
	expect(waiting).toHaveLength(0);
});

it('keeps reasons and endpoints apart', () => {
	log.record(malformed, sink);
	log.record({ ...malformed, endpointId: 'f' }, sink);
	log.record({ ...malformed, reason: 'unauthorized', status: 401 }, sink);
	expect(lines).toHaveLength(3);
});

it('names the address that was last seen, and takes others for the same cause', () => {
	const refused = { ...malformed, reason: 'address', status: 403 };
	log.record({ ...refused, address: '192.0.2.1' }, sink);
	log.record({ ...refused, address: '2001:db8::a' }, sink);
	log.record({ ...refused, address: '2001:db8::b' }, sink);
	expect(lines).toMatchObject([{ address: '192.0.2.1', count: 1 }]);
	pass(60_000);
	expect(lines[1]).toMatchObject({ address: '2001:db8::b', count: 2 });
});

it.each([
	[204, 'debug'],
	[429, 'warn'],
	[503, 'error'],
])('writes a reply of %d as %s', (status, level) => {
	log.record({ ...malformed, status }, sink);
	expect(lines[0]?.level).toBe(level);
});

it('writes each cause at once, whatever numbers it names, and lets further causes share a line', () => {
	const causes = ['token expired 10 s ago', 'token expired 20 s ago', 'signature does not match'];
	for (const detail of causes) log.record({ ...malformed, detail }, sink);
	expect(lines.map(({ detail }) => detail)).toEqual([causes[0], causes[2]]);
	const letters = [...'abcdefghijklmnopqrstuvwxyz'];
	for (const letter of letters) log.record({ ...malformed, detail: `fault ${letter}` }, sink);
	expect(lines).toHaveLength(21);
	pass(120_000);
	lines = [];
	log.record({ ...malformed, detail: 'a new fault' }, sink);
	expect(lines).toMatchObject([{ detail: 'a new fault', count: 1 }]);
});
