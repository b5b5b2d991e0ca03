import { fuzz } from '../unit/core/jinjava/fuzzing';

const MINUTE = 60_000;

it(
	'renders or refuses random templates for a minute, and leaks and breaks nothing',
	() => {
		const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);
		const end = Date.now() + MINUTE;
		const findings = fuzz(seed, () => Date.now() > end);
		expect({ seed, faults: findings.faults }).toEqual({ seed, faults: [] });
		expect(findings.rendered).toBeGreaterThan(1000);
	},
	2 * MINUTE,
);
