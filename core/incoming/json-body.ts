import { isUtf8 } from 'node:buffer';

import type { JsonObject, JsonValue } from '../json';
import {
	flatten,
	FlattenLimitError,
	type FlattenLimits,
	type Parameters,
} from '../parameters/flatten';

export type JsonDocument = JsonObject | JsonValue[];

export interface ParsedBody {
	text: string;
	document: JsonDocument;
	parameters: Parameters;
}

/** Beyond these a request is refused like one that is no JSON. */
export const PARAMETER_LIMITS: FlattenLimits = { depth: 100, count: 10_000 };

/** Smaller bodies can hold too little to be worth a look before they are parsed. */
const PRESCAN_FROM_BYTES = 64 * 1024;

const BYTE_ORDER_MARK = 0xfeff;

/**
 * Reads a body and names its values.
 * @returns `undefined` for what is not UTF-8, not JSON, neither object nor array, or past the limits
 */
export function parseBody(bytes: Buffer): ParsedBody | undefined {
	if (bytes.length >= PRESCAN_FROM_BYTES && isPastLimits(bytes)) return undefined;
	if (!isUtf8(bytes)) return undefined;
	try {
		const text = withoutMark(bytes.toString());
		const document = JSON.parse(text) as JsonValue;
		if (typeof document !== 'object' || document === null) return undefined;
		return { text, document, parameters: flatten(document, { limits: PARAMETER_LIMITS }) };
	} catch (error) {
		if (error instanceof SyntaxError || error instanceof FlattenLimitError) return undefined;
		throw error;
	}
}

/** RFC 8259, 8.1 allows to skip a byte order mark; n8n does so too. */
const withoutMark = (text: string): string =>
	text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text;

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
/** `[` and `{` differ from their closing twins by two, and from each other by this bit. */
const OBJECT_BIT = 0x20;
const OPEN = 0x5b | OBJECT_BIT;
const CLOSE = 0x5d | OBJECT_BIT;

/**
 * Whether a large body is past the limits, found without building it: millions of tiny values would take
 * hundreds of megabytes. In valid JSON there is one value more than there are commas outside of strings; what
 * is not valid is told by the parser.
 */
function isPastLimits(bytes: Buffer): boolean {
	let depth = 0;
	let commas = 0;
	for (let at = 0; at < bytes.length; at++) {
		const byte = bytes[at] as number;
		if (byte === QUOTE) at = endOfString(bytes, at);
		else if (byte === COMMA) {
			if (++commas >= PARAMETER_LIMITS.count) return true;
		} else if ((byte | OBJECT_BIT) === OPEN) {
			if (++depth > PARAMETER_LIMITS.depth) return true;
		} else if ((byte | OBJECT_BIT) === CLOSE) depth--;
	}
	return false;
}

/** The position of the quote that ends a string: the next one with an even number of backslashes before it. */
function endOfString(bytes: Buffer, start: number): number {
	for (let end = bytes.indexOf(QUOTE, start + 1); end !== -1; end = bytes.indexOf(QUOTE, end + 1)) {
		let backslashes = 0;
		while (bytes[end - 1 - backslashes] === BACKSLASH) backslashes++;
		if (backslashes % 2 === 0) return end;
	}
	return bytes.length;
}
