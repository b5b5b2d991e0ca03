import { IntegrationError, type ErrorDetails } from '../errors';

export interface Position {
	line: number;
	column: number;
}

/** `jsonBody, line 3, column 14: unknown filter "tojsn" (did you mean "tojson"?)` */
export class TemplateError extends IntegrationError {
	readonly line: number;
	readonly column: number;

	constructor(reason: string, position: Position, details: ErrorDetails & { field: string }) {
		super(`${details.field}, line ${position.line}, column ${position.column}: ${reason}`, details);
		this.line = position.line;
		this.column = position.column;
	}
}

/** A required insert has no value: nothing is sent for this item. `message` is the reason shown to the user. */
export class SkipItem extends IntegrationError {}

export type FaultCode =
	| 'TEMPLATE_SYNTAX'
	| 'TEMPLATE_UNKNOWN_NAME'
	| 'TEMPLATE_NEEDS_SYNERISE'
	| 'TEMPLATE_VALUE'
	| 'TEMPLATE_LIMIT';

/**
 * A fault of a template before its place is known in lines and columns. `offset` counts characters from the
 * start of the template; a fault raised while rendering has none, its place is the operation under way.
 */
export class Fault extends Error {
	constructor(
		reason: string,
		readonly code: FaultCode = 'TEMPLATE_VALUE',
		readonly offset?: number,
		readonly hint?: string,
	) {
		super(reason);
	}
}

/** Line and column (both from 1) of a character offset. */
export function positionAt(source: string, offset: number): Position {
	let line = 1;
	let lineStart = 0;
	for (;;) {
		const lineEnd = source.indexOf('\n', lineStart);
		if (lineEnd === -1 || lineEnd >= offset) return { line, column: offset - lineStart + 1 };
		line += 1;
		lineStart = lineEnd + 1;
	}
}

const TOO_LARGE = 'the template nests too deeply or makes a value that is too large';

/** Places a fault in its template and names the field that holds it; any other error passes as it is. */
export function locate(error: unknown, source: string, field: string, offset: number): unknown {
	if (error instanceof RangeError)
		return locate(new Fault(TOO_LARGE, 'TEMPLATE_LIMIT'), source, field, offset);
	if (!(error instanceof Fault)) return error;
	return new TemplateError(error.message, positionAt(source, error.offset ?? offset), {
		code: error.code,
		field,
		hint: error.hint,
	});
}

/** ` (did you mean "tojson"?)`, or nothing when no known name is close. */
export function suggestion(unknown: string, known: Iterable<string>): string {
	let best: string | undefined;
	let bestDistance = Math.min(2, Math.floor(unknown.length / 2)) + 1;
	for (const name of known) {
		const distance = editDistance(unknown.toLowerCase(), name.toLowerCase(), bestDistance);
		if (distance < bestDistance) [best, bestDistance] = [name, distance];
	}
	return best === undefined ? '' : ` (did you mean "${best}"?)`;
}

/** Levenshtein distance, cut short at `limit`. */
function editDistance(a: string, b: string, limit: number): number {
	if (Math.abs(a.length - b.length) >= limit) return limit;
	let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
	for (let row = 1; row <= a.length; row += 1) {
		const current = [row];
		for (let column = 1; column <= b.length; column += 1) {
			const substitution = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
			current.push(
				Math.min(substitution, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1),
			);
		}
		previous = current;
	}
	return previous[b.length] ?? limit;
}
