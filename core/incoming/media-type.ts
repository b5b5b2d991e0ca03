/** RFC 9110, 8.3: type and subtype have no letter case; parameters, such as a charset, are free. */
const APPLICATION_JSON = /^[ \t]*application\/json[ \t]*(?:;|$)/i;

export const isJson = (contentType: string | undefined): boolean =>
	contentType !== undefined && APPLICATION_JSON.test(contentType);

/** What the host undoes, by its registered name (RFC 9110, 8.4.1). */
const READABLE_CODINGS = new Set(['', 'identity', 'gzip', 'x-gzip', 'deflate']);

/** RFC 9110, 15.5.16: a coding that the server cannot undo is refused like an unknown media type. */
export const isReadableCoding = (contentEncoding: string | undefined): boolean =>
	READABLE_CODINGS.has((contentEncoding ?? '').trim().toLowerCase());
