/** Which IP addresses belong to the public Internet. */
import ipaddr from 'ipaddr.js';

export type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** A network and the length of its prefix. */
export type AddressRange = [network: Address, bits: number];

/** All unicast addresses of IPv6 that are in use on the Internet (RFC 4291, section 2.4; IANA has given out nothing else). */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/** Public by its number, but each virtual machine of Azure reaches its own host there. */
const AZURE_HOST = '168.63.129.16';

const RANGE_NAMES: Record<string, string> = {
	unspecified: 'unspecified',
	broadcast: 'broadcast',
	multicast: 'multicast',
	linkLocal: 'link-local',
	loopback: 'loopback',
	carrierGradeNat: 'carrier-grade NAT',
	private: 'private',
	reserved: 'reserved',
	uniqueLocal: 'unique-local',
	rfc6052: 'NAT64',
	rfc6145: 'IPv4-translated',
	'6to4': '6to4',
	teredo: 'Teredo',
};

/**
 * Reads an address in the notation that the resolver and sockets use; IPv4-mapped IPv6 counts as the IPv4 inside.
 * @returns `undefined` for anything else, host names included
 */
export function parseAddress(text: string): Address | undefined {
	const bare = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text;
	if (!ipaddr.IPv4.isValidFourPartDecimal(bare) && !ipaddr.IPv6.isValid(bare)) return undefined;
	return ipaddr.process(bare);
}

/**
 * The name of the special range that keeps an address off the public Internet.
 * @returns `undefined` for a public address
 */
export function specialRange(address: Address): string | undefined {
	if (address.toString() === AZURE_HOST) return 'Azure host';
	const range = address.range();
	if (range !== 'unicast') return RANGE_NAMES[range] ?? range;
	if (address instanceof ipaddr.IPv6) {
		// ipaddr.js calls `::127.0.0.1` (IPv4-compatible), `64:ff9b:1::/48` and site-local addresses plain unicast.
		return address.match(GLOBAL_UNICAST) ? undefined : 'non-global IPv6';
	}
	return undefined;
}

/**
 * Reads an address or a CIDR range; `::ffff:203.0.113.0/120` is `203.0.113.0/24`.
 * @returns `undefined` for anything else
 */
export function parseRange(text: string): AddressRange | undefined {
	if (!text.includes('/')) {
		const address = parseAddress(text);
		return address && [address, address.kind() === 'ipv4' ? 32 : 128];
	}
	if (!ipaddr.isValidCIDR(text)) return undefined;
	const [network, bits] = ipaddr.parseCIDR(text);
	return network instanceof ipaddr.IPv6 && network.isIPv4MappedAddress() && bits >= 96
		? [network.toIPv4Address(), bits - 96]
		: [network, bits];
}

export const isWithin = (address: Address, [network, bits]: AddressRange): boolean =>
	address.kind() === network.kind() && address.match(network, bits);
