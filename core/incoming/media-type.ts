/** RFC 9110, 8.3: type and subtype have no letter case; parameters, such as a charset, are free. */
const APPLICATION_JSON = /^[ \t]*application\/json[ \t]*(?:;|$)/i;

/** Also `application/cloudevents+json` and its like (RFC 6839, 3.1). */
const JSON_SUFFIX = /^[ \t]*application\/(?:json|[\w.!#$&^-]+\+json)[ \t]*(?:;|$)/i;

/**
 * @param lenient whether types that end in `+json` count, and a type that a proxy has written twice
 */
export function isJson(contentType: string | undefined, lenient = false): boolean {
	if (contentType === undefined) return false;
	if (!lenient) return APPLICATION_JSON.test(contentType);
	return contentType.split(',').every((type) => JSON_SUFFIX.test(type));
}

/** What an endpoint reads, as a 415 says it (RFC 9110, 15.5.16). */
export const readableTypes = (lenient: boolean): string =>
	lenient ? 'application/json, application/*+json' : 'application/json';

/** What the host undoes, by its registered name (RFC 9110, 8.4.1). */
const READABLE_CODINGS = new Set(['', 'identity', 'gzip', 'x-gzip', 'deflate']);

/** RFC 9110, 15.5.16: a coding that the server cannot undo is refused like an unknown media type. */
export const isReadableCoding = (contentEncoding: string | undefined): boolean =>
	READABLE_CODINGS.has((contentEncoding ?? '').trim().toLowerCase());
