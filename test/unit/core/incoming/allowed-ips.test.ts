import { compileAllowedIps } from '../../../../core/incoming/allowed-ips';

describe('compileAllowedIps', () => {
	it('lets everyone in without a list', () => {
		expect(compileAllowedIps([])('192.0.2.1')).toBe(true);
		expect(compileAllowedIps([])('')).toBe(true);
	});

	it.each([
		['203.0.113.7', '203.0.113.7', true],
		['203.0.113.7', '203.0.113.8', false],
		['203.0.113.0/24', '203.0.113.255', true],
		['203.0.113.0/24', '203.0.114.0', false],
		['203.0.113.7', '::ffff:203.0.113.7', true],
		['::ffff:203.0.113.7', '203.0.113.7', true],
		['::ffff:203.0.113.0/120', '203.0.113.9', true],
		['2001:db8::/32', '2001:db8:1::5', true],
		['2001:db8::/32', '2001:db9::5', false],
		['2001:0DB8:0:0::1', '2001:db8::1', true],
		['0.0.0.0/0', '198.51.100.1', true],
		['0.0.0.0/0', '2001:db8::1', false],
		['203.0.113.7', 'not an address', false],
		['203.0.113.7', '', false],
	])('%s against %s: %s', (entry, address, isAllowed) => {
		expect(compileAllowedIps([entry])(address)).toBe(isAllowed);
	});

	it.each([
		'203.0.113',
		'203.0.113.7/33',
		'0x7f000001',
		'2130706433',
		'example.com',
		'::/129',
		'1.2.3.4/x',
	])('names the entry %s, which is no address', (entry) => {
		expect(() => compileAllowedIps(['203.0.113.7', entry])).toThrow(
			expect.objectContaining({
				code: 'ALLOWED_IPS_INVALID',
				field: 'allowedIps',
				message: expect.stringContaining(entry) as string,
			}),
		);
	});
});
