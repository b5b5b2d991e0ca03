/** How large values are, and what walking through one costs. */
import { EngineValue } from './engine-value';
import { spend, spendText } from './meter';
import { keyCount, SafeString, type Dictionary, type Value } from './values';

/** A text of up to this many characters is not worth accounting for. */
const SHORT_TEXT = 64;

/** Accounts for a walk through a value: the characters of a text, the items of a list, the keys of a dictionary. */
export function spendSize(value: Value | undefined): void {
	if (typeof value === 'string') {
		if (value.length > SHORT_TEXT) spendText(value.length);
	} else if (typeof value === 'object' && value !== null) spend(sizeOfObject(value));
}

function sizeOfObject(value: object): number {
	if (Array.isArray(value)) return value.length;
	if (value instanceof SafeString) return Math.floor(value.text.length / SHORT_TEXT);
	return value instanceof EngineValue ? 0 : keyCount(value as Dictionary);
}
