/** Errors for properties and methods that would give nothing, whatever the data. */
import { adviceFor } from '../advice';
import { Fault } from '../errors';
import { filters } from '../filters';
import { isMethod } from '../methods';
import { describe } from '../runtime/compare';
import { isDictionary, Special, type Value } from '../runtime/values';
import type { Expression } from '../syntax/ast';
import { pathOf } from './mistakes';

/**
 * What to write instead of a property that other languages have on lists, texts, numbers or dates: `customer.tags | length`
 * for `customer.tags.size`; undefined for a name that may be one of the data.
 */
export function adviceForMember(name: string, object: Expression): string | undefined {
	const path = pathOf(object) ?? '(…)';
	const advice = adviceFor('method', name);
	if (advice?.startsWith('.')) return path + advice;
	if (advice !== undefined) return advice.replace(/^(?:value|list|text|number|date)\b/, path);
	if (filters.has(name)) return `${path} | ${name}`;
	return isMethod(name) ? `${path}.${name}()` : undefined;
}

/** Refuses a property of a value that has none. */
export function refuseMember(object: Value, name: string, advice: string, offset: number): void {
	if (object === null || isDictionary(object) || object instanceof Special) return;
	throw new Fault(
		`${describe(object)} has no property "${name}": write ${advice}`,
		'TEMPLATE_UNKNOWN_NAME',
		offset,
	);
}

/** Methods that change their list or dictionary and give nothing, and what gives the changed one. */
const WITHOUT_RESULT: Readonly<Record<string, string | undefined>> = {
	clear: '[]',
	insert: undefined,
	putAll: undefined,
	reverse: 'list | reverse',
	sort: 'list | sort',
	update: 'a + b',
};

/** `{{ customer.tags.sort() }}` would print nothing. */
export function withoutResult(name: string, offset: number): Fault {
	const instead = WITHOUT_RESULT[name];
	return new Fault(
		`method "${name}" changes its value and gives nothing: call it in {% do … %} before` +
			(instead === undefined ? '' : `, or ${instead}`),
		'TEMPLATE_VALUE',
		offset,
	);
}

export const givesNothing = (method: string): boolean => Object.hasOwn(WITHOUT_RESULT, method);
