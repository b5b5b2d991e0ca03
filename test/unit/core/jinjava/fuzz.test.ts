import { fuzz } from './fuzzing';

it('renders or refuses random templates, and leaks and breaks nothing', () => {
	const findings = fuzz(20_240_229, (count) => count === 3000);
	expect(findings.faults).toEqual([]);
	expect(findings.rendered).toBeGreaterThan(400);
	expect(findings.refused).toBeGreaterThan(400);
});
