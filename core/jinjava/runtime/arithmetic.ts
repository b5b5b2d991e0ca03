import { Fault } from '../errors';
import { describe, operand } from './compare';
import { Decimal } from './decimal';
import { big, float, isLong, long, toDecimal, toDouble } from './numbers';
import { print } from './print';
import { entriesOf, isDictionary, isInteger, isText, type Numeric, type Value } from './values';

type Pair = readonly [Numeric, Numeric];

const ADD: Operation = {
	whole: (a, b) => a + b,
	exact: (a, b) => a.plus(b),
	double: (a, b) => a + b,
};
const SUBTRACT: Operation = {
	whole: (a, b) => a - b,
	exact: (a, b) => a.minus(b),
	double: (a, b) => a - b,
};
const MULTIPLY: Operation = {
	whole: (a, b) => a * b,
	exact: (a, b) => a.times(b),
	double: (a, b) => a * b,
};

/** `+`: sum of numbers, concatenation of lists and texts, union of dictionaries. */
export function add(left: Value, right: Value): Value {
	if (typeof left === 'number' && typeof right === 'number')
		return calculate('+', left, right, ADD);
	if (left === null && right === null) return 0;
	if (Array.isArray(left)) return Array.isArray(right) ? [...left, ...right] : [...left, right];
	if (isDictionary(left) && isDictionary(right)) {
		return new Map([...entriesOf(left), ...entriesOf(right)]);
	}
	if (isText(left) || isText(right)) return print(left) + print(right);
	return calculate('+', left, right, ADD);
}

export const subtract = (left: Value, right: Value): Value => calculate('-', left, right, SUBTRACT);

export const multiply = (left: Value, right: Value): Value => calculate('*', left, right, MULTIPLY);

/** `/`: always a decimal number. */
export function divide(left: Value, right: Value): Value {
	const [a, b] = operands('/', left, right);
	if (toDouble(b) === 0) throw new Fault('division by zero');
	if (a instanceof Decimal || b instanceof Decimal) {
		return toDecimal(a).dividedBy(toDecimal(b), 'half-up');
	}
	return float(toDouble(a) / toDouble(b));
}

/** `//`: the quotient rounded down. */
export function floorDivide(left: Value, right: Value): Value {
	const [a, b] = operands('//', left, right);
	if (toDouble(b) === 0) throw new Fault('division by zero');
	if (isInteger(a) && isInteger(b)) return long(floorQuotient(BigInt(a), BigInt(b)));
	return float(Math.floor(toDouble(a) / toDouble(b)));
}

export function modulo(left: Value, right: Value): Value {
	const [a, b] = operands('%', left, right);
	if (toDouble(b) === 0) throw new Fault('division by zero');
	if (isInteger(a) && isInteger(b)) return long(BigInt(a) % BigInt(b));
	return float(toDouble(a) % toDouble(b));
}

export function power(left: Value, right: Value): Value {
	const [a, b] = operands('**', left, right);
	const result = toDouble(a) ** toDouble(b);
	return isInteger(a) && isInteger(b) ? saturated(result) : float(result);
}

export function negate(value: Value): Value {
	return subtract(0, value);
}

/** Java's cast of a double to a Long: the fraction falls away, the ends of the range stay. */
function saturated(value: number): number | bigint {
	if (Number.isNaN(value)) return 0;
	const limit = 2n ** 63n;
	if (value >= Number(limit)) return limit - 1n;
	return value <= -Number(limit) ? -limit : long(BigInt(Math.trunc(value)));
}

function floorQuotient(a: bigint, b: bigint): bigint {
	const quotient = a / b;
	return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

interface Operation {
	whole(a: bigint, b: bigint): bigint;
	exact(a: Decimal, b: Decimal): Decimal;
	double(a: number, b: number): number;
}

function calculate(operator: string, left: Value, right: Value, operation: Operation): Value {
	if (typeof left === 'number' && typeof right === 'number') {
		const result = operation.double(left, right);
		if (!Number.isInteger(left) || !Number.isInteger(right)) return float(result);
		if (Number.isSafeInteger(result)) return result === 0 ? 0 : result;
	}
	const [a, b] = operands(operator, left, right);
	if (isInteger(a) && isInteger(b)) return wholeNumbers(BigInt(a), BigInt(b), operation);
	if (a instanceof Decimal || b instanceof Decimal) {
		return operation.exact(toDecimal(a), toDecimal(b));
	}
	return float(operation.double(toDouble(a), toDouble(b)));
}

/** Longs wrap around like Java's; once a number is larger than that, nothing does. */
function wholeNumbers(a: bigint, b: bigint, { whole }: Operation): Value {
	return isLong(a) && isLong(b) ? long(whole(a, b)) : big(whole(a, b));
}

function operands(operator: string, left: Value, right: Value): Pair {
	const a = left === null ? 0 : operand(left);
	const b = right === null ? 0 : operand(right);
	if (a === undefined || b === undefined) {
		throw new Fault(`cannot calculate ${describe(left)} ${operator} ${describe(right)}`);
	}
	return [a, b];
}
