import { parseAllowedHosts } from '../../../../core/http/allowed-hosts';
import { createPools, MAX_ROUTES } from '../../../../core/http/pools';
import { createTargetPolicy } from '../../../../core/http/target-policy';

it('closes the connections of the proxy that was not used for longest', async () => {
	const pools = createPools(createTargetPolicy(parseAllowedHosts('')));
	const through = async (number: number) =>
		await pools.for({ proxy: `http://proxy-${number}.example:3128/`, rejectUnauthorized: true });
	const dispatchers = [];
	for (let number = 0; number < MAX_ROUTES + 5; number++) dispatchers.push(await through(number));
	const closed = dispatchers.map((dispatcher) => (dispatcher as { closed?: boolean }).closed);
	expect(closed.filter(Boolean)).toHaveLength(5);
	expect(closed.slice(0, 5)).toEqual([true, true, true, true, true]);
	expect(await through(MAX_ROUTES)).toBe(dispatchers[MAX_ROUTES]);
	await pools.close();
});
