/** The item that fields are rendered for, and who is told what they read. */
import type { TemplateContext } from '../jinjava';

/** Is told what templates read, for previews and tests. */
export interface RenderObserver {
	/** An insert of a field gave nothing because its value is missing. */
	onMissing?(insert: { field: string; expression: string }): void;
	/** An insert was given its value; in loops once for every turn. */
	onInsert?(insert: InsertRead): void;
	/** A template is about to read these top-level names of its context. */
	onRead?(references: ReadonlySet<string>): void;
}

/** An insert of a field, named by its label, and what it gave. */
export interface InsertRead {
	field: string;
	/** With its braces. */
	text: string;
	/** Where it stands in the field, in characters. */
	offset: number;
	language: 'Jinjava' | 'n8n';
	value: unknown;
}

/** The item that a request is made for. */
export interface ItemScope {
	index: number;
	/** What templates may read; built when the first template asks for it. */
	context(references: ReadonlySet<string>): TemplateContext;
	/** Milliseconds since the Unix epoch, for date filters. */
	now: number;
	observer?: RenderObserver | undefined;
}

/** A field that ends up as text. */
export interface TextField {
	readonly path: string;
	/** How the form calls the field. */
	readonly label: string;
	/** @throws {TemplateError | SkipItem} */
	render(scope: ItemScope): string;
}
