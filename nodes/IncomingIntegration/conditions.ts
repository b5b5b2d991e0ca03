import {
	executeFilter,
	type FilterConditionValue,
	type FilterValue,
	type IWebhookFunctions,
} from 'n8n-workflow';

import { IntegrationError } from '../../core/errors';
import type { Conditions } from '../../core/incoming/conditions';
import type { Lookup } from '../../core/incoming/lookup';
import type { JsonValue } from '../../core/json';

/**
 * The filter control's value as a test on a request, by n8n's own operators. Text on the left is the address of a
 * parameter; the result of an expression there is taken as it is.
 */
export function readConditions(context: IWebhookFunctions): Conditions | undefined {
	const raw = context.getNodeParameter('conditions', {}, { rawExpressions: true }) as
		Partial<FilterValue> | undefined;
	const rows = raw?.conditions ?? [];
	if (!raw || rows.length === 0) return undefined;
	return (lookup, document) => {
		const filter = hasExpression(rows) ? evaluate(context, document) : (raw as FilterValue);
		return isMet(context, { ...filter, conditions: resolve(filter, rows, lookup) });
	};
}

const isExpression = (value: unknown): boolean =>
	typeof value === 'string' && value.startsWith('=');

const hasExpression = (rows: FilterConditionValue[]): boolean =>
	rows.some(({ leftValue, rightValue }) => isExpression(leftValue) || isExpression(rightValue));

const resolve = (
	filter: FilterValue,
	raw: FilterConditionValue[],
	lookup: Lookup,
): FilterConditionValue[] =>
	filter.conditions.map((condition, index) => {
		const written = raw[index]?.leftValue;
		if (typeof written !== 'string' || isExpression(written)) return condition;
		const value = lookup(written.trim());
		return { ...condition, leftValue: value as FilterConditionValue['leftValue'] };
	});

/** A value that cannot be compared as asked is no match, as n8n's IF node would not go on with it either. */
function isMet(context: IWebhookFunctions, filter: FilterValue): boolean {
	try {
		return executeFilter(filter);
	} catch (error) {
		context.logger.debug('A condition could not be evaluated', {
			error: error instanceof Error ? error.message : String(error),
		});
		return false;
	}
}

/**
 * n8n made `$json` before the body was read, so the body is put in its place first.
 * @throws {IntegrationError} `CONDITIONS_EXPRESSION`
 */
function evaluate(context: IWebhookFunctions, document: JsonValue): FilterValue {
	const input: unknown = Reflect.get(context, 'connectionInputData');
	const [item] = Array.isArray(input) ? (input as Array<{ json?: { body?: unknown } }>) : [];
	if (item?.json) item.json.body = document;
	try {
		return context.getNodeParameter('conditions') as FilterValue;
	} catch (cause) {
		throw cannotEvaluate(cause);
	}
}

const cannotEvaluate = (cause: unknown): IntegrationError =>
	new IntegrationError(
		`An expression of a condition cannot be evaluated: ${cause instanceof Error ? cause.message : String(cause)}`,
		{
			code: 'CONDITIONS_EXPRESSION',
			field: 'conditions',
			hint: 'Name the parameter by its address, for example complaint.priority. Early versions of n8n 2 know no $json before the workflow starts.',
			cause,
		},
	);
