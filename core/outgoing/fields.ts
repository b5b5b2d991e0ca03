/**
 * Form fields: texts with inserts, in Fixed mode and in Expression mode. Which language an insert is written in,
 * Jinjava or n8n's, is decided insert by insert (core/jinjava/host).
 */
import { ExpressionValues, toText, type Evaluate } from './expressions';
import type { ItemScope, TextField } from './item-scope';
import { templatedField, type TypedField } from './templated-field';

export type { ItemScope, RenderObserver, TextField } from './item-scope';

/** What a form contains as the user wrote it, not evaluated. */
export interface Form {
	values: Record<string, unknown>;
	/** How the form calls the field at a path (`headerParameters.parameters[0].value`); the path unless given. */
	label?: (path: string) => string;
	/**
	 * Gives the value of a field in Expression mode that is not a template. Absent where every field is Fixed, as in a
	 * saved integration.
	 */
	resolve?: (path: string, item: number) => unknown;
	/** Evaluates an insert that is n8n's. Absent where no workflow runs. */
	evaluate?: Evaluate;
	/** Fields, by their top-level names, in which a leading `=` is text: those that a cURL command filled. */
	literals?: ReadonlySet<string>;
}

/** A name and a value, as queries, headers, bodies and event parameters have them. */
export interface Row {
	name: TextField;
	value: TextField;
	/** The value with its type where the field is one expression of n8n's; rendered text otherwise. */
	typedValue(scope: ItemScope): unknown;
	/** Another text of the row. */
	text(name: string): TextField;
	/** A field of the row that is not a template. */
	option(name: string, scope: ItemScope): unknown;
}

export const isExpression = (raw: unknown): raw is string =>
	typeof raw === 'string' && raw.startsWith('=');

/** Reads a form; every template is compiled no more than once, when the first item needs it. */
export class FormReader {
	private readonly fields = new Map<string, TypedField>();

	private readonly rawValues = new Map<string, unknown>();

	private readonly lists = new Map<string, Row[]>();

	private readonly settled = new Map<object, unknown>();

	private readonly expressions: ExpressionValues | undefined;

	/** How often something was read that another item may have another value for. */
	private itemReads = 0;

	constructor(private readonly form: Form) {
		this.expressions = form.evaluate && new ExpressionValues(form.evaluate);
	}

	/** How the form calls the field at a path. */
	label(path: string): string {
		return this.form.label?.(path) ?? path;
	}

	/** The raw value at a path, an expression included; `undefined` where the form contains none. */
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
		if (!this.isDynamic(path)) return this.raw(path);
		this.itemReads += 1;
		return this.form.resolve?.(path, index);
	}

	/** Whether the field is in Expression mode; in a form without that mode a leading `=` is text. */
	isDynamic(path: string): boolean {
		const { resolve, literals } = this.form;
		if (resolve === undefined || literals?.has(/^\w+/.exec(path)?.[0] ?? '')) return false;
		return isExpression(this.raw(path));
	}

	/**
	 * What `read` makes of fields that are the same for all items, read once; once for each item when it came upon
	 * an expression or an insert.
	 * @param read one function for one result
	 */
	once<T>(scope: ItemScope, read: (form: FormReader, scope: ItemScope) => T): T {
		if (this.settled.has(read)) return this.settled.get(read) as T;
		const before = this.itemReads;
		const value = read(this, scope);
		if (this.itemReads === before) this.settled.set(read, value);
		return value;
	}

	/** The typed value of a lone expression of n8n's, or the rendered text; what is not text as it is. */
	value(path: string, scope: ItemScope): unknown {
		const raw = this.raw(path);
		return typeof raw === 'string' ? this.field(path).value(scope) : raw;
	}

	/** Whether a text has no inserts. */
	isStatic(path: string): boolean {
		return this.field(path).isStatic();
	}

	text(path: string): TextField {
		return this.field(path);
	}

	private field(path: string): TypedField {
		let field = this.fields.get(path);
		if (!field) {
			field = templatedField({
				path,
				label: this.label(path),
				raw: toText(this.raw(path)),
				isExpression: this.isDynamic(path),
				expressions: this.expressions,
				onVarying: () => (this.itemReads += 1),
			});
			this.fields.set(path, field);
		}
		return field;
	}

	/** The rows of a multi-value collection; none where the form contains none. */
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
			const value = this.field(at('value'));
			return {
				name: this.text(at('name')),
				value,
				typedValue: (scope) => value.value(scope),
				text: (name) => this.text(at(name)),
				option: (name, scope) => this.option(at(name), scope),
			};
		});
	}
}
