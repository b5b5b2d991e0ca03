import { adviceFor } from '../advice';
import { Fault, instead } from '../errors';
import type { Library } from '../callable';
import { describe } from '../runtime/compare';
import type { Render } from '../runtime/render';
import {
	DateValue,
	isDictionary,
	isText,
	SafeString,
	Special,
	type Value,
} from '../runtime/values';
import { dateMethods } from './dates';
import { dictionaryMethods, CHANGING_DICTIONARIES } from './dictionaries';
import { CHANGING_LISTS, listMethods } from './lists';
import { textMethods } from './texts';

/** Whether a method of that name changes the value it is called on. */
export const isMutating = (name: string): boolean =>
	CHANGING_LISTS.has(name) || CHANGING_DICTIONARIES.has(name);

/** A method of another language that no value has, whatever it is called on. */
export function refuseForeignMethod(name: string, offset: number): void {
	if (LIBRARIES.some((methods) => methods.has(name))) return;
	const advice = adviceFor('method', name);
	if (advice === undefined) return;
	const reason = `unknown method "${name}": write ${advice}`;
	throw new Fault(reason, 'TEMPLATE_UNKNOWN_NAME', offset);
}

const LIBRARIES: readonly Library[] = [textMethods, listMethods, dictionaryMethods, dateMethods];

/** Calls a method of a list, dictionary, text, date or of the `loop`; a missing value has none and gives nothing. */
export function callMethod(
	target: Value,
	name: string,
	args: readonly Value[],
	render: Render,
): Value {
	if (target === null) return null;
	if (target instanceof Special) {
		const result = target.call(name, args);
		if (result !== undefined) return result;
	}
	const methods = methodsOf(target);
	const method = methods?.get(name);
	if (method === undefined) {
		throw new Fault(
			`${describe(target)} has no method "${name}"${instead('method', name, methods?.keys() ?? [])}`,
			'TEMPLATE_UNKNOWN_NAME',
		);
	}
	if (args.length > method.parameters.length && !method.parameters.at(-1)?.startsWith('...')) {
		throw new Fault(`method "${name}" takes at most ${method.parameters.length} arguments`);
	}
	return method.call(target instanceof SafeString ? target.text : target, args, render);
}

function methodsOf(target: Value): Library | undefined {
	if (isText(target)) return textMethods;
	if (Array.isArray(target)) return listMethods;
	if (target instanceof DateValue) return dateMethods;
	return isDictionary(target) ? dictionaryMethods : undefined;
}
