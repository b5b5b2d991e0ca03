import { Fault, suggestion } from '../errors';
import { describe } from '../runtime/compare';
import { Special, type Value } from '../runtime/values';

/** Calls a method of a list, dictionary, text or date. */
export function callMethod(target: Value, name: string, args: readonly Value[]): Value {
	if (target === null) return null;
	if (target instanceof Special) {
		const result = target.call(name, args);
		if (result !== undefined) return result;
	}
	throw new Fault(
		`${describe(target)} has no method "${name}"${suggestion(name, [])}`,
		'TEMPLATE_UNKNOWN_NAME',
	);
}
