import { Decimal } from './decimal';
import { spendText } from './meter';
import { writePython } from './notation';
import { Float, isText, SafeString, type Value } from './values';

/** A text that is the same for two values exactly when sets and groups take them for one. */
export function identity(value: Value): string {
	if (isText(value)) {
		const text = value instanceof SafeString ? value.text : value;
		spendText(text.length);
		return `text ${text}`;
	}
	if (value instanceof Float) return `number ${value.value}`;
	if (value instanceof Decimal) return `number ${value.withoutTrailingZeros()}`;
	if (typeof value === 'number' || typeof value === 'bigint') return `number ${value}`;
	return writePython(value);
}
