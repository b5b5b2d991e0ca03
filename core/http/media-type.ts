/** `Content-Type` and `Content-Disposition` of a response. */
import { MIMEType } from 'node:util';
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
 * @returns `undefined` without a name; a path is left as it is
 */
export const dispositionFileName = (field: Field): string | undefined =>
	parse(fieldValue(field)).parameters.filename || undefined;

const fieldValue = (field: Field): string =>
	Array.isArray(field) ? field.join(', ') : (field ?? '');
