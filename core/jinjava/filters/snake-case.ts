import { callable, library, type Library } from '../callable';
import { entriesOf, isDictionary, type Value } from '../runtime/values';

/** A dictionary that also gives `fooBar` for `foo_bar`. */
class SnakeCaseMap extends Map<string, Value> {
	override get(key: string): Value | undefined {
		return (
			super.get(key) ??
			super.get(key.replace(/_(\w)/g, (_all, letter: string) => letter.toUpperCase()))
		);
	}
}

export const snakeCase: Library = library({
	allow_snake_case: callable([], (subject) =>
		isDictionary(subject) ? new SnakeCaseMap(entriesOf(subject)) : subject,
	),
});
