/** Tells what is wrong with an address that a user wrote, and what it should be. */
import { headerOf, parseAddress } from './addresses';
import { isFieldName } from '../http/header-fields';

export interface AddressFault {
	/** What is wrong, without the address itself: `is not a valid address`. */
	problem: string;
	/** The address that was probably meant. */
	suggestion?: string | undefined;
}

/** A header field name (RFC 9110, 5.6.2). */
/** How n8n, JSONPath and other tools refer to the same values; each gives the address behind what it matches. */
const HABITS: Array<[pattern: RegExp, toAddress: (rest: string) => string | undefined]> = [
	[/^(?:\$json\.)?headers(?:\.|(?=\[))(.+)$/i, (rest) => `header:${nameIn(rest).toLowerCase()}`],
	[/^(?:\$json\.)?body(?:\.|(?=\[))(.+)$/, (rest) => normalise(rest)],
	[/^\$json\.parameters(?:\.|(?=\[))(.+)$/, (rest) => nameIn(rest)],
	[/^\$json\.(?:query|params)\b/, () => undefined],
	[/^\$(?:json)?(?:\.|(?=\[))(.+)$/, (rest) => normalise(rest)],
	[/^\$(?:(?:json|input|node|item)\b|\()/, () => undefined],
];

/**
 * Checks the form of an address, and the ways in which other tools write one.
 * @param isKnown whether a sample has this address, which then is right whatever it looks like
 * @returns `undefined` when nothing is wrong
 */
export function checkAddress(
	address: string,
	isKnown: (address: string) => boolean = () => false,
): AddressFault | undefined {
	if (isKnown(address)) return undefined;
	const expression = /^=?\s*\{\{\s*([\s\S]*?)\s*\}\}$/.exec(address)?.[1];
	if (expression !== undefined) {
		const suggestion = checkAddress(expression)?.suggestion;
		return { problem: 'is an expression, not an address', suggestion };
	}
	const header = headerOf(address);
	if (header !== undefined) {
		if (isFieldName(header)) return undefined;
		return { problem: 'does not name a header' };
	}
	for (const [pattern, toAddress] of HABITS) {
		const match = pattern.exec(address);
		if (!match) continue;
		return { problem: 'is not the address of a parameter', suggestion: toAddress(match[1] ?? '') };
	}
	if (parseAddress(address)?.length) return undefined;
	const suggestion = normalise(address);
	return { problem: 'is not a valid address', ...(suggestion !== address && { suggestion }) };
}

/** `["X-Source"]`, `['X-Source']` or `x-source`: the name inside. */
function nameIn(rest: string): string {
	const [, name = rest] = /^\[\s*["']?(.*?)["']?\s*\]$/.exec(rest) ?? [];
	return name;
}

/** Repairs quotes, doubled dots and missing ones: `order[id]`, `order['id']` and `order..id` are `order.id`. */
function normalise(address: string): string | undefined {
	const repaired = address
		.trim()
		.replace(/\[\s*["']?([^"'[\].]+?)["']?\s*\]/g, (_, name: string) =>
			/^\d+$/.test(name) ? `[${Number(name)}]` : `.${name}`,
		)
		.replace(/\.{2,}/g, '.')
		.replace(/\.(?=\[)/g, '')
		.replace(/^\.+|\.+$/g, '');
	return parseAddress(repaired)?.length ? repaired : undefined;
}
