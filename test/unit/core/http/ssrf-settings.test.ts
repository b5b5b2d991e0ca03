import type { Resolver } from '../../../../core/http/resolver';
import { ssrfFilter } from '../../../../core/http/ssrf-settings';

const on = { N8N_SSRF_PROTECTION_ENABLED: 'true' };

/** How the filter judges a name that resolves to an address. */
async function judge(settings: Record<string, string>, hostname: string, address: string) {
	const resolver: Resolver = (_name, _options, callback) =>
		callback(null, [{ address, family: 4 }]);
	const filter = ssrfFilter((name) => settings[name], resolver);
	if (!filter) return 'off';
	const { ok } = await filter.validateUrl(new URL(`https://${hostname}/`));
	if (!ok) return 'refused';
	return await new Promise((resolve) => {
		filter.createSecureLookup()(hostname, { all: true }, (error) =>
			resolve(error ? 'refused' : 'allowed'),
		);
	});
}

it.each([
	[{}, 'a.example', '10.0.0.1', 'off'],
	[on, 'a.example', '10.0.0.1', 'refused'],
	[on, '10.0.0.1', '10.0.0.1', 'refused'],
	[on, 'a.example', '93.184.216.34', 'allowed'],
	[{ ...on, N8N_SSRF_ALLOWED_IP_RANGES: '10.0.0.0/24' }, 'a.example', '10.0.0.1', 'allowed'],
	[{ ...on, N8N_SSRF_ALLOWED_HOSTNAMES: '*.example' }, 'a.example', '10.0.0.1', 'allowed'],
	[{ ...on, N8N_SSRF_BLOCKED_HOSTNAMES: 'a.example' }, 'a.example', '93.184.216.34', 'refused'],
	[{ ...on, N8N_SSRF_BLOCKED_IP_RANGES: '93.184.0.0/16' }, 'a.example', '93.184.216.34', 'refused'],
	[
		{ ...on, N8N_SSRF_BLOCKED_IP_RANGES: 'default,93.184.0.0/16' },
		'a.example',
		'10.0.0.1',
		'refused',
	],
])('%o judges %s at %s: %s', async (settings, hostname, address, verdict) => {
	expect(await judge(settings as Record<string, string>, hostname, address)).toBe(verdict);
});
