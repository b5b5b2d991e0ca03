import { crashRounds } from '../fixtures/crash-rounds';

/** How often n8n is killed; CRASH_ROUNDS shortens or lengthens the run. */
const rounds = Number(process.env['CRASH_ROUNDS'] ?? 20);

it(
	'neither loses nor repeats an accepted request when n8n is killed at random moments',
	async () => {
		const report = await crashRounds(rounds);
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
