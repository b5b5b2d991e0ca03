/** How filters read what they are given. */
import { Fault } from '../errors';
import { describe } from '../runtime/compare';
import { Decimal } from '../runtime/decimal';
import { items } from '../runtime/iterate';
import { asNumber, exactNumber, toDouble } from '../runtime/numbers';
import { print } from '../runtime/print';
import { isTruthy, isText, type List, type Numeric, type Value } from '../runtime/values';

/** A text argument, or its default when none is given. */
export const text = (value: Value | undefined, fallback = ''): string =>
	value === undefined || value === null ? fallback : print(value);

/** A whole number, also from text; the default for anything else. */
export function whole(value: Value | undefined, fallback: number): number {
	const number = value === undefined || value === null ? undefined : asNumber(value);
	const double = number === undefined ? Number.NaN : toDouble(number);
	return Number.isFinite(double) ? Math.trunc(double) : fallback;
}

/** A switch: `true`, or text that says so. */
export function flag(value: Value | undefined, fallback = false): boolean {
	if (value === undefined || value === null) return fallback;
	return isText(value) ? /^(true|yes|on|y|t)$/i.test(print(value)) : isTruthy(value);
}

/** An argument that a filter cannot do without. */
export function required(value: Value | undefined, filter: string, name: string): Value {
	if (value === undefined || value === null) throw new Fault(`filter "${filter}" needs "${name}"`);
	return value;
}

/** A number, also from text. */
export function number(value: Value | undefined, filter: string, name: string): Numeric {
	const found = asNumber(required(value, filter, name));
	if (found !== undefined) return found;
	throw new Fault(`filter "${filter}" needs a number as "${name}", not ${describe(value ?? null)}`);
}

/** A decimal number with the digits after its point as they are written. */
export function decimal(value: Value | undefined, filter: string, name: string): Decimal {
	const found = exactNumber(required(value, filter, name));
	if (found !== undefined) return found;
	throw new Fault(`filter "${filter}" needs a number as "${name}", not ${describe(value ?? null)}`);
}

/** The number that a filter starts from: a missing value and empty text count as 0. */
export const factor = (value: Value, filter: string): Decimal =>
	value === null || (isText(value) && print(value) === '')
		? Decimal.of(0n, 0)
		: decimal(value, filter, 'value');

/** The items of a list, the values of a dictionary, the value alone for anything else. */
export const listOf = (value: Value): List => items(value);
