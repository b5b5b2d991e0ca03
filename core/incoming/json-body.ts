import { isUtf8 } from 'node:buffer';

import type { JsonObject, JsonValue } from '../json';
import { parseJson } from '../parse-json';
import {
	flattenWithin,
	FlattenLimitError,
	LONG_NAME,
	type FlattenLimits,
	type Parameters,
} from '../parameters/flatten';

export type JsonDocument = JsonObject | JsonValue[];

export interface ParsedBody {
	text: string;
	document: JsonDocument;
	parameters: Parameters;
	/** Values that have no parameter, because naming them would store many times what was sent. */
	omitted: number;
}

/** Not a body that can be accepted; `cause` says why, without anything of the body. */
export interface MalformedBody {
	cause: string;
}

/** Beyond these a request is refused like one that is no JSON. */
export const PARAMETER_LIMITS: FlattenLimits = {
	depth: 100,
	count: 10_000,
	length: 4 * 1024 * 1024,
	longNames: 16,
};

const CAUSES: Record<keyof FlattenLimits, string> = {
	depth: 'the body is nested deeper than 100 levels',
	count: 'the body has more than 10,000 parameters',
	length: 'the names of the parameters are longer than 4 MiB in total',
	longNames: `more than ${PARAMETER_LIMITS.longNames} parameters have names longer than ${LONG_NAME.toLocaleString('en')} characters`,
};

/**
 * Names may take as much as the body, and this much more. With the body itself, what is stored stays below three
 * times what was sent and 64 kB.
 */
const ROOM_FOR_NAMES = 48 * 1024;

/** Smaller bodies can hold too little to be worth a look before they are parsed. */
const PRESCAN_FROM_BYTES = 64 * 1024;

const BYTE_ORDER_MARK = 0xfeff;

/**
 * Reads a body and names its values.
 * @param largeNumbersAsText whether integers beyond 2^53 become text with the same digits
 */
export function parseBody(bytes: Buffer, largeNumbersAsText = false): ParsedBody | MalformedBody {
	if (!isUtf8(bytes)) return { cause: 'the body is not UTF-8' };
	try {
		const limit = bytes.length >= PRESCAN_FROM_BYTES ? exceededLimit(bytes) : undefined;
		if (limit) return { cause: CAUSES[limit] };
		const text = withoutMark(bytes.toString());
		const document = (largeNumbersAsText ? parseJson(text) : JSON.parse(text)) as JsonValue;
		if (typeof document !== 'object' || document === null) {
			return { cause: 'the body is neither an object nor an array' };
		}
		const omitBeyond = { length: bytes.length + ROOM_FOR_NAMES };
		const named = flattenWithin(document, { refuseBeyond: PARAMETER_LIMITS, omitBeyond });
		return { text, document, ...named };
	} catch (error) {
		if (error instanceof SyntaxError) return { cause: syntaxCause(error) };
		if (error instanceof FlattenLimitError) return { cause: CAUSES[error.limit] };
		throw error;
	}
}

/** V8's message quotes the text; only the place is taken from it. */
function syntaxCause({ message }: SyntaxError): string {
	const [place] = /at position \d+(?= \(line \d+ column \d+\)$)/.exec(message) ?? [];
	return ['the body is not valid JSON', place].filter(Boolean).join(' ');
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
 * The limit that a large body exceeds, found without building it: millions of tiny values would take hundreds of
 * megabytes, hundreds of long names seconds. In valid JSON there is one value more than there are commas outside
 * of strings; what is not valid is told by the parser.
 */
function exceededLimit(bytes: Buffer): keyof FlattenLimits | undefined {
	let depth = 0;
	let commas = 0;
	let longNames = 0;
	for (let at = 0; at < bytes.length; at++) {
		const byte = bytes[at] as number;
		if (byte === QUOTE) {
			const end = endOfString(bytes, at);
			if (isLongName(bytes, at, end) && ++longNames > PARAMETER_LIMITS.longNames) {
				return 'longNames';
			}
			at = end;
		} else if (byte === COMMA) {
			if (++commas >= PARAMETER_LIMITS.count) return 'count';
		} else if ((byte | OBJECT_BIT) === OPEN) {
			if (++depth > PARAMETER_LIMITS.depth) return 'depth';
		} else if ((byte | OBJECT_BIT) === CLOSE) depth--;
	}
	return undefined;
}

/** @throws {SyntaxError} */
function isLongName(bytes: Buffer, start: number, end: number): boolean {
	if (end - start <= LONG_NAME || !/^\s*:/.test(bytes.toString('latin1', end + 1, end + 100))) {
		return false;
	}
	return (JSON.parse(bytes.toString('utf8', start, end + 1)) as string).length > LONG_NAME;
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
