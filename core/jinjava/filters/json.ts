import { callable, library, type Library } from '../callable';
import { Fault } from '../errors';
import { access } from '../runtime/access';
import { describe } from '../runtime/compare';
import { parseJson, toJson } from '../runtime/json';
import { isText, type Value } from '../runtime/values';
import { print } from '../runtime/print';

export const json: Library = library({
	fromjson: callable([], fromJson),
	tojson: callable([], (subject: Value) => toJson(subject)),
	attr: callable(['name'], (subject, [name]) => access(subject, name ?? null)),
});

function fromJson(subject: Value): Value {
	if (subject === null) return null;
	if (!isText(subject)) throw new Fault(`fromjson needs a text, not ${describe(subject)}`);
	return parseJson(print(subject));
}
