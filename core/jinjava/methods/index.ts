import { Fault, instead } from '../errors';
import type { Library } from '../callable';
import { describe } from '../runtime/compare';
import type { Render } from '../runtime/render';
import {
	DateValue,
	hasKey,
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

/** A method that no value has, whatever it is called on. */
export function unknownMethod(name: string, offset: number): Fault {
	const known = LIBRARIES.flatMap((methods) => [...methods.keys()]);
	const advice = instead('method', name, known);
	return new Fault(
		`unknown method "${name}"${advice || `; to read a property write .${name} without brackets`}`,
		'TEMPLATE_UNKNOWN_NAME',
		offset,
	);
}

const LIBRARIES: readonly Library[] = [textMethods, listMethods, dictionaryMethods, dateMethods];

/** The one method of `loop`. */
const CYCLE = 'cycle';

/** Whether any value has a method of that name. */
export const isMethod = (name: string): boolean =>
	name === CYCLE || LIBRARIES.some((methods) => methods.has(name));

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
	if (method === undefined) throw methodMissing(target, name, methods);
	if (args.length > method.parameters.length && !method.parameters.at(-1)?.startsWith('...')) {
		throw new Fault(`method "${name}" takes up to ${method.parameters.length} arguments`);
	}
	return method.call(target instanceof SafeString ? target.text : target, args, render);
}

function methodMissing(target: Value, name: string, methods: Library | undefined): Fault {
	const advice =
		isDictionary(target) && hasKey(target, name)
			? `; to read its value write .${name} without brackets`
			: instead('method', name, methods?.keys() ?? []);
	return new Fault(`${describe(target)} has no method "${name}"${advice}`, 'TEMPLATE_UNKNOWN_NAME');
}

function methodsOf(target: Value): Library | undefined {
	if (isText(target)) return textMethods;
	if (Array.isArray(target)) return listMethods;
	if (target instanceof DateValue) return dateMethods;
	return isDictionary(target) ? dictionaryMethods : undefined;
}
