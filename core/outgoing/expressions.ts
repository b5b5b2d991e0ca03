/** The values that n8n gives for the inserts of a form: each evaluated once for an item, and as they are. */
import { IntegrationError } from '../errors';
import { suggestion, type Insert } from '../jinjava';
import { TEMPLATE_ROOTS } from './context';
import type { ItemScope } from './item-scope';
import { isSameForAllItems, unknownName } from './languages';

/** Evaluates an expression of n8n with its braces, `{{ $json.id }}`, for an item. */
export type Evaluate = (expression: string, item: number) => unknown;

/** Where an insert stands, for errors. */
export interface InsertPlace {
	path: string;
	label: string;
}

export class ExpressionValues {
	private readonly ofItems = new WeakMap<ItemScope, Map<string, unknown>>();

	private readonly ofAllItems = new Map<string, unknown>();

	constructor(private readonly evaluate: Evaluate) {}

	/**
	 * @throws {IntegrationError} `EXPRESSION_FAILED` when n8n cannot evaluate the insert, `EXPRESSION_UNKNOWN_NAME`
	 * when it has no value and reads a name that no template knows either
	 */
	value(insert: Insert, scope: ItemScope, place: InsertPlace): unknown {
		const known = this.valuesFor(insert, scope);
		const { expression } = insert;
		if (!known.has(expression)) known.set(expression, this.read(insert, scope, place));
		return known.get(expression);
	}

	private valuesFor(insert: Insert, scope: ItemScope): Map<string, unknown> {
		if (isSameForAllItems(insert)) return this.ofAllItems;
		let values = this.ofItems.get(scope);
		if (!values) this.ofItems.set(scope, (values = new Map<string, unknown>()));
		return values;
	}

	private read(insert: Insert, scope: ItemScope, place: InsertPlace): unknown {
		const { expression } = insert;
		let value: unknown;
		try {
			// n8n ends an expression at the first closing braces that no backslash stands before.
			value = this.evaluate(`{{ ${expression.replace('}}', '\\}}')} }}`, scope.index);
		} catch (cause) {
			if (cause instanceof IntegrationError) throw cause;
			const reason = cause instanceof Error ? cause.message : 'unknown reason';
			throw new IntegrationError(
				`${place.label}: n8n cannot evaluate {{ ${expression} }}: ${reason}`,
				{
					code: 'EXPRESSION_FAILED',
					field: place.path,
					hint: 'n8n evaluates inserts that read a name beginning with $. They have no filters: read json, customer or event for those.',
					cause,
				},
			);
		}
		const unknown = unknownName(insert);
		if (value !== undefined || unknown === undefined) return value;
		throw new IntegrationError(
			`${place.label}: {{ ${expression} }} has no value: neither templates nor n8n have the name "${unknown}"${suggestion(unknown, TEMPLATE_ROOTS)}`,
			{
				code: 'EXPRESSION_UNKNOWN_NAME',
				field: place.path,
				hint: `Templates read ${[...TEMPLATE_ROOTS].join(', ')}; names of n8n begin with $.`,
			},
		);
	}
}

/** Text as a request carries it: objects as JSON, dates as ISO 8601, nothing for what is missing. */
export function toText(value: unknown): string {
	if (value === undefined || value === null || Number.isNaN(value)) return '';
	if (typeof value === 'string') return value;
	if (typeof value !== 'object') return String(value);
	const json = JSON.stringify(value);
	const parsed: unknown = json.startsWith('"') ? JSON.parse(json) : json;
	return String(parsed);
}
