import { HOSTILE_TEMPLATES, templateOf } from '../../../../bench/fixtures/hostile-templates';
import { compile, TemplateError } from '../../../../core/jinjava';

const SIZE = 20_000;
/** Enough for each part of the data to be touched some times, and for nothing to walk through all of it for each turn. */
const STEPS = 100_000;
const TURNS = 10_000;

/** A rendering in which only counted work ends anything: its clock stands still. */
const clock = { now: () => 0 };

describe('templates that attack end with a result or an error, on counted work', () => {
	it.each(HOSTILE_TEMPLATES.map((hostile) => [hostile.name, hostile] as const))(
		'%s',
		(_name, hostile) => {
			let failure: unknown;
			let result = '';
			try {
				result = compile(templateOf(hostile, SIZE), { field: 'body' }).render(
					hostile.data?.(SIZE) ?? {},
					{
						clock,
						limits: {
							steps: STEPS,
							loopTurns: TURNS,
							outputLength: 40 * SIZE,
							textLength: 40 * SIZE,
						},
					},
				);
			} catch (error) {
				failure = error;
			}
			if (failure === undefined) expect(result.length).toBeLessThanOrEqual(40 * SIZE);
			else expect(failure).toBeInstanceOf(TemplateError);
		},
	);
});
