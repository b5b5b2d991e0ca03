import { constant, library, type Library } from '../callable';
import { isTruthy, type Value } from '../runtime/values';

const orDefault = constant(
	['default_value', 'truthy'],
	(subject, [fallback = null, truthy = null]): Value => {
		const present = isTruthy(truthy) ? isTruthy(subject) : subject !== null;
		return present ? subject : fallback;
	},
);

export const defaults: Library = library({
	default: orDefault,
	d: orDefault,
});
