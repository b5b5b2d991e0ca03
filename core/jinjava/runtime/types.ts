import { Decimal } from './decimal';
import { DateValue, isDictionary, isInteger, isNumber, isText, Tuple, type Value } from './values';

/** The name of a value's type, as the function `type` gives it. */
export function typeName(value: Value): string {
	if (value === null) return 'null';
	if (isText(value)) return 'str';
	if (typeof value === 'boolean') return 'bool';
	if (isNumber(value)) return isWhole(value) ? 'long' : 'float';
	if (Array.isArray(value)) return value instanceof Tuple ? 'tuple' : 'list';
	if (value instanceof DateValue) return 'datetime';
	return isDictionary(value) ? 'dict' : 'unknown';
}

/** A number without a fraction part: `5` and the result of `5|add(1)`, not `5.0`. */
export const isWhole = (value: Value): boolean =>
	value instanceof Decimal ? value.scale <= 0 : isInteger(value);
