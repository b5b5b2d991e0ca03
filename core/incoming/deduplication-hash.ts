import { createHash } from 'node:crypto';

import { headerAddress, headerOf } from '../parameters/addresses';
import { canonical } from './exact-json';
import type { Lookup } from './lookup';

/** A sender that knows best what a duplicate is sends its own key in this header. */
export const OWN_HASH = headerAddress('X-Deduplication-Hash');

export interface DeduplicationKey {
	/** What the output shows: the hash, or the sender's own one. */
	shown: string;
	/** SHA-256, 64 lower-case hexadecimal digits. */
	hash: string;
}

/**
 * The key of a request, from the values of the selected parameters. It is injective: two requests share it only
 * when they agree in which parameters they carry, of which type and value. The order of choosing plays no part.
 * @returns `undefined` when the request carries none of them: it is never a duplicate
 */
export function deduplicationKey(
	addresses: string[],
	lookup: Lookup,
): DeduplicationKey | undefined {
	const chosen = [...new Set(addresses.map(sameCase))].sort();
	if (chosen.length === 1 && chosen[0] === OWN_HASH) return ownKey(lookup(OWN_HASH));
	const values = chosen.map((address) => lookup(address));
	if (values.every((value) => value === undefined)) return undefined;
	const parts = chosen.map((address, index) => [address, canonical(values[index])]);
	const hash = sha256(JSON.stringify(parts));
	return { shown: hash, hash };
}

/** Names of header fields have no letter case (RFC 9110, 5.1). */
function sameCase(address: string): string {
	const header = headerOf(address);
	return header === undefined ? address : headerAddress(header);
}

/** An empty header names no request. */
function ownKey(value: unknown): DeduplicationKey | undefined {
	if (typeof value !== 'string' || value === '') return undefined;
	return { shown: value, hash: sha256(JSON.stringify([OWN_HASH, value])) };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * The hashes that a text may stand for: a hash itself, as the request log and output items show it, or a sender's own
 * key. 64 hexadecimal digits may be either.
 */
export function hashesNamed(text: string): string[] {
	const own = sha256(JSON.stringify([OWN_HASH, text]));
	return /^[0-9a-f]{64}$/i.test(text) ? [text.toLowerCase(), own] : [own];
}
