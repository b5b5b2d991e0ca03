import ipaddr from 'ipaddr.js';

import { IntegrationError } from '../errors';

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** Tells whether an address may send; IPv4 inside of IPv6 (`::ffff:…`) counts as the IPv4 that it is. */
export type AddressFilter = (address: string) => boolean;

/**
 * Compiles a list of addresses and CIDR ranges.
 * @param list empty = everyone may send
 * @throws {IntegrationError} `ALLOWED_IPS_INVALID`, naming the entry
 */
export function compileAllowedIps(list: string[]): AddressFilter {
	if (list.length === 0) return () => true;
	const ranges = list.map(parseRange);
	return (text) => {
		if (!ipaddr.isValid(text)) return false;
		const address = ipaddr.process(text);
		return ranges.some(
			([network, bits]) => address.kind() === network.kind() && address.match(network, bits),
		);
	};
}

function parseRange(entry: string): Range {
	try {
		return entry.includes('/') ? withoutMapping(ipaddr.parseCIDR(entry)) : single(entry);
	} catch (cause) {
		throw new IntegrationError(`"${entry}" is neither an IP address nor a CIDR range`, {
			code: 'ALLOWED_IPS_INVALID',
			field: 'allowedIps',
			hint: 'Write addresses such as 203.0.113.7 or 2001:db8::1, or ranges such as 203.0.113.0/24, separated by commas.',
			cause,
		});
	}
}

function single(entry: string): Range {
	if (!ipaddr.IPv4.isValidFourPartDecimal(entry) && !ipaddr.IPv6.isValid(entry)) {
		throw new TypeError('The address is written in an unusual way');
	}
	const address = ipaddr.process(entry);
	return [address, address.kind() === 'ipv4' ? 32 : 128];
}

/** `::ffff:203.0.113.0/120` is `203.0.113.0/24`. */
function withoutMapping([network, bits]: Range): Range {
	return network instanceof ipaddr.IPv6 && network.isIPv4MappedAddress() && bits >= 96
		? [network.toIPv4Address(), bits - 96]
		: [network, bits];
}

/** What one sender has of addresses: an IPv4 address, or the /64 network of an IPv6 address. */
export function networkOf(text: string): string {
	if (!ipaddr.isValid(text)) return text;
	const address = ipaddr.process(text);
	return address instanceof ipaddr.IPv6
		? address.parts
				.slice(0, 4)
				.map((part) => part.toString(16))
				.join(':')
		: address.toString();
}

/** An address for a log or a reply; a proxy that is trusted may hand on any text in its place. */
export const shownAddress = (text: string): string =>
	text.replace(/[^\w.:%-]/g, '?').slice(0, MAX_ADDRESS) || 'unknown';

/** An IPv6 address with an IPv4 address and a zone in it. */
const MAX_ADDRESS = 64;
