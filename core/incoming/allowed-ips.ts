import ipaddr from 'ipaddr.js';

import { IntegrationError } from '../errors';
import { isWithin, parseAddress, parseRange } from '../http/addresses';

/** Tells whether an address may send; IPv4 inside of IPv6 (`::ffff:…`) counts as the IPv4 that it is. */
export type AddressFilter = (address: string) => boolean;

/**
 * Compiles a list of addresses and CIDR ranges.
 * @param list empty = everyone may send
 * @throws {IntegrationError} `ALLOWED_IPS_INVALID`, naming the entry
 */
export function compileAllowedIps(list: string[]): AddressFilter {
	if (list.length === 0) return () => true;
	const ranges = list.map((entry) => parseRange(entry) ?? invalid(entry));
	return (text) => {
		const address = parseAddress(text);
		return address !== undefined && ranges.some((range) => isWithin(address, range));
	};
}

function invalid(entry: string): never {
	throw new IntegrationError(`"${entry}" is neither an IP address nor a CIDR range`, {
		code: 'ALLOWED_IPS_INVALID',
		field: 'allowedIps',
		hint: 'Write addresses such as 203.0.113.7 or 2001:db8::1, or ranges such as 203.0.113.0/24, separated by commas.',
	});
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
