import { callable, library, type Library } from '../callable';
import { Fault } from '../errors';
import { access } from '../runtime/access';
import { describe } from '../runtime/compare';
import { parseJson, toJson } from '../runtime/json';
import { print } from '../runtime/print';
import { typeName } from '../runtime/types';
import { isText, type Value } from '../runtime/values';

export const json: Library = library({
	attr: callable(['name'], (subject, [name]) => access(subject, name ?? null)),
	fromjson: callable([], fromJson),
	pprint: callable([], (subject) => `(${typeName(subject)}: ${print(subject)})`),
	tojson: callable([], (subject) => toJson(subject)),
});

function fromJson(subject: Value): Value {
	if (subject === null) return null;
	if (!isText(subject)) throw new Fault(`filter "fromjson" needs a text, not ${describe(subject)}`);
	return parseJson(print(subject));
}
