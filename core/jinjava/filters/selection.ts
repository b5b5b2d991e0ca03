/** Filters that apply another filter, a test or an attribute to every item of a list. */
import { callable, library, type Callable, type Library } from '../callable';
import { Fault, suggestion } from '../errors';
import { attribute } from '../runtime/access';
import { identity } from '../runtime/identity';
import { print } from '../runtime/print';
import type { Render } from '../runtime/render';
import type { List, Value } from '../runtime/values';
import { expressionTests } from '../tests';
import { listOf, required, text } from './arguments';

type Args = readonly (Value | undefined)[];

/** The selecting filters; `map` looks its filters up in the library that they become part of. */
export function selectionFilters(filters: () => Library): Library {
	return library({
		groupby: callable(['attribute'], groupBy),
		map: callable(['attribute', '...args'], (subject, args, render) =>
			map(filters(), subject, args, render),
		),
		reject: callable(['exp_test', '...args'], (subject, [test, ...args], render) =>
			listOf(subject).filter(tester('reject', test, args, render, false)),
		),
		rejectattr: callable(['attr', 'exp_test', '...args'], selectAttribute('rejectattr', false)),
		select: callable(['exp_test', '...args'], (subject, [test, ...args], render) =>
			listOf(subject).filter(tester('select', test, args, render, true)),
		),
		selectattr: callable(['attr', 'exp_test', '...args'], selectAttribute('selectattr', true)),
	});
}

function map(filters: Library, subject: Value, [first, ...args]: Args, render: Render): Value {
	const name = print(required(first, 'map', 'attribute'));
	const filter = filters.get(name);
	const apply = (item: Value): Value =>
		filter === undefined ? attribute(item, name) : call(filter, item, args, render);
	return listOf(subject).map(apply);
}

function call<Result>(target: Callable<Result>, item: Value, args: Args, render: Render): Result {
	render.spend();
	return target.call(item, args, render);
}

/** A predicate out of the name of a test; without one, whether the item is truthy. */
function tester(
	filter: string,
	name: Value | undefined,
	args: Args,
	render: Render,
	wanted: boolean,
): (item: Value) => boolean {
	const test = expressionTests.get(text(name, 'truthy'));
	if (test === undefined) {
		const known = suggestion(text(name), expressionTests.keys());
		throw new Fault(
			`filter "${filter}": unknown test "${text(name)}"${known}`,
			'TEMPLATE_UNKNOWN_NAME',
		);
	}
	return (item) => call(test, item, args, render) === wanted;
}

function selectAttribute(filter: string, wanted: boolean) {
	return (subject: Value, [path, test, ...args]: Args, render: Render): Value => {
		const name = print(required(path, filter, 'attr'));
		const matches = tester(filter, test, args, render, wanted);
		return listOf(subject).filter((item) => matches(attribute(item, name)));
	};
}

/** Groups in the order of their first item, each `{ grouper, list }`. */
function groupBy(subject: Value, [path]: Args): Value {
	const name = print(required(path, 'groupby', 'attribute'));
	const groups = new Map<string, { grouper: Value; list: List }>();
	for (const item of listOf(subject)) {
		const grouper = attribute(item, name);
		const key = identity(grouper);
		const group = groups.get(key);
		if (group === undefined) groups.set(key, { grouper, list: [item] });
		else group.list.push(item);
	}
	return [...groups.values()].map(
		({ grouper, list }) =>
			new Map<string, Value>([
				['grouper', grouper],
				['list', list],
			]),
	);
}
