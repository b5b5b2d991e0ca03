/** The short form of test/soak/curl-comparison.test.ts: what is read without curl, and every fifth of the others. */
import { COMMANDS, compare, CurlComparison } from '../../../../fixtures/curl-comparison';

let comparison: CurlComparison;
beforeAll(async () => {
	comparison = await CurlComparison.start();
});
afterAll(() => comparison.stop());

const short = COMMANDS.filter(([, said], index) => said !== undefined || index % 5 === 0);

it.each(short)('%s', async (command, said) => await compare(comparison, command, said));
