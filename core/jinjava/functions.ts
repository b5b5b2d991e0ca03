import type { CallArguments } from './expressions';
import { Fault } from './errors';
import { isInteger } from './runtime/values';
import type { Render } from './runtime/render';
import type { Value } from './runtime/values';

/** Calls a macro, or a function of the engine. */
export function callFunction(name: string, { positional }: CallArguments, render: Render): Value {
	if (name === 'range') return range(positional, render);
	throw new Fault(`unknown function "${name}"`, 'TEMPLATE_UNKNOWN_NAME');
}

/** Whole numbers from `start` up to but without `end`; Jinjava stops at 1000 of them. */
const MAX_RANGE = 1000;

function range(args: readonly Value[], render: Render): Value {
	const [first, second, third] = args.map((value) => (isInteger(value) ? Number(value) : 0));
	if (first === undefined) throw new Fault('function "range" needs a number');
	const [start, end] = second === undefined ? [0, first] : [first, second];
	const step = third ?? 1;
	const numbers: number[] = [];
	if (step === 0) return numbers;
	for (let at = start; step > 0 ? at < end : at > end; at += step) {
		if (numbers.length === MAX_RANGE) break;
		numbers.push(at);
	}
	render.checkList(numbers.length);
	return numbers;
}
