/** Operators as closures. */
import {
	add,
	divide,
	floorDivide,
	modulo,
	multiply,
	negate,
	power,
	subtract,
} from '../runtime/arithmetic';
import { compare, contains, equals } from '../runtime/compare';
import { print } from '../runtime/print';
import type { Evaluate, Render } from '../runtime/render';
import { isDictionary, isText, isTruthy, keyCount, type Value } from '../runtime/values';
import type { BinaryOperator, ExpressionNode } from '../syntax/ast';
import type { Compilation } from './compilation';
import { compileExpression } from './expressions';
import { missingNumber, missingOperand } from './mistakes';

export function compileUnary(
	{ operator, operand, offset }: ExpressionNode<'unary'>,
	unit: Compilation,
): Evaluate {
	const evaluate = compileExpression(operand, unit);
	if (operator === 'not') return (render) => !isTruthy(evaluate(render));
	if (operator === 'empty') return (render) => isEmpty(evaluate(render));
	return (render) => {
		const value = evaluate(render);
		render.at = offset;
		if (value === null && unit.isStrict) throw missingNumber(operand, '-', offset);
		return negate(value);
	};
}

function isEmpty(value: Value): boolean {
	if (value === null || value === '') return true;
	if (Array.isArray(value)) return value.length === 0;
	return isDictionary(value) && keyCount(value) === 0;
}

const OPERATIONS: Record<BinaryOperator, (left: Value, right: Value) => Value> = {
	'+': add,
	'-': subtract,
	'*': multiply,
	'/': divide,
	'//': floorDivide,
	'%': modulo,
	'**': power,
	'~': (left, right) => print(left) + print(right),
	'==': equals,
	'!=': (left, right) => !equals(left, right),
	'<': (left, right) => left !== null && right !== null && compare(left, right) < 0,
	'<=': (left, right) => left !== null && right !== null && compare(left, right) <= 0,
	'>': (left, right) => left !== null && right !== null && compare(left, right) > 0,
	'>=': (left, right) => left !== null && right !== null && compare(left, right) >= 0,
	in: (left, right) => contains(right, left),
	'not in': (left, right) => !contains(right, left),
};

export function compileBinary(node: ExpressionNode<'binary'>, unit: Compilation): Evaluate {
	const left = compileExpression(node.left, unit);
	const right = compileExpression(node.right, unit);
	const operation = OPERATIONS[node.operator];
	const { offset } = node;
	if (COMPARISONS.has(node.operator)) return compileComparison(node, left, right);
	const guarded = unit.isStrict && ARITHMETIC.has(node.operator);
	const grows = node.operator === '+' || node.operator === '~';
	return (render) => {
		const first = left(render);
		const second = right(render);
		render.at = offset;
		if (guarded && (first === null || second === null)) checkOperands(node, first, second, unit);
		const result = operation(first, second);
		return grows ? grown(result, render) : result;
	};
}

const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);

/** The usual case first: a value beside a literal. */
function compileComparison(
	{ operator, right: node, offset }: ExpressionNode<'binary'>,
	left: Evaluate,
	right: Evaluate,
): Evaluate {
	const operation = OPERATIONS[operator];
	const fixed = node.type === 'literal' ? node.value : undefined;
	return (render) => {
		const first = left(render);
		const second = fixed === undefined ? right(render) : fixed;
		render.at = offset;
		return operation(first, second);
	};
}

/** Accounts for a text or list that an operator has made out of two. */
function grown(result: Value, render: Render): Value {
	if (typeof result !== 'object') return render.checked(result);
	if (Array.isArray(result)) render.checkList(result.length);
	else if (result instanceof Map) render.checkList(result.size);
	return result;
}

const ARITHMETIC: ReadonlySet<string> = new Set(['+', '-', '*', '/', '//', '%', '**']);

/** Refuses to calculate with a missing value; `+` also joins texts, lists and dictionaries. */
function checkOperands(
	node: ExpressionNode<'binary'>,
	left: Value,
	right: Value,
	unit: Compilation,
): void {
	const other = left ?? right;
	const joins = isText(other) || Array.isArray(other) || isDictionary(other);
	if (node.operator === '+' && joins) return;
	throw missingOperand(node, left === null, unit.source);
}

/** `or` gives one of its operands, `and` true or false. */
export function compileLogical(
	{ operator, ...node }: ExpressionNode<'logical'>,
	unit: Compilation,
): Evaluate {
	const left = compileExpression(node.left, unit);
	const right = compileExpression(node.right, unit);
	if (operator === 'and') return (render) => isTruthy(left(render)) && isTruthy(right(render));
	return (render) => {
		const value = left(render);
		return isTruthy(value) ? value : right(render);
	};
}
