import { Fault } from '../errors';
import { Budget } from './budget';
import { spend, spendComparison, spendText } from './meter';
import { asNumber, compareNumbers, toDouble } from './numbers';
import { print } from './print';
import {
	DateValue,
	getKey,
	hasKey,
	isDictionary,
	isNumber,
	isText,
	isTruthy,
	keyCount,
	keysOf,
	type Dictionary,
	type List,
	type Numeric,
	type Value,
} from './values';

/**
 * `==`: as numbers when one side is a number, else as true or false when one side is that, else as text when one side
 * is text, else by content.
 */
export function equals(left: Value, right: Value, budget?: Budget): boolean {
	if (typeof left === 'string' && typeof right === 'string') return sameText(left, right);
	if (left === right) return true;
	if (left === null || right === null) return false;
	return equalAsScalars(left, right) ?? equalObjects(left, right, budget ?? new Budget());
}

/** Equality where a scalar decides what both sides are compared as; undefined for lists, dictionaries and dates. */
function equalAsScalars(left: Value, right: Value): boolean | undefined {
	if (isNumber(left) || isNumber(right)) {
		const [a, b] = [operand(left), operand(right)];
		return a !== undefined && b !== undefined && compareNumbers(a, b) === 0;
	}
	if (typeof left === 'boolean' || typeof right === 'boolean') {
		return isTruthy(left) === isTruthy(right);
	}
	if (isText(left) || isText(right)) return sameText(print(left), print(right));
	return undefined;
}

/** A value as an operand of arithmetic or of a comparison with a number: empty text counts as 0. */
export const operand = (value: Value): Numeric | undefined =>
	isText(value) && print(value) === '' ? 0 : asNumber(value);

function equalObjects(left: Value, right: Value, budget: Budget): boolean {
	budget.step();
	if (left instanceof DateValue && right instanceof DateValue) {
		return left.time.toMillis() === right.time.toMillis();
	}
	if (Array.isArray(left) && Array.isArray(right)) {
		return budget.deeper(() => equalLists(left, right, budget));
	}
	if (isDictionary(left) && isDictionary(right)) {
		return budget.deeper(() => equalDictionaries(left, right, budget));
	}
	return false;
}

function equalLists(left: List, right: List, budget: Budget): boolean {
	if (left.length !== right.length) return false;
	spend(left.length);
	return left.every((item, at) => equals(item, right[at] ?? null, budget));
}

function equalDictionaries(left: Dictionary, right: Dictionary, budget: Budget): boolean {
	if (keyCount(left) !== keyCount(right)) return false;
	spend(2 * keyCount(left));
	return keysOf(left).every(
		(key) => hasKey(right, key) && equals(getKey(left, key), getKey(right, key), budget),
	);
}

/** Order of two values: negative, 0 or positive. Null has none. */
export function compare(left: Value, right: Value): number {
	if (typeof left === 'number' && typeof right === 'number') return left - right;
	if (left instanceof DateValue && right instanceof DateValue) {
		return left.time.toMillis() - right.time.toMillis();
	}
	if (isNumber(left) || isNumber(right)) {
		const [a, b] = [operand(left), operand(right)];
		if (a !== undefined && b !== undefined) return compareNumbers(a, b);
	} else if (isText(left) && isText(right)) {
		return compareText(print(left), print(right));
	} else if (typeof left === 'boolean' && typeof right === 'boolean') {
		return toDouble(Number(left)) - Number(right);
	}
	throw new Fault(`cannot compare ${describe(left)} with ${describe(right)}`);
}

export function compareText(left: string, right: string): number {
	spendComparison(left, right);
	return left === right ? 0 : left < right ? -1 : 1;
}

/** Texts of different length are told apart at once. */
function sameText(left: string, right: string): boolean {
	if (left.length !== right.length) return false;
	spendComparison(left, right);
	return left === right;
}

/** `in`: an item of a list, a key of a dictionary, a part of a text. */
export function contains(container: Value, item: Value): boolean {
	if (isText(container)) return item !== null && containsText(print(container), print(item));
	if (Array.isArray(container)) return containsItem(container, item);
	if (isDictionary(container)) return item !== null && hasKey(container, print(item));
	return false;
}

function containsItem(list: List, item: Value): boolean {
	for (let at = 0; at < list.length; at += 1) {
		spend(1);
		if (equals(list[at] ?? null, item)) return true;
	}
	return false;
}

function containsText(text: string, part: string): boolean {
	spendText(text.length);
	return text.includes(part);
}

/** What a value is, in a user's words. */
export function describe(value: Value): string {
	if (value === null) return 'nothing';
	if (isText(value)) return 'a text';
	if (isNumber(value)) return 'a number';
	if (typeof value === 'boolean') return 'true or false';
	if (Array.isArray(value)) return 'a list';
	if (value instanceof DateValue) return 'a date';
	return isDictionary(value) ? 'a dictionary' : 'a macro';
}
