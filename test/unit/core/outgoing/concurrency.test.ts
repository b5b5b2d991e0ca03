import { createPacer, mapConcurrently } from '../../../../core/outgoing/concurrency';

/** A promise with its handles, to let work end in an order of the test's choice. */
function deferred() {
	let resolve = (): void => undefined;
	const promise = new Promise<void>((done) => (resolve = done));
	return { promise, resolve };
}

describe('mapConcurrently', () => {
	it('keeps the order of the items, in whatever order their work ends', async () => {
		const gates = [deferred(), deferred(), deferred()];
		const mapped = mapConcurrently(gates, 3, async (gate, index) => {
			await gate.promise;
			return index;
		});
		for (const gate of [...gates].reverse()) gate.resolve();
		expect(await mapped).toEqual([0, 1, 2]);
	});

	it('works on no more than the given number at a time', async () => {
		let running = 0;
		let most = 0;
		await mapConcurrently(Array.from({ length: 50 }), 4, async () => {
			most = Math.max(most, ++running);
			await Promise.resolve();
			running--;
		});
		expect(most).toBe(4);
	});

	it('begins nothing after a failure and waits for what runs', async () => {
		const begun: number[] = [];
		const gate = deferred();
		let ended = false;
		const mapped = mapConcurrently([0, 1, 2, 3], 2, async (item) => {
			begun.push(item);
			if (item === 0) throw new Error('first');
			await gate.promise;
			ended = true;
		});
		const failed = expect(mapped).rejects.toThrow('first');
		gate.resolve();
		await failed;
		expect(begun).toEqual([0, 1]);
		expect(ended).toBe(true);
	});

	it('has nothing to do without items', async () => {
		expect(await mapConcurrently([], 5, async () => 1)).toEqual([]);
	});
});

describe('createPacer', () => {
	it('lets one through at each turn', async () => {
		let now = 1_000;
		const slept: number[] = [];
		const turn = createPacer(4, { now: () => now }, async (ms) => void slept.push(ms));
		await Promise.all([turn(), turn(), turn()]);
		expect(slept).toEqual([250, 500]);
		now = 10_000;
		await turn();
		expect(slept).toEqual([250, 500]);
	});

	it('lets all through without a limit', async () => {
		const slept: number[] = [];
		const turn = createPacer(0, { now: () => 0 }, async (ms) => void slept.push(ms));
		await Promise.all([turn(), turn()]);
		expect(slept).toEqual([]);
	});
});
