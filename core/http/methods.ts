/** The methods that a request can be sent with. */
export const METHODS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'] as const;

export type Method = (typeof METHODS)[number];

export const isMethod = (name: string): name is Method =>
	(METHODS as readonly string[]).includes(name);
