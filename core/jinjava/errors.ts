import { IntegrationError, type ErrorDetails } from '../errors';

export { instead, suggestion } from './nearest';

export interface Position {
	line: number;
	column: number;
}

/** `JSON, line 3, column 14: unknown filter "tojsn" (did you mean "tojson"?)` */
export class TemplateError extends IntegrationError {
	readonly line: number;
	readonly column: number;

	constructor(
		reason: string,
		position: Position,
		{ label, ...details }: ErrorDetails & { field: string; label?: string },
	) {
		super(
			`${label ?? details.field}, line ${position.line}, column ${position.column}: ${reason}`,
			details,
		);
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

/** The parameter that contains a template, and how its form calls it. */
export interface Place {
	field: string;
	label: string;
}

/** Places a fault in its template and names the field that contains it; any other error passes as it is. */
export function locate(error: unknown, source: string, place: Place, offset: number): unknown {
	if (error instanceof RangeError)
		return locate(new Fault(TOO_LARGE, 'TEMPLATE_LIMIT'), source, place, offset);
	if (!(error instanceof Fault)) return error;
	return new TemplateError(error.message, positionAt(source, error.offset ?? offset), {
		code: error.code,
		...place,
		hint: error.hint,
	});
}
