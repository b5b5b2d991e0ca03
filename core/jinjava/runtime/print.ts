import { printStructure } from '../generation';
import { scalarText } from './scalars';
import type { Dictionary, List, Value } from './values';

/** What `{{ value }}` prints: text as it is, null as nothing. */
export function print(value: Value): string {
	if (typeof value === 'string') return value;
	if (value === null) return '';
	return scalarText(value) ?? printStructure(value as List | Dictionary);
}
