/** A field of a form that may have inserts: compiled once, when the first item needs it. */
import { compile, type Insert, type Template } from '../jinjava';
import { TEMPLATE_ROOTS } from './context';
import { toText, type ExpressionValues } from './expressions';
import type { ItemScope, TextField } from './item-scope';
import { isExpressionInExpressionMode, isExpressionInFixedMode } from './languages';

/** A field whose value keeps its type where it is one expression of n8n's and nothing else. */
export interface TypedField extends TextField {
	value(scope: ItemScope): unknown;
	/** Whether it has no inserts. */
	isStatic(): boolean;
}

export interface FieldSource {
	path: string;
	label: string;
	/** The text as the form has it, with the `=` of Expression mode. */
	raw: string;
	isExpression: boolean;
	/** Absent where no workflow runs. */
	expressions: ExpressionValues | undefined;
	/** Called for each reading whose value may be another one for another item. */
	onVarying(): void;
}

export function templatedField(field: FieldSource): TypedField {
	const { path, label, isExpression } = field;
	const source = isExpression ? field.raw.slice(1) : field.raw;
	let compiled: Template | undefined;
	const template = () =>
		(compiled ??= compile(source, {
			field: path,
			label,
			roots: TEMPLATE_ROOTS,
			host:
				field.expressions &&
				(isExpression ? isExpressionInExpressionMode : isExpressionInFixedMode),
		}));
	const value = (scope: ItemScope): unknown => {
		const known = template();
		if (known.isStatic) return source;
		field.onVarying();
		const [insert] = known.hostInserts;
		return insert && field.expressions && insert.end - insert.start === source.length
			? readLone(insert, field, field.expressions, scope)
			: render(known, field, scope);
	};
	return {
		path,
		label,
		value,
		isStatic: () => template().isStatic,
		render: (scope) => toText(value(scope)),
	};
}

function readLone(
	insert: Insert,
	place: FieldSource,
	expressions: ExpressionValues,
	scope: ItemScope,
): unknown {
	const value = expressions.value(insert, scope, place);
	const { observer } = scope;
	const { expression } = insert;
	const field = place.label;
	if (toText(value) === '') observer?.onMissing?.({ field, expression });
	observer?.onInsert?.({ field, text: `{{ ${expression} }}`, offset: 2, language: 'n8n', value });
	return value;
}

function render(template: Template, place: FieldSource, scope: ItemScope): string {
	const { observer, now } = scope;
	const { expressions, label: field } = place;
	observer?.onRead?.(template.references);
	return template.render(scope.context(template.references), {
		now,
		...(expressions && {
			hostValue: (insert) => textOrNull(expressions.value(insert, scope, place)),
		}),
		...(observer?.onMissing && {
			onMissing: ({ expression }) => observer.onMissing?.({ field, expression }),
		}),
		...(observer?.onInsert && {
			onInsert: ({ expression, offset, isHost, value }) =>
				observer.onInsert?.({
					field,
					text: `{{ ${expression} }}`,
					offset,
					language: isHost ? 'n8n' : 'Jinjava',
					value,
				}),
		}),
	});
}

const textOrNull = (value: unknown): string | null =>
	value === undefined || value === null ? null : toText(value);
