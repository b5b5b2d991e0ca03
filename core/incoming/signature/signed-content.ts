/** What a scheme has its sender sign: a text with `{body}`, `{timestamp}`, `{id}` and `{url}` in it. */
import type { Hmac } from 'node:crypto';

/** The values of one request. */
export interface SignedValues {
	/** As received, its content coding undone. */
	body: Buffer;
	timestamp: string;
	id: string;
	/** The address that the sender called. */
	url: string;
}

const VARIABLE = /\{(\w+)\}/;

const NAMES: ReadonlySet<string> = new Set<keyof SignedValues>(['body', 'timestamp', 'id', 'url']);

/** @returns the names in braces that are none of the four, in the order in which they stand */
export const unknownVariables = (template: string): string[] =>
	template.split(VARIABLE).filter((part, index) => index % 2 === 1 && !NAMES.has(part));

export const reads = (template: string, name: keyof SignedValues): boolean =>
	template.includes(`{${name}}`);

/** Feeds the signed content to `hmac`; the body goes in as bytes, whatever its encoding. */
export function updateWith(hmac: Hmac, template: string, values: SignedValues): Hmac {
	// Every second part is what stood in braces.
	for (const [index, part] of template.split(VARIABLE).entries()) {
		hmac.update(index % 2 === 1 ? values[part as keyof SignedValues] : part);
	}
	return hmac;
}
