/**
 * The worst input of each door at 1, 10 and 100 times its size: the time for each part of it must not grow. What is
 * stored and how many names are built is asserted by test/unit/bench/hostile.test.ts, on counts instead of times.
 */
import { createMask } from '../core/connections/mask';
import { textsOfResponse } from '../core/connections/response-texts';
import { parseCurl } from '../core/curl/parse';
import type { HttpResponse } from '../core/http/client';
import { parseBody } from '../core/incoming/json-body';
import { maskContent } from '../core/outgoing/masked-content';
import { readContent } from '../core/outgoing/response';
import { responseEvent, type EventInput } from '../core/outgoing/response-event';
import { finish } from '../core/steps';
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

const mask = createMask(['the-secret-of-a-connection']);

const responseOf = (text: string): HttpResponse => ({
	status: 200,
	statusText: 'OK',
	headers: { 'content-type': 'application/json' },
	body: Buffer.from(text),
	url: '',
});

/** From the bytes of a response to its event, in one go: in n8n the portions are turns of the event loop. */
const asEvent = (text: string): unknown => {
	const content = finish(maskContent(finish(readContent(responseOf(text), 'autodetect')), mask));
	return responseEvent({ ...EVENT, content }, { time: 0, eventUUID: '' });
};

const DOORS = [
	{ door: 'Request', work: (text: string) => () => parseBody(Buffer.from(text)) },
	{ door: 'Response', work: (text: string) => () => asEvent(text) },
	{
		door: 'Authorization response',
		work: (text: string) => () => textsOfResponse(responseOf(text)),
	},
	{ door: 'cURL command', work: (text: string) => () => parsed(text) },
];

/** Longer commands are not pasted into a form. */
const MAX_COMMAND = 256 * 1024;

/** A command that cannot be read is refused, which is an end as good as any. */
function parsed(text: string): unknown {
	const data = text.slice(0, MAX_COMMAND).replaceAll("'", '');
	try {
		return parseCurl(`curl https://example.com --data-raw '${data}'`);
	} catch (error) {
		return error;
	}
}

/** Milliseconds for each `parts` of the input, the longest of some runs apart: the work is one uninterrupted stretch. */
function timed(work: () => unknown, parts: number): number {
	const began = performance.now();
	work();
	return (performance.now() - began) / parts;
}

export const bench: Bench = async ({ rounds, smoke }) => {
	const rows = [];
	const scales = smoke ? SCALES.slice(0, 1) : SCALES;
	for (const { door, work } of DOORS) {
		for (const { name, text } of HOSTILE_BODIES) {
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
