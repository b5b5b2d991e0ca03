import type { LogSink } from '../../../../core/incoming/refusal-log';
import {
	FURTHER_CAUSES,
	LOST_EVENT,
	RequestRecorder,
	type LogPlace,
} from '../../../../core/incoming/request-recorder';
import type { LogBatch, RequestLogStore } from '../../../../core/store/request-log';
import { logBatch, loggedRequest } from '../../../fixtures/logged-request';
import { ManualTime } from '../../../fixtures/manual-time';

let time: ManualTime;
let recorder: RequestRecorder;
let written: LogBatch[];
let isDown: boolean;
let lines: string[];

const store = {
	append: async (batch: LogBatch) => {
		if (isDown) throw new Error('Redis cannot be reached');
		written.push(batch);
	},
} as Partial<RequestLogStore> as RequestLogStore;
const sink: LogSink = { debug() {}, warn() {}, error: (message) => void lines.push(message) };
const place = (more: Partial<LogPlace> = {}): LogPlace => ({ ...logBatch([]), store, ...more });
const refuse = (cause: string, times = 1) => {
	for (let time_ = 0; time_ < times; time_++) {
		recorder.record(place(), loggedRequest({ outcome: 'refused', status: 401, cause }), sink);
	}
};
const accept = (requestId: string, where = place()) =>
	recorder.record(where, loggedRequest({ requestId }), sink);
const idsOf = (batch?: LogBatch) => batch?.requests.map(({ requestId }) => requestId);

beforeEach(() => {
	time = new ManualTime();
	recorder = new RequestRecorder(time, time);
	written = [];
	lines = [];
	isDown = false;
});

it('writes the requests of an endpoint together, and nothing at once', async () => {
	accept('1');
	accept('2');
	accept('3', place({ endpoint: 'endpoint-2' }));
	expect(written).toEqual([]);
	await time.advance(1_000);
	expect(written.map(idsOf)).toEqual([['1', '2'], ['3']]);
	expect(written[0]).toMatchObject({ endpoint: 'endpoint-1', owner: place().owner });
});

it('writes no more than the log keeps, and nothing for a log that is off', async () => {
	const small = place({ limits: { entries: 2, maxAgeMs: 1_000 } });
	for (const id of ['1', '2', '3']) accept(id, small);
	accept('4', place({ endpoint: 'off', limits: { entries: 0, maxAgeMs: 1_000 } }));
	await time.advance(1_000);
	expect(written.map(idsOf)).toEqual([['2', '3']]);
});

it('counts a flood of refused requests by cause, and stores a few of them', async () => {
	refuse('token expired', 1_000);
	refuse('signature does not match', 3);
	refuse('no token', 4);
	accept('5');
	await time.advance(1_000);
	const requests = written[0]?.requests ?? [];
	expect(requests).toHaveLength(12);
	const counts = requests.map(({ cause, more = 0 }) => [cause, 1 + more] as const);
	const total = (wanted: string) =>
		counts.reduce((sum, [cause, count]) => (cause === wanted ? sum + count : sum), 0);
	expect([total('token expired'), total(FURTHER_CAUSES), total('')]).toEqual([1_000, 7, 1]);
	refuse('no token');
	await time.advance(1_000);
	expect(written[1]?.requests).toMatchObject([{ cause: 'no token' }]);
});

it('goes on without the store, and says once a minute what is lost', async () => {
	isDown = true;
	for (const id of ['1', '2']) accept(id);
	await time.advance(1_000);
	expect(lines).toEqual([expect.stringContaining(`${LOST_EVENT} count=2 cause="Redis cannot`)]);
	refuse('token expired', 40);
	await time.advance(1_000);
	expect(lines).toHaveLength(1);
	await time.advance(60_000);
	isDown = false;
	accept('3');
	await time.advance(1_000);
	expect(lines[1]).toContain('count=40');
	expect(written.map(idsOf)).toEqual([['3']]);
});

it('holds a bounded number in memory', async () => {
	const unlimited = place({ limits: { entries: 1_000_000, maxAgeMs: 1_000 } });
	for (let index = 0; index < 10_005; index++) accept(String(index), unlimited);
	await time.advance(1_000);
	expect(written[0]?.requests).toHaveLength(10_000);
	expect(lines[0]).toContain('count=5');
});
