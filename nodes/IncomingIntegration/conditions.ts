import {
	executeFilter,
	FilterError,
	type FilterConditionValue,
	type FilterOperatorType,
	type IWebhookFunctions,
} from 'n8n-workflow';

import { IntegrationError } from '../../core/errors';
import { compareDigits } from '../../core/incoming/exact-order';
import type { Conditions, UnmetCondition } from '../../core/incoming/conditions';
import type { JsonValue } from '../../core/json';
import { operators, valueTypeOf } from './description/operators';
import { addressOf, isExpression, rowsOf, type PickedParameter } from './picked';

/** A row of the parameter `conditions`. */
export interface ConditionRow {
	parameter?: PickedParameter;
	operator?: string;
	value?: unknown;
}

type Context = Pick<IWebhookFunctions, 'getMode' | 'getNodeParameter'>;

const DEFAULT_OPERATOR = 'string:equals';

/** As the form shows an operator: `Number: Is Greater Than`. */
export const operatorName = (operator = DEFAULT_OPERATOR): string =>
	operators.find(({ value }) => value === operator)?.name ?? operator;

/**
 * The rows of `conditions` as a test on a request, by n8n's own operators.
 * @throws {IntegrationError} `CONDITION_INVALID`
 */
export function readConditions(context: Context): Conditions | undefined {
	const raw = context.getNodeParameter('conditions', {}, { rawExpressions: true });
	const rows = rowsOf<ConditionRow>(raw);
	checkRows(rows, context.getMode() === 'manual');
	if (!rows.some(isComplete)) return undefined;
	const isAny = context.getNodeParameter('conditionsMatch', 'all') === 'any';
	return (lookup, document) => {
		const all = hasExpression(rows) ? evaluate(context, document) : rows;
		const complete = all.filter((_, index) => isComplete(rows[index] ?? {}));
		const unmet = complete.flatMap((row) => judge(row, lookup(addressOf(row.parameter))) ?? []);
		return isAny && unmet.length < complete.length ? [] : unmet;
	};
}

/** A test request may bring the sample from which a row's parameter is then selected. */
const isComplete = ({ parameter }: ConditionRow): boolean => addressOf(parameter) !== '';

/** @throws {IntegrationError} `CONDITION_INVALID` */
function checkRows(rows: ConditionRow[], isTest: boolean): void {
	for (const [index, row] of rows.entries()) {
		const { operator = DEFAULT_OPERATOR } = row;
		if (!isTest && !isComplete(row)) throw invalid(`row ${index + 1} has no Parameter`);
		if (!isKnown(operator)) throw invalid(`"${operator}" is not a valid Operator`);
		if (losesDigits(row)) throw tooLarge(index, row);
	}
}

const invalid = (problem: string): IntegrationError =>
	new IntegrationError(`Conditions: ${problem}`, {
		code: 'CONDITION_INVALID',
		field: 'conditions',
		hint: 'Select one from the list, or remove the row.',
	});

/** The form holds numbers, and rounds those beyond 2^53 when they are typed. */
const losesDigits = ({ operator, value }: ConditionRow): boolean =>
	/^number:(equals|notEquals)$/.test(operator ?? '') &&
	typeof value === 'number' &&
	Number.isInteger(value) &&
	!Number.isSafeInteger(value);

const tooLarge = (index: number, { value }: ConditionRow): IntegrationError =>
	new IntegrationError(
		`Conditions: the Value of row ${index + 1}, ${BigInt(value as number)}, may have lost its last digits`,
		{
			code: 'CONDITION_INVALID',
			field: 'conditions',
			hint: 'Select the operator "String: Is Equal To" for numbers beyond 9007199254740991, and enter the number again.',
		},
	);

/** n8n has the last two for each type. */
const isKnown = (operator: string): boolean =>
	operators.some(({ value }) => value === operator) ||
	/^[a-zA-Z]+:(exists|notExists)$/.test(operator);

const hasExpression = (rows: ConditionRow[]): boolean =>
	rows.some(({ parameter, value }) => isExpression(addressOf(parameter)) || isExpression(value));

/**
 * A value whose type cannot be compared as asked is not a match, as n8n's IF node would not go on with it either.
 * @returns `undefined` when the condition is met
 * @throws {IntegrationError} `CONDITION_NOT_EVALUATED`
 */
function judge(row: ConditionRow, found: JsonValue | undefined): UnmetCondition | undefined {
	const address = addressOf(row.parameter);
	const operator = operatorName(row.operator);
	try {
		if (isMet(row, found)) return undefined;
		const remark = found === undefined ? 'the request does not have this parameter' : undefined;
		return { address, operator, remark };
	} catch (error) {
		if (!(error instanceof FilterError)) throw notEvaluated(address, operator, error);
		const remark = `a value of type ${typeName(found)} cannot be compared in this way`;
		return { address, operator, remark };
	}
}

function isMet(row: ConditionRow, found: JsonValue | undefined): boolean {
	const [type, operation = ''] = (row.operator ?? DEFAULT_OPERATOR).split(':');
	const exact = type === 'number' ? compareDigits(operation, found, row.value) : undefined;
	if (exact !== undefined) return exact;
	return executeFilter({
		combinator: 'and',
		options: { caseSensitive: true, leftValue: '', typeValidation: 'loose', version: 2 },
		conditions: [conditionOf(row, found)],
	});
}

function typeName(value: JsonValue | undefined): string {
	if (value === null || value === undefined) return 'null';
	return Array.isArray(value) ? 'array' : typeof value;
}

/** The regular expression ran out of time, or is not valid: no request may be lost to that. */
const notEvaluated = (address: string, operator: string, cause: unknown): IntegrationError =>
	new IntegrationError(
		`Conditions: ${address} ${operator} cannot be evaluated: ${cause instanceof Error ? cause.message : String(cause)}`,
		{
			code: 'CONDITION_NOT_EVALUATED',
			field: 'conditions',
			hint: 'Simplify the regular expression: without repetitions inside of repetitions it takes no time to speak of.',
			cause,
		},
	);

function conditionOf(
	{ operator = DEFAULT_OPERATOR, value }: ConditionRow,
	found: JsonValue | undefined,
): FilterConditionValue {
	const [type = 'string', operation = ''] = operator.split(':');
	const singleValue = valueTypeOf(operator) === undefined;
	const isAnyType = /^(exists|notExists)$/.test(operation);
	return {
		id: '',
		leftValue: found as FilterConditionValue['leftValue'],
		rightValue: singleValue ? '' : (rightValue(operator, value, found) as string),
		operator: {
			type: isAnyType ? 'any' : (type as FilterOperatorType),
			operation,
			singleValue,
			...(type === 'array' && { rightType: /^length/.test(operation) ? 'number' : 'any' }),
		},
	};
}

/** The form takes a text for the element of an array, whose elements may be numbers. */
function rightValue(operator: string, value: unknown, found: JsonValue | undefined): unknown {
	if (!/^array:(contains|notContains)$/.test(operator) || !Array.isArray(found)) return value;
	const isElement = (element: JsonValue) =>
		typeof element !== 'object' && String(element) === value;
	return found.find(isElement) ?? value;
}

/**
 * n8n made `$json` before the body was read, so the body is put in its place first.
 * @throws {IntegrationError} `CONDITIONS_EXPRESSION`
 */
function evaluate(context: Context, document: JsonValue): ConditionRow[] {
	const input: unknown = Reflect.get(context, 'connectionInputData');
	const [item] = Array.isArray(input) ? (input as Array<{ json?: { body?: unknown } }>) : [];
	if (item?.json) item.json.body = document;
	try {
		return rowsOf<ConditionRow>(context.getNodeParameter('conditions'));
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
