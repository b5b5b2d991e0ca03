/**
 * The worst input of each door at 1, 10 and 100 times its size: the time for each part of it must not grow. What is
 * stored and how many names are built is asserted by test/unit/bench/hostile.test.ts, on counts instead of times.
 */
import { parseBody } from '../core/incoming/json-body';
import type { JsonValue } from '../core/json';
import { responseEvent, type EventInput } from '../core/outgoing/response-event';
import { HOSTILE_BODIES } from './fixtures/hostile';
import { compared, type Bench } from './measure/bench';
import { interleave } from './measure/rounds';

const SCALES = [10, 100];

const EVENT: Omit<EventInput, 'content'> = {
	action: 'webhook.response',
	name: '',
	status: 200,
	statusDescription: 'OK',
	url: '',
	source: { diagramId: '', diagramName: '', blockId: '', blockName: '' },
	profile: { clientId: '', uuid: '' },
	fileProperty: 'data',
	additional: [],
};

const asEvent = (text: string): unknown => {
	const value = JSON.parse(text) as JsonValue;
	return responseEvent({ ...EVENT, content: { kind: 'json', value } }, { time: 0, eventUUID: '' });
};

/** Milliseconds for each `parts` of the input, the longest of some runs apart: the work is one uninterrupted stretch. */
function timed(work: () => unknown, parts: number): number {
	const began = performance.now();
	work();
	return (performance.now() - began) / parts;
}

const isJson = (text: string): boolean => !text.startsWith('[{"a":[{');

export const bench: Bench = async ({ rounds, smoke }) => {
	const rows = [];
	const scales = smoke ? SCALES.slice(0, 1) : SCALES;
	const doors = [
		{ door: 'Request', work: (text: string) => () => parseBody(Buffer.from(text)) },
		{ door: 'Response', work: (text: string) => () => asEvent(text) },
	];
	for (const { door, work } of doors) {
		for (const { name, text } of HOSTILE_BODIES) {
			if (door === 'Response' && !isJson(text(1))) continue;
			for (const scale of scales) {
				const [once, often] = [text(1), text(scale)].map(work) as [() => unknown, () => unknown];
				const samples = await interleave(
					{ once: () => timed(once, 1), often: () => timed(often, scale) },
					rounds,
				);
				rows.push(
					compared({
						work: `${door} of ${name}, ${scale} times the size`,
						beside: 'once the size, for each part',
						unit: 'ms',
						goal: 0.5,
						ours: samples.often,
						peer: samples.once,
					}),
				);
			}
		}
	}
	return rows;
};
