import { HOSTILE_BODIES, nestedClaims } from '../../../bench/fixtures/hostile';
import { PARAMETER_LIMITS, parseBody } from '../../../core/incoming/json-body';
import type { JsonValue } from '../../../core/json';
import { LONG_NAME } from '../../../core/json-limits';
import { EVENT_LIMITS, responseEvent } from '../../../core/outgoing/response-event';
import { isDeeperThan } from '../../../core/parameters/depth';

const SCALES = [1, 10, 100];
const cases = HOSTILE_BODIES.flatMap(({ name, text }) =>
	SCALES.map((scale) => [name, scale, text(scale)] as const),
);

const lengthOf = (names: string[]) => names.reduce((sum, name) => sum + name.length, 0);

describe('a request', () => {
	it.each(cases)(
		'of %s, %d times the size, stores little more than it weighs',
		(_name, _scale, text) => {
			const body = parseBody(Buffer.from(text));
			if ('cause' in body) return expect(body.cause).not.toContain('kkk');
			const names = Object.keys(body.parameters);
			expect(names.length + body.omitted).toBeLessThanOrEqual(PARAMETER_LIMITS.count);
			expect(names.filter((name) => name.length > LONG_NAME).length).toBeLessThanOrEqual(
				PARAMETER_LIMITS.longNames,
			);
			expect(lengthOf(names)).toBeLessThanOrEqual(text.length + 48 * 1024);
			// What n8n stores repeats texts by reference; written out, the values of `parameters` are those of `body`.
			const stored = JSON.stringify(body.document).length + lengthOf(names) + 6 * names.length;
			expect(stored).toBeLessThanOrEqual(3 * text.length + 64_000);
		},
	);

	it('is refused at a size that was accepted when it was small', () => {
		const outcomes = cases.map(([, , text]) => 'cause' in parseBody(Buffer.from(text)));
		expect(outcomes).toContain(true);
		expect(outcomes).toContain(false);
	});
});

describe('a response', () => {
	const parse = (text: string): JsonValue | undefined => {
		try {
			return JSON.parse(text) as JsonValue;
		} catch {
			return undefined;
		}
	};

	it.each(cases)('of %s, %d times the size, names what the limits allow', (_name, _scale, text) => {
		const value = parse(text);
		if (value === undefined) return;
		const { params } = responseEvent(
			{
				action: '',
				name: '',
				status: 200,
				statusDescription: '',
				url: '',
				source: { diagramId: '', diagramName: '', blockId: '', blockName: '' },
				profile: { clientId: '', uuid: '' },
				content: { kind: 'json', value },
				fileProperty: '',
				additional: [],
			},
			{ time: 0, eventUUID: '' },
		);
		const names = Object.keys(params).filter((name) => /^body\b/.test(name));
		expect(names.length).toBeLessThanOrEqual(EVENT_LIMITS.count);
		expect(lengthOf(names)).toBeLessThanOrEqual(EVENT_LIMITS.length);
	});
});

it('tells the depth of a token without a stack', () => {
	const claims = JSON.parse(nestedClaims(1_000_000)) as JsonValue;
	expect(isDeeperThan(claims, 100)).toBe(true);
	expect(isDeeperThan(JSON.parse(nestedClaims(99)) as JsonValue, 100)).toBe(false);
});
