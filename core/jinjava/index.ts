/** Inserts: Jinjava templates, compiled once into closures and rendered without reach to anything but data. */
import type { JsonObject } from '../json';
import { IntegrationError, type ErrorDetails } from '../errors';

export interface TemplateOptions {
	/** The parameter that holds the template, named in every error (`jsonBody`). */
	field: string;
}

export interface RenderOptions {
	/** Milliseconds since the Unix epoch, for date filters and `now`. */
	now?: number;
	/** Told of each `{{ … }}` that rendered to nothing because its value is missing. */
	onMissing?: (insert: { expression: string; line: number; column: number }) => void;
}

/** The names a template may read: `customer`, `event`, `automationPathSteps`, `currentStep`, `json`, `context`, … */
export type TemplateContext = JsonObject;

export interface Template {
	/** True when the text holds no insert, tag or comment: it renders to itself. */
	readonly isStatic: boolean;
	/** The top-level names of the context that the template reads (`customer`, `event`). */
	readonly references: ReadonlySet<string>;
	/**
	 * @throws {TemplateError} for a fault of the template
	 * @throws {SkipItem} when `{% customer x %}` or `{% context x %}` names a missing value
	 */
	render(context: TemplateContext, options?: RenderOptions): string;
}

/** `jsonBody, line 3, column 14: unknown filter "tojsn" (did you mean "tojson"?)` */
export class TemplateError extends IntegrationError {
	readonly line: number;
	readonly column: number;

	constructor(
		reason: string,
		position: { line: number; column: number },
		details: ErrorDetails & { field: string },
	) {
		super(`${details.field}, line ${position.line}, column ${position.column}: ${reason}`, details);
		this.line = position.line;
		this.column = position.column;
	}
}

/** A required insert has no value: nothing is sent for this item. `message` is the reason shown to the user. */
export class SkipItem extends IntegrationError {}
