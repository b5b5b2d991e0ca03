/** What the parameter picker saves. */

/** A resource locator; workflows written by hand may contain the address itself. */
export type PickedParameter = string | { mode?: unknown; value?: unknown } | undefined;

/** The address that was selected, or the one that was written, without spaces around it; '' for none. */
export function addressOf(picked: PickedParameter): string {
	const { mode, value } = typeof picked === 'object' ? picked : { mode: '', value: picked };
	if (typeof value !== 'string') return '';
	// What the list has was sent so: a key may begin or end with a space.
	return mode === 'list' ? value : value.trim();
}

/** The rows of a fixedCollection named `rows`. */
export function rowsOf<Row>(collection: unknown): Row[] {
	const rows = (collection as { rows?: unknown } | undefined)?.rows;
	return Array.isArray(rows) ? (rows as Row[]) : [];
}

/** What n8n evaluates. */
export const isExpression = (value: unknown): boolean =>
	typeof value === 'string' && value.startsWith('=');
