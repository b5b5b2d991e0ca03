/**
 * n8n's own egress rules, read from its settings: for the tests of credentials, which n8n gives no filter to.
 * https://docs.n8n.io/hosting/configuration/environment-variables/security/
 */
import dns from 'node:dns';
import { isWithin, parseAddress, parseRange, type AddressRange } from './addresses';
import { matchesHost } from './allowed-hosts';
import type { Resolver } from './resolver';
import type { EgressFilter } from './undici-client';

/** Reads one setting of the process, or `undefined` when it is not set. */
export type ReadSetting = (name: string) => string | undefined;

/** What the word `default` stands for. */
const DEFAULT_BLOCKED =
	'10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,127.0.0.0/8,::1/128,169.254.0.0/16,fe80::/10,fc00::/7,fd00::/8,0.0.0.0/8,192.0.0.0/24,192.0.2.0/24,198.18.0.0/15,198.51.100.0/24,203.0.113.0/24';

const list = (value: string | undefined): string[] =>
	(value ?? '')
		.split(',')
		.map((entry) => entry.trim().toLowerCase())
		.filter((entry) => entry !== '');

/** A range that cannot be read must not open what it was meant to block. */
const ranges = (entries: string[]): AddressRange[] =>
	entries.map((entry) => {
		const range = parseRange(entry);
		if (range) return range;
		throw new Error(`"${entry}" in the settings N8N_SSRF_… is not a valid range of addresses`);
	});

const within = (text: string, among: AddressRange[]): boolean => {
	const address = parseAddress(text);
	return address !== undefined && among.some((range) => isWithin(address, range));
};

/** @returns undefined when the protection is off */
export function ssrfFilter(
	read: ReadSetting,
	resolver: Resolver = dns.lookup,
): EgressFilter | undefined {
	if (read('N8N_SSRF_PROTECTION_ENABLED')?.trim().toLowerCase() !== 'true') return undefined;
	const names = {
		blocked: list(read('N8N_SSRF_BLOCKED_HOSTNAMES')),
		allowed: list(read('N8N_SSRF_ALLOWED_HOSTNAMES')),
	};
	const allowed = ranges(list(read('N8N_SSRF_ALLOWED_IP_RANGES')));
	const blocked = ranges(
		list(read('N8N_SSRF_BLOCKED_IP_RANGES') ?? 'default').flatMap((entry) =>
			entry === 'default' ? list(DEFAULT_BLOCKED) : [entry],
		),
	);
	const refuse = (hostname: string, addresses: string[]): Error | undefined => {
		if (names.blocked.some((wanted) => matchesHost(hostname, wanted))) return refusal(hostname);
		if (names.allowed.some((wanted) => matchesHost(hostname, wanted))) return undefined;
		const refused = addresses.some((each) => within(each, blocked) && !within(each, allowed));
		return refused ? refusal(hostname) : undefined;
	};
	return {
		async validateUrl({ hostname }) {
			const bare = hostname.replace(/^\[|\]$/g, '');
			const error = refuse(bare, parseAddress(bare) ? [bare] : []);
			return error ? { ok: false, error } : { ok: true };
		},
		createSecureLookup: () => (hostname, options, callback) => {
			resolver(hostname, options, (error, address, family) => {
				const addresses = Array.isArray(address) ? address.map((each) => each.address) : [address];
				const refused = error ?? refuse(hostname.toLowerCase(), addresses);
				callback(refused as NodeJS.ErrnoException | null, address, family);
			});
		},
	};
}

const refusal = (hostname: string): Error =>
	new Error(`the settings N8N_SSRF_… do not let requests reach ${hostname}`);
