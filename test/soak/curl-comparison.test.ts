/** Every command of the list to the real curl and to the node. */
import { COMMANDS, compare, CurlComparison } from '../fixtures/curl-comparison';

let comparison: CurlComparison;
beforeAll(async () => {
	comparison = await CurlComparison.start();
});
afterAll(() => comparison.stop());

it('compares at least 60 commands', () => expect(COMMANDS.length).toBeGreaterThanOrEqual(60));

it.each(COMMANDS)('%s', async (command, said) => await compare(comparison, command, said));
