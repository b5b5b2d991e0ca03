/** The shape of filters, tests, functions and methods, and how their arguments are matched to parameters. */
import { Fault, instead, suggestion } from './errors';
import type { Render } from './runtime/render';
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
}

export type Library<Result = Value> = ReadonlyMap<string, Callable<Result>>;

/** A library from an object literal whose keys are the names. */
export const library = <Result = Value>(
	entries: Record<string, Callable<NoInfer<Result>>>,
): Library<Result> => new Map(Object.entries(entries));

export function callable<Result = Value>(
	parameters: readonly string[],
	call: Callable<Result>['call'],
): Callable<Result> {
	return { parameters, call };
}

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
					: `takes at most ${parameters.length} arguments (${parameters.map((parameter) => parameter.replace(/\|.*/, '')).join(', ')})`
				: `has no argument "${argument.name}"${suggestion(argument.name, parameters)}`;
		throw new Fault(`${kind} "${name}" ${problem}`, 'TEMPLATE_SYNTAX', argument.offset);
	});
}
