import { isUtf8 } from 'node:buffer';

import type { JsonObject, JsonValue } from '../json';
import { LONG_NAME, measureJson, type JsonLimits } from '../json-limits';
import { parseJson } from '../parse-json';
import {
	flattenWithin,
	FlattenLimitError,
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

/** The same, as far as the text tells; names and containers are told by the count. */
const BODY_LIMITS: JsonLimits = { ...PARAMETER_LIMITS, containers: Infinity, names: Infinity };

/** Smaller bodies can contain too little to be worth a look before they are parsed. */
const PRESCAN_FROM_BYTES = 64 * 1024;

const BYTE_ORDER_MARK = 0xfeff;

/**
 * Reads a body and names its values.
 * @param largeNumbersAsText whether integers beyond 2^53 become text with the same digits
 */
export function parseBody(bytes: Buffer, largeNumbersAsText = false): ParsedBody | MalformedBody {
	if (!isUtf8(bytes)) return { cause: 'the body is not UTF-8' };
	try {
		const text = withoutMark(bytes.toString());
		const limit = bytes.length >= PRESCAN_FROM_BYTES && measureJson(text, BODY_LIMITS).exceeded;
		if (limit) return { cause: CAUSES[limit as keyof FlattenLimits] };
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
