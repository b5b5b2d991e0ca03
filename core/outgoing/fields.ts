/** Form fields: Jinjava templates in Fixed mode, the host's own expressions in Expression mode. */
import { compile, type Template, type TemplateContext } from '../jinjava';

/** What a form holds as the user wrote it, not evaluated. */
export interface Form {
	values: Record<string, unknown>;
	/**
	 * Evaluates the expression at a path (`headerParameters.parameters[0].value`) for an item. Absent where
	 * every field is Fixed, as in a saved integration.
	 */
	resolve?: (path: string, item: number) => unknown;
	/** Fields, by their top-level names, in which a leading `=` is text: those that a cURL command filled. */
	literals?: ReadonlySet<string>;
}

/** Is told what templates read, for previews and tests. */
export interface RenderObserver {
	/** A `{{ … }}` of a field rendered to nothing because its value is missing. */
	onMissing?(insert: { field: string; expression: string }): void;
	/** A template is about to read these top-level names of its context. */
	onRead?(references: ReadonlySet<string>): void;
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
	/** @throws {TemplateError | SkipItem} */
	render(scope: ItemScope): string;
}

/** A name and a value, as queries, headers, bodies and event parameters have them. */
export interface Row {
	name: TextField;
	value: TextField;
	/** The value with the type that an expression gave it; rendered text for a Fixed field. */
	typedValue(scope: ItemScope): unknown;
	/** A field of the row that is no template. */
	option(name: string, scope: ItemScope): unknown;
}

export const isExpression = (raw: unknown): raw is string =>
	typeof raw === 'string' && raw.startsWith('=');

const holdsExpression = (raw: unknown): boolean =>
	typeof raw === 'object' && raw !== null
		? Object.values(raw).some(holdsExpression)
		: isExpression(raw);

/** Reads a form; every template is compiled at most once, when the first item needs it. */
export class FormReader {
	private readonly fields = new Map<string, TextField>();

	private readonly rawValues = new Map<string, unknown>();

	private readonly lists = new Map<string, Row[]>();

	private readonly settled = new Map<object, unknown>();

	constructor(private readonly form: Form) {}

	/** The raw value at a path, an expression included; `undefined` where the form holds none. */
	raw(path: string): unknown {
		if (!this.rawValues.has(path)) this.rawValues.set(path, this.find(path));
		return this.rawValues.get(path);
	}

	private find(path: string): unknown {
		let value: unknown = this.form.values;
		for (const key of path.split(/[.[\]]+/)) {
			if (key === '') continue;
			if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key))
				return undefined;
			value = (value as Record<string, unknown>)[key];
		}
		return value;
	}

	/** A value that is never a template: a switch, a number, a choice. */
	option(path: string, { index }: ItemScope): unknown {
		const raw = this.raw(path);
		return isExpression(raw) && this.isDynamic(path) ? this.form.resolve?.(path, index) : raw;
	}

	/** Whether the user asked for an expression here; in a form without expressions a leading `=` is text. */
	isDynamic(path: string): boolean {
		const { resolve, literals } = this.form;
		if (resolve === undefined || literals?.has(/^\w+/.exec(path)?.[0] ?? '')) return false;
		return isExpression(this.raw(path));
	}

	/**
	 * What `read` makes of a field that is the same for all items, read once; with an expression in it, once for
	 * each item.
	 * @param read one function for one result
	 */
	once<T>(path: string, scope: ItemScope, read: (form: FormReader, scope: ItemScope) => T): T {
		if (this.settled.has(read)) return this.settled.get(read) as T;
		const value = read(this, scope);
		if (this.form.resolve === undefined || !holdsExpression(this.raw(path))) {
			this.settled.set(read, value);
		}
		return value;
	}

	/** The typed result of an expression, or the rendered text of a template; other values as they are. */
	value(path: string, scope: ItemScope): unknown {
		const raw = this.raw(path);
		if (this.isDynamic(path)) return this.option(path, scope);
		return typeof raw === 'string' ? this.text(path).render(scope) : raw;
	}

	text(path: string): TextField {
		let field = this.fields.get(path);
		if (!field) {
			field = this.createText(path);
			this.fields.set(path, field);
		}
		return field;
	}

	/** The rows of a multi-value collection; none where the form holds none. */
	rows(path: string): Row[] {
		let rows = this.lists.get(path);
		if (!rows) {
			rows = this.createRows(path);
			this.lists.set(path, rows);
		}
		return rows;
	}

	private createRows(path: string): Row[] {
		const list = this.raw(path);
		if (!Array.isArray(list)) return [];
		return list.map((_, position) => {
			const at = (name: string) => `${path}[${position}].${name}`;
			const value = this.text(at('value'));
			return {
				name: this.text(at('name')),
				value,
				typedValue: (scope) =>
					this.isDynamic(value.path) ? this.option(value.path, scope) : value.render(scope),
				option: (name, scope) => this.option(at(name), scope),
			};
		});
	}

	private createText(path: string): TextField {
		if (this.isDynamic(path)) {
			return { path, render: (scope) => toText(this.option(path, scope)) };
		}
		const source = toText(this.raw(path));
		let compiled: Template | undefined;
		return {
			path,
			render: (scope) => {
				const template = (compiled ??= compile(source, { field: path }));
				if (template.isStatic) return source;
				const { observer } = scope;
				observer?.onRead?.(template.references);
				return template.render(scope.context(template.references), {
					now: scope.now,
					...(observer?.onMissing && {
						onMissing: ({ expression }) => observer.onMissing?.({ field: path, expression }),
					}),
				});
			},
		};
	}
}

/** Text as a request carries it: objects as JSON, nothing for null and undefined. */
export function toText(value: unknown): string {
	if (value === undefined || value === null) return '';
	if (typeof value === 'string') return value;
	if (typeof value === 'object') return JSON.stringify(value);
	return String(value);
}
