import { parseAllowedHosts } from '../../../../core/http/allowed-hosts';
import { guardedLookup, resolvePermitted, type Resolver } from '../../../../core/http/resolver';
import { createTargetPolicy } from '../../../../core/http/target-policy';

const policy = createTargetPolicy(parseAllowedHosts(undefined));
const endpoint = { hostname: 'partner.example', port: 443, secure: true };

const answering = (...addresses: string[]): Resolver =>
	((_hostname, _options, callback) => {
		callback(
			null,
			addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
		);
	}) as Resolver;

const failing = (code: string): Resolver =>
	((_hostname, _options, callback) => {
		callback(Object.assign(new Error(code), { code }), []);
	}) as Resolver;

const lookup = async (resolver: Resolver, options: object) =>
	await new Promise((resolve) => {
		guardedLookup(endpoint, policy, resolver)(
			'partner.example',
			options,
			(error, address, family) => resolve(error ? { code: error.code } : { address, family }),
		);
	});

describe('resolvePermitted', () => {
	it('keeps the public ones among several addresses', async () => {
		const resolver = answering('10.0.0.1', '8.8.8.8', '::1', '2606:4700::1111');
		expect(await resolvePermitted(endpoint, policy, resolver)).toEqual([
			{ address: '8.8.8.8', family: 4 },
			{ address: '2606:4700::1111', family: 6 },
		]);
	});

	it('takes a single address as well', async () => {
		const single: Resolver = (_hostname, _options, callback) => callback(null, '8.8.8.8', 4);
		expect(await resolvePermitted(endpoint, policy, single)).toEqual([
			{ address: '8.8.8.8', family: 4 },
		]);
	});

	it('refuses a name that has none', async () => {
		await expect(
			resolvePermitted(endpoint, policy, answering('10.0.0.1', '::1')),
		).rejects.toMatchObject({
			code: 'TARGET_PRIVATE_ADDRESS',
		});
	});
});

describe('guardedLookup', () => {
	it('hands all permitted addresses to happy eyeballs', async () => {
		expect(await lookup(answering('::1', '8.8.8.8', '127.0.0.1'), { all: true })).toEqual({
			address: [{ address: '8.8.8.8', family: 4 }],
			family: undefined,
		});
	});

	it('hands one of the wanted family to a plain connect', async () => {
		const resolver = answering('8.8.8.8', '2606:4700::1111');
		expect(await lookup(resolver, { family: 6 })).toEqual({
			address: '2606:4700::1111',
			family: 6,
		});
		expect(await lookup(resolver, { family: 'IPv4' })).toEqual({ address: '8.8.8.8', family: 4 });
		expect(await lookup(resolver, {})).toEqual({ address: '8.8.8.8', family: 4 });
	});

	it('says why there is none', async () => {
		expect(await lookup(answering('127.0.0.1'), { all: true })).toEqual({
			code: 'TARGET_PRIVATE_ADDRESS',
		});
		expect(await lookup(answering(), { all: true })).toEqual({ code: 'HTTP_DNS' });
		expect(await lookup(answering('8.8.8.8'), { family: 6 })).toEqual({ code: 'HTTP_DNS' });
		expect(await lookup(failing('ENOTFOUND'), { all: true })).toEqual({ code: 'ENOTFOUND' });
	});
});
