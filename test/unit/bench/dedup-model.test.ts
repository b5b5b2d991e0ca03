import { capacity, simulate, type Costs, type Load } from '../../../bench/dedup-model';

const costs: Costs = { serviceMs: [1], networkMs: 0.5, timeoutMs: 1_000 };
const load: Load = { processors: 4, requestsPerSecond: 100, duplicates: 1, seconds: 20 };

/** Random enough, and the same each time. */
function random(): () => number {
	let state = 1;
	return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

it('finds Redis busy for the work of each request', () => {
	expect(simulate(load, costs, random()).utilisation).toBeCloseTo(0.1, 1);
	expect(simulate({ ...load, duplicates: 0 }, costs, random()).utilisation).toBeCloseTo(0.2, 1);
});

it('finds a command as long as its work and its way when nothing else goes on', () => {
	const quiet = { ...load, requestsPerSecond: 1 };
	expect(simulate(quiet, costs, random()).p50).toBeCloseTo(1.5);
});

it('finds queues that grow with the load, and commands that are given up beyond it', () => {
	const busy = simulate({ ...load, requestsPerSecond: 900 }, costs, random());
	const over = simulate({ ...load, requestsPerSecond: 1_500 }, costs, random());
	expect(busy.p99).toBeGreaterThan(simulate(load, costs, random()).p99);
	expect(busy.timedOut).toBe(0);
	expect(over.utilisation).toBeGreaterThan(0.99);
	expect(over.timedOut).toBeGreaterThan(0.5);
});

it('says what Redis carries', () => {
	expect(capacity(costs, { duplicates: 1, utilisation: 0.7 })).toBe(700);
	expect(capacity(costs, { duplicates: 0, utilisation: 0.7 })).toBe(350);
});
