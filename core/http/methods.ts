/** The methods that a request can be sent with. */
export const METHODS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'] as const;

export type Method = (typeof METHODS)[number];

export const isMethod = (name: string): name is Method =>
	(METHODS as readonly string[]).includes(name);

/** Sending these twice has the effect of sending them once (RFC 9110, 9.2.2), so that a client may repeat them. */
export const IDEMPOTENT_METHODS: ReadonlySet<string> = new Set([
	'GET',
	'HEAD',
	'OPTIONS',
	'PUT',
	'DELETE',
]);
