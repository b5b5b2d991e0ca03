/** The shape of filters, tests, functions and methods, and how their arguments are matched to parameters. */
import { Fault, instead, suggestion } from './errors';
import type { Render } from './runtime/render';
import { spendSize } from './runtime/size';
import type { Value } from './runtime/values';

/** Arguments in the order of the parameters; undefined where none was given. */
export type Arguments = ReadonlyArray<Value | undefined>;

/**
 * Something a template can call by name. The last parameter may begin with `...`: it takes all further
 * positional arguments, one per place from its own on.
 */
export interface Callable<Result = Value> {
	readonly parameters: readonly string[];
	call(subject: Value, args: Arguments, render: Render): Result;
	/** The same without accounting for the size of what it is given. */
	uncharged?(subject: Value, args: Arguments, render: Render): Result;
}

export type Library<Result = Value> = ReadonlyMap<string, Callable<Result>>;

/**
 * A library from an object literal whose keys are the names.
 * @param constants names of those whose work is the same however large a value is
 */
export function library<Result = Value>(
	entries: Record<string, Callable<NoInfer<Result>>>,
	constants: readonly string[] = [],
): Library<Result> {
	const all = new Map<string, Callable<Result>>(Object.entries(entries));
	for (const name of constants) {
		const target = all.get(name);
		if (target?.uncharged) all.set(name, constant(target.parameters, target.uncharged));
	}
	return all;
}

/**
 * A callable whose work grows with what it is given: the characters, items or keys of its subject and arguments
 * are accounted for before each call.
 */
export function callable<Result = Value>(
	parameters: readonly string[],
	call: Callable<Result>['call'],
): Callable<Result> {
	return {
		parameters,
		uncharged: call,
		call(subject, args, render) {
			spendSize(subject);
			for (let at = 0; at < args.length; at += 1) spendSize(args[at]);
			return call(subject, args, render);
		},
	};
}

/** A callable whose work is the same however large its subject is. */
export const constant = <Result = Value>(
	parameters: readonly string[],
	call: Callable<Result>['call'],
): Callable<Result> => ({ parameters, call });

/** Finds a callable by name, or says which one was probably meant. */
export function lookUp<Result>(
	library: Library<Result>,
	kind: 'filter' | 'test',
	name: string,
	offset: number,
): Callable<Result> {
	const found = library.get(name);
	if (found !== undefined) return found;
	throw new Fault(
		`unknown ${kind} "${name}"${instead(kind, name, library.keys())}`,
		'TEMPLATE_UNKNOWN_NAME',
		offset,
	);
}

/** The place of a named argument; a parameter may have several names: `timezone|tz`. */
const placeOf = (name: string, parameters: readonly string[]): number =>
	parameters.findIndex((parameter) => parameter.split('|').includes(name));

/** The place of each written argument among the parameters. */
export function placeArguments(
	kind: string,
	name: string,
	parameters: readonly string[],
	written: ReadonlyArray<{ name?: string; offset?: number; value: unknown }>,
): number[] {
	const open = parameters.at(-1)?.startsWith('...') ?? false;
	let positional = -1;
	return written.map((argument) => {
		if (argument.name === undefined) positional += 1;
		const place = argument.name === undefined ? positional : placeOf(argument.name, parameters);
		if (place >= 0 && (open || place < parameters.length)) return place;
		const problem =
			argument.name === undefined
				? parameters.length === 0
					? 'takes no arguments'
					: `takes up to ${parameters.length} arguments (${parameters.map((parameter) => parameter.replace(/\|.*/, '')).join(', ')})`
				: `has no argument "${argument.name}"${suggestion(argument.name, parameters)}`;
		throw new Fault(`${kind} "${name}" ${problem}`, 'TEMPLATE_SYNTAX', argument.offset);
	});
}
