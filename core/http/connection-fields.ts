/** Header fields of the HTTP connection itself, which the client writes (RFC 9110, 7.6.1). Lower-case names. */
export const CONNECTION_FIELDS: ReadonlySet<string> = new Set([
	'connection',
	'content-length',
	'expect',
	'keep-alive',
	'proxy-authorization',
	'proxy-connection',
	'te',
	'trailer',
	'transfer-encoding',
	'upgrade',
]);
