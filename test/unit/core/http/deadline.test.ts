import { getEventListeners, once } from 'node:events';

import { Deadline } from '../../../../core/http/deadline';

const reasons = { timeout: () => new Error('too late'), aborted: () => new Error('stopped') };
const HOUR_MS = 3_600_000;

describe('Deadline', () => {
	it('ends an attempt that takes longer than its time-out, and says so once', async () => {
		const deadline = new Deadline(1, undefined, reasons);
		const told = await new Promise<Error>((resolve) => (deadline.onOver = resolve));
		expect(told.message).toBe('too late');
		expect(() => deadline.throwIfOver()).toThrow(told);
	});

	it('listens to a shared signal once, and ends all who wait', async () => {
		const controller = new AbortController();
		const { signal } = controller;
		const deadlines = Array.from({ length: 3 }, () => new Deadline(HOUR_MS, signal, reasons));
		const told: string[] = [];
		for (const deadline of deadlines) deadline.onOver = ({ message }) => told.push(message);
		expect(getEventListeners(signal, 'abort')).toHaveLength(1);
		deadlines[1]?.release();
		const aborted = once(signal, 'abort');
		controller.abort();
		await aborted;
		expect(told).toEqual(['stopped', 'stopped']);
		expect(deadlines.map(({ reason }) => reason?.message)).toEqual([
			'stopped',
			undefined,
			'stopped',
		]);
	});

	it('is over from the start when the signal was aborted before', () => {
		const deadline = new Deadline(HOUR_MS, AbortSignal.abort(), reasons);
		expect(() => deadline.throwIfOver()).toThrow('stopped');
	});

	it('takes a time that timers do not know as their longest one', async () => {
		const deadline = new Deadline(Number.MAX_SAFE_INTEGER, undefined, reasons);
		const short = new Deadline(5, undefined, reasons);
		await new Promise((resolve) => (short.onOver = resolve));
		expect(deadline.reason).toBeUndefined();
		deadline.release();
	});
});
