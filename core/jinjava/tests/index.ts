import { callable, constant, library, type Library } from '../callable';
import { Fault } from '../errors';
import { compare, contains, describe, equals } from '../runtime/compare';
import { items } from '../runtime/iterate';
import { asNumber, toDecimal, toDouble } from '../runtime/numbers';
import { print } from '../runtime/print';
import { isWhole } from '../runtime/types';
import {
	isDictionary,
	isInteger,
	isNumber,
	isText,
	isTruthy,
	SafeString,
	type Value,
} from '../runtime/values';

type Args = readonly (Value | undefined)[];

const test = (holds: (subject: Value) => boolean) => constant([], holds);

/** A test against another value, which it cannot do without. */
const against = (name: string, holds: (subject: Value, other: Value) => boolean) =>
	constant(['other'], (subject, [other]: Args) => {
		if (other !== undefined) return holds(subject, other);
		throw new Fault(`test "${name}" needs a value to compare with`);
	});

const ordered = (name: string, holds: (order: number) => boolean) =>
	against(name, (left, right) => left !== null && right !== null && holds(compare(left, right)));

/** A test of a text against another one; what is not a text does not pass. */
const aboutText = (name: string, holds: (text: string, part: string) => boolean) =>
	callable(['value'], (subject, [value]: Args) => {
		if (value === undefined) throw new Fault(`test "${name}" needs a text`);
		return value !== null && isText(subject) && holds(print(subject), print(value));
	});

const equal = against('equalto', equals);
const different = against('ne', (left, right) => !equals(left, right));
const less = ordered('lt', (order) => order < 0);
const atMost = ordered('le', (order) => order <= 0);
const greater = ordered('gt', (order) => order > 0);
const atLeast = ordered('ge', (order) => order >= 0);
const isString = test(isText);
const iterable = test((subject) => Array.isArray(subject) || isDictionary(subject));
/** A text of nothing but such letters: a digit, mark or space is none. */
const lettersOf = (letters: RegExp) =>
	callable([], (subject) => isText(subject) && letters.test(print(subject)));

/** Every expression test (`x is defined`) by name. */
export const expressionTests: Library<boolean> = library<boolean>({
	'!=': different,
	'<': less,
	'<=': atMost,
	'==': equal,
	'>': greater,
	'>=': atLeast,
	boolean: test((subject) => typeof subject === 'boolean'),
	containing: constant(['value'], (subject, [value]) =>
		value === undefined || value === null ? false : contains(subject, value),
	),
	containingall: constant(['list'], containsAll),
	defined: test((subject) => subject !== null),
	divisibleby: constant(['num'], isDivisible),
	eq: equal,
	equalto: equal,
	escaped: test((subject) => subject instanceof SafeString),
	even: test((subject) => remainderByTwo(subject) === 0),
	false: test((subject) => subject === false),
	float: test((subject) => isNumber(subject) && !isWhole(subject)),
	ge: atLeast,
	greaterthan: greater,
	gt: greater,
	in: constant(['list'], isIn),
	integer: test((subject) => isNumber(subject) && isWhole(subject)),
	iterable,
	le: atMost,
	lessthan: less,
	lower: lettersOf(/^\p{Lowercase}+$/u),
	lt: less,
	mapping: test(isDictionary),
	ne: different,
	none: test((subject) => subject === null),
	number: test(isNumber),
	odd: test((subject) => Math.abs(remainderByTwo(subject)) === 1),
	sameas: against('sameas', (left, right) => left === right),
	sequence: iterable,
	string: isString,
	string_containing: aboutText('string_containing', (text, part) => text.includes(part)),
	string_startingwith: aboutText('string_startingwith', (text, part) => text.startsWith(part)),
	true: test((subject) => subject === true),
	truthy: test(isTruthy),
	undefined: test((subject) => subject === null),
	upper: lettersOf(/^\p{Uppercase}+$/u),
	within: constant(['list'], (subject, [list]) => contains(list ?? null, subject)),
});

/** Of the whole part: 2.5 counts as even. */
function remainderByTwo(subject: Value): number {
	return isNumber(subject) ? Math.trunc(toDouble(subject)) % 2 : Number.NaN;
}

function containsAll(subject: Value, [wanted]: Args): boolean {
	if (subject === null || wanted === undefined || wanted === null) return false;
	return items(wanted).every((item) => contains(subject, item));
}

function isIn(subject: Value, [list]: Args): boolean {
	if (list === undefined || !(isText(list) || Array.isArray(list) || isDictionary(list))) {
		throw new Fault(`test "in" needs a list, not ${describe(list ?? null)}`);
	}
	return contains(list, subject);
}

function isDivisible(subject: Value, [divisor]: Args): boolean {
	if (divisor === null) return false;
	const by = divisor === undefined ? undefined : asNumber(divisor);
	if (by === undefined) throw new Fault('test "divisibleby" needs a number');
	const whole = toDecimal(by).truncated();
	if (whole === 0n || toDouble(by) !== Number(whole)) {
		throw new Fault('test "divisibleby" needs a whole number other than 0');
	}
	if (!isNumber(subject)) return false;
	return isInteger(subject)
		? BigInt(subject) % whole === 0n
		: toDouble(subject) % Number(whole) === 0;
}
