import { Decimal, doubleText } from './decimal';
import { DateValue, Float, SafeString, Special, type Value } from './values';

/** The text of a number, boolean, date or engine object; undefined for anything else. */
export function scalarText(value: Value): string | undefined {
	switch (typeof value) {
		case 'number':
			return Number.isInteger(value) && Math.abs(value) < 1e21 ? `${value}` : doubleText(value);
		case 'boolean':
		case 'bigint':
			return `${value}`;
		default:
	}
	if (value instanceof Float) return doubleText(value.value);
	if (value instanceof Decimal) return value.toString();
	if (value instanceof SafeString) return value.text;
	if (value instanceof DateValue) return value.time.toFormat('yyyy-MM-dd HH:mm:ss');
	return value instanceof Special ? value.print() : undefined;
}
