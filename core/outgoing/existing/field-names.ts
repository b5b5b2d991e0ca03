/**
 * The name of a connection's field within a saved integration. The form of the request has fields of its own
 * called `method`, `url` and `body`, so a connection's field of such a name is saved as `connectionMethod` and so on.
 */
export function savedFieldName(name: string, formNames: ReadonlySet<string>): string {
	return formNames.has(name) ? `connection${name.charAt(0).toUpperCase()}${name.slice(1)}` : name;
}
