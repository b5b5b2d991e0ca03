/**
 * Addresses of nested values: `complaint.customer.id`, `complaint.attachments[0].fileName`, `["a.b"].c`.
 *
 * Keys are joined with dots and positions stand in brackets. A key that could be mistaken for something else
 * is written as a JSON string in brackets, so that two values never share an address.
 */
import type { JsonValue } from '../json';

export type PathSegment = string | number;

/** Empty, like a header's address, or holding a character that addresses are made of. */
const NEEDS_QUOTES = /^$|^header:|[.[\]"]/;

/** One step of a quoted address: `["…"]`, `[0]`, or a plain key with the dot before it. */
const SEGMENT = /\[("(?:[^"\\]|\\.)*")\]|\[(0|[1-9]\d*)\]|(?:^|(?<!^)\.)([^.[\]"]+)/y;

const HEADER_PREFIX = 'header:';

/** The address of a request header; field names have no letter case (RFC 9110, 5.1). */
export const headerAddress = (name: string): string => HEADER_PREFIX + name.toLowerCase();

/** The lower-case name of the header that an address stands for; `undefined` for a body parameter. */
export const headerOf = (address: string): string | undefined =>
	address.startsWith(HEADER_PREFIX) ? address.slice(HEADER_PREFIX.length).toLowerCase() : undefined;

/** The address of an object's value by its key; `parent` is '' at the root. */
export function keyAddress(parent: string, key: string): string {
	if (NEEDS_QUOTES.test(key)) return `${parent}[${JSON.stringify(key)}]`;
	return parent === '' ? key : `${parent}.${key}`;
}

/** The address of an array's element by its position. */
export const positionAddress = (parent: string, position: number): string =>
	`${parent}[${position}]`;

/**
 * Takes an address of a body parameter apart.
 * @returns `undefined` when the text is not an address, which therefore names nothing
 */
export function parseAddress(address: string): PathSegment[] | undefined {
	const segments: PathSegment[] = [];
	SEGMENT.lastIndex = 0;
	while (SEGMENT.lastIndex < address.length) {
		const match = SEGMENT.exec(address);
		if (!match) return undefined;
		const [, quoted, position, key] = match;
		const segment = position === undefined ? (key ?? unquote(quoted)) : Number(position);
		if (segment === undefined) return undefined;
		segments.push(segment);
	}
	return segments;
}

function unquote(text = ''): string | undefined {
	try {
		return JSON.parse(text) as string;
	} catch {
		return undefined;
	}
}

/**
 * The value at an address, also when it is an object or array that has parameters below it.
 * Looks at own properties only, so that an address never reaches a prototype.
 * @returns `undefined` when there is none
 */
export function valueAt(root: JsonValue, address: string): JsonValue | undefined {
	const segments = parseAddress(address);
	if (!segments?.length) return undefined;
	let value: JsonValue | undefined = root;
	for (const segment of segments) {
		if (typeof value !== 'object' || value === null) return undefined;
		if (Array.isArray(value) !== (typeof segment === 'number')) return undefined;
		if (!Object.hasOwn(value, segment)) return undefined;
		value = (value as Record<PathSegment, JsonValue>)[segment];
	}
	return value;
}
