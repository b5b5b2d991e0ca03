import ipaddr from 'ipaddr.js';
import { callable, library, type Library } from '../callable';
import { Fault } from '../errors';
import { spend } from '../runtime/meter';
import { print } from '../runtime/print';
import { entriesOf, isDictionary, isText, type Value } from '../runtime/values';
import { text } from './arguments';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** An address as it was written, with the length of its network prefix. */
interface Network {
	written: string;
	address: Address;
	prefix: number | undefined;
}

export const network: Library = library({
	ipaddr: callable(['function'], (subject, [part]) => inspect(subject, text(part), read)),
	ipv4: callable(['function'], (subject, [part]) =>
		inspect(subject, text(part), (value) => ofKind(value, 'ipv4')),
	),
	ipv6: callable(['function'], (subject, [part]) =>
		inspect(subject, text(part), (value) => ofKind(value, 'ipv6')),
	),
});

/** Reading an address takes the time of many small steps. */
const STEPS_PER_ADDRESS = 100;

type Reader = (value: Value) => Network | undefined;

const ofKind = (value: Value, kind: 'ipv4' | 'ipv6'): Network | undefined => {
	const found = read(value);
	return found?.address.kind() === kind ? found : undefined;
};

function read(value: Value): Network | undefined {
	if (!isText(value)) return undefined;
	spend(STEPS_PER_ADDRESS);
	const [written = '', prefix, ...rest] = print(value).trim().split('/');
	if (
		rest.length > 0 ||
		!(ipaddr.IPv4.isValidFourPartDecimal(written) || ipaddr.IPv6.isValid(written))
	) {
		return undefined;
	}
	const address = ipaddr.parse(written);
	if (prefix === undefined) return { written, address, prefix: undefined };
	const bits = address.kind() === 'ipv4' ? 32 : 128;
	if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > bits) {
		throw new Fault(`"${print(value)}" is not a valid CIDR address`);
	}
	return { written, address, prefix: Number(prefix) };
}

/** Tells whether a text is an address, gives a part of it, or keeps the addresses of a list or dictionary. */
function inspect(subject: Value, part: string, reader: Reader): Value {
	if (Array.isArray(subject)) {
		return subject
			.map((item) => [item, partOf(item, part, reader)] as const)
			.filter(([, found]) => found !== null && found !== false)
			.map(([item, found]) => (found === true ? item : found));
	}
	if (isDictionary(subject)) {
		const kept = entriesOf(subject)
			.map(([key, item]) => [key, item, partOf(item, part, reader)] as const)
			.filter(([, , found]) => found !== null && found !== false);
		return new Map(kept.map(([key, item, found]) => [key, found === true ? item : found]));
	}
	const found = partOf(subject, part, reader);
	return found;
}

const PARTS: Readonly<Record<string, (network: Network, prefix: number) => Value>> = {
	prefix: (_network, prefix) => prefix,
	netmask: ({ address }, prefix) => mask(address, prefix).toString(),
	network: ({ address }, prefix) => first(address, prefix).toString(),
	gateway: ({ address }, prefix) => next(first(address, prefix)).toString(),
	broadcast: ({ address }, prefix) => last(address, prefix).toString(),
};

function partOf(value: Value, part: string, reader: Reader): Value {
	const found = reader(value);
	if (part === '') return found !== undefined;
	if (part === 'address') return found?.written ?? null;
	if (part === 'public' || part === 'private') {
		return found !== undefined && isPrivate(found.address) === (part === 'private');
	}
	const get = Object.hasOwn(PARTS, part) ? PARTS[part] : undefined;
	if (get === undefined) {
		const names = [...Object.keys(PARTS), 'address', 'public', 'private'].join(', ');
		throw new Fault(`filter "ipaddr": "${part}" must be one of ${names}`);
	}
	return found?.prefix === undefined ? null : get(found, found.prefix);
}

const isPrivate = (address: Address): boolean =>
	['private', 'linkLocal', 'uniqueLocal', 'loopback'].includes(address.range());

/** The address whose bytes are what `change` makes of each byte and its part of the network mask. */
function combine(
	address: Address,
	prefix: number,
	change: (byte: number, mask: number) => number,
): Address {
	const bytes = address.toByteArray().map((byte, at) => {
		const bits = Math.min(8, Math.max(0, prefix - at * 8));
		return change(byte, (0xff << (8 - bits)) & 0xff);
	});
	return ipaddr.fromByteArray(bytes);
}

const mask = (address: Address, prefix: number): Address =>
	combine(address, prefix, (_byte, bits) => bits);
const first = (address: Address, prefix: number): Address =>
	combine(address, prefix, (byte, bits) => byte & bits);
const last = (address: Address, prefix: number): Address =>
	combine(address, prefix, (byte, bits) => (byte & bits) | (~bits & 0xff));

function next(address: Address): Address {
	const bytes = address.toByteArray();
	bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 1;
	return ipaddr.fromByteArray(bytes);
}
