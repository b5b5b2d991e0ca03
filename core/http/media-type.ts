/** `Content-Type` and `Content-Disposition` of a response. */
import { MIMEType, TextDecoder } from 'node:util';
import { parse } from 'content-disposition';

export interface MediaType {
	/** Lower case, without parameters; empty when the field is missing or cannot be read. */
	type: string;
	/** The parameter `charset`; empty when there is none. */
	charset: string;
}

type Field = string | string[] | undefined;

const QUOTED_OR_COMMA = /"(?:[^"\\]|\\.)*"|,/g;

/** @param field several fields of one name, or one that lists several types, count as the last type that can be read */
export function mediaType(field: Field): MediaType {
	for (const text of [fieldValue(field), ...listItems(fieldValue(field)).reverse()]) {
		const parsed = parseMediaType(text);
		if (parsed) return { type: parsed.essence, charset: parsed.params.get('charset') ?? '' };
	}
	return { type: '', charset: '' };
}

function parseMediaType(text: string): MIMEType | undefined {
	try {
		return new MIMEType(text);
	} catch {
		return undefined;
	}
}

function listItems(text: string): string[] {
	const commas = [...text.matchAll(QUOTED_OR_COMMA)].filter(([match]) => match === ',');
	const starts = [0, ...commas.map(({ index }) => index + 1)];
	return starts.map((start, number) => text.slice(start, commas[number]?.index));
}

/**
 * The name in a `Content-Disposition` field: RFC 6266 with the extended notation of RFC 8187, quoted pairs and raw UTF-8.
 * Common mistakes are read as well: no type, an extended value in quotes, in another charset, or without one.
 * @returns `undefined` without a name; a path is left as it is
 */
export function dispositionFileName(field: Field): string | undefined {
	const value = fieldValue(field);
	const { parameters } = parse(/^\s*filename\*?\s*=/i.test(value) ? `attachment; ${value}` : value);
	// What the library cannot decode stays under the name of the notation.
	const extended = parameters['filename*'];
	const decoded = extended === undefined ? undefined : decodeExtended(extended);
	return decoded || parameters.filename || extended?.split("'").pop() || undefined;
}

/** @returns `undefined` for what is not `charset'language'encoded`, or cannot be decoded by its charset */
function decodeExtended(value: string): string | undefined {
	const [, charset, encoded] = /^([\w.:+-]+)'[^']*'(.*)$/s.exec(value) ?? [];
	if (charset === undefined || encoded === undefined) return undefined;
	try {
		return new TextDecoder(charset, { fatal: true }).decode(percentDecoded(encoded));
	} catch {
		return undefined;
	}
}

const percentDecoded = (text: string): Buffer =>
	Buffer.from(
		Buffer.from(text)
			.toString('latin1')
			.replace(/%([0-9a-f]{2})/gi, (_escape, hex: string) =>
				String.fromCharCode(Number.parseInt(hex, 16)),
			),
		'latin1',
	);

const fieldValue = (field: Field): string =>
	Array.isArray(field) ? field.join(', ') : (field ?? '');
