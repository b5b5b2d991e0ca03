import { CRASH_SETTINGS, crashRounds } from '../fixtures/crash-rounds';

/** How often n8n is killed; CRASH_ROUNDS shortens or lengthens the run. */
const rounds = Number(process.env['CRASH_ROUNDS'] ?? 20);

it.each(Object.entries(CRASH_SETTINGS))(
	'neither loses nor repeats %s when n8n is killed at random moments',
	async (_, settings) => {
		const report = await crashRounds(rounds, settings);
		console.log(JSON.stringify(report, null, 2));
		expect(report).toMatchObject({
			rounds,
			lost: [],
			ranAgain: [],
			wronglyDuplicate: [],
			shutOut: [],
		});
		expect(report.answers['200']).toBeGreaterThan(0);
		expect(report.answers['204']).toBeGreaterThan(0);
	},
	60 * 60 * 1_000,
);
