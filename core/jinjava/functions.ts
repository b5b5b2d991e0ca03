/** The functions of the engine: `range(3)`, `today()`, …. Macros are called the same way. */
import { callable, library, placeArguments, type Callable, type Library } from './callable';
import { Fault, instead } from './errors';
import { filters } from './filters';
import { text, whole } from './filters/arguments';
import { fromMilliseconds, timeOf, zoneOf } from './runtime/dates';
import type { Render } from './runtime/render';
import { typeName } from './runtime/types';
import {
	DateValue,
	entriesOf,
	entry,
	isDictionary,
	type List,
	Tuple,
	type Value,
} from './runtime/values';

type Args = readonly (Value | undefined)[];

/** Arguments of a call as they were written. */
export interface CallArguments {
	positional: Value[];
	named: Map<string, Value>;
}

/** Jinjava stops a range at this many numbers. */
const MAX_RANGE = 1000;

/** A filter whose subject is the first argument. */
const fromFilter = (name: string, parameters: readonly string[]): Callable =>
	callable(
		parameters,
		(_subject, [subject = null, ...args], render) =>
			filters.get(name)?.call(subject, args, render) ?? null,
	);

export const functions: Library = library({
	datetimeformat: fromFilter('datetimeformat', ['var', 'format', 'timezone|tz', 'locale']),
	format_date: fromFilter('format_date', ['var', 'format', 'timezone|tz', 'locale']),
	format_datetime: fromFilter('format_datetime', ['var', 'format', 'timezone|tz', 'locale']),
	format_time: fromFilter('format_time', ['var', 'format', 'timezone|tz', 'locale']),
	'fn:list': callable(['...items'], (_subject, items) => [...(items as List)]),
	'fn:immutable_list': callable(
		['...items'],
		(_subject, items) => Tuple.from(items as List) as Tuple,
	),
	'fn:map_entry': callable(['key', 'value'], (_subject, [key, value = null]) =>
		entry(text(key), value),
	),
	now: callable([], (_subject, _args, render) => new DateValue(fromMilliseconds(render.now))),
	range: callable(['start', 'end', 'step'], range),
	strtotime: fromFilter('strtotime', ['datetime', 'format']),
	today: callable(
		['timezone|tz'],
		(_subject, [zone], render) =>
			new DateValue(
				fromMilliseconds(render.now)
					.setZone(zoneOf(text(zone, 'UTC')))
					.startOf('day'),
			),
	),
	truncate: fromFilter('truncate', ['s', 'length', 'killwords', 'end']),
	type: callable(['value'], (_subject, [value = null]) => typeName(value)),
	unixtimestamp: callable(['var'], (_subject, [value = null], render) =>
		timeOf(value, render.now).toMillis(),
	),
});

/** Whether the engine has a function of this name. */
export const hasFunction = (name: string): boolean => name === 'namespace' || functions.has(name);

/** A call of a name that is no function; many a filter is a function elsewhere. */
export function unknownFunction(name: string, offset?: number): Fault {
	const advice = filters.has(name)
		? `: it is a filter, write value | ${name}`
		: instead('function', name, functions.keys());
	return new Fault(`unknown function "${name}"${advice}`, 'TEMPLATE_UNKNOWN_NAME', offset);
}

/** Calls a function of the engine. */
export function callFunction(
	name: string,
	{ positional, named }: CallArguments,
	render: Render,
): Value {
	if (name === 'namespace') {
		return new Map([...positional.filter(isDictionary).flatMap(entriesOf), ...named]);
	}
	const target = functions.get(name);
	if (target === undefined) throw unknownFunction(name);
	const written: Array<{ name?: string; value: Value }> = [
		...positional.map((value) => ({ value })),
		...[...named].map(([argument, value]) => ({ name: argument, value })),
	];
	const places = placeArguments('function', name, target.parameters, written);
	const args: Array<Value | undefined> = [];
	written.forEach(({ value }, at) => {
		args[places[at] as number] = value;
	});
	return target.call(null, args, render);
}

/** Whole numbers from `start` up to but without `end`. */
function range(_subject: Value, [first, second, step]: Args, render: Render): Value {
	const [start, end] =
		second === undefined ? [0, whole(first, 0)] : [whole(first, 0), whole(second, 0)];
	const by = step === undefined ? 1 : whole(step, 1);
	const numbers: number[] = [];
	if (by === 0) return numbers;
	for (let at = start; by > 0 ? at < end : at > end; at += by) {
		if (numbers.length === MAX_RANGE) break;
		numbers.push(at);
	}
	render.checkList(numbers.length);
	return numbers;
}
