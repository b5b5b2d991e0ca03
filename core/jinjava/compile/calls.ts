/** Filters, tests, functions, macros and methods as closures. */
import { lookUp, placeArguments, type Arguments, type Callable } from '../callable';
import { Fault } from '../errors';
import { filters } from '../filters';
import { callFunction, type CallArguments } from '../functions';
import { Macro } from '../macro';
import { callMethod, isMethod, isMutating } from '../methods';
import type { Evaluate, Render } from '../runtime/render';
import { SafeString, type Value } from '../runtime/values';
import type { Argument, Expression, ExpressionNode } from '../syntax/ast';
import { EXISTENCE_TESTS, FALLBACK_FILTERS } from '../syntax/inserts';
import { expressionTests } from '../tests';
import type { Compilation } from './compilation';
import { compileExpression, compileOptional } from './expressions';
import { missingArgument, missingSubject, missingValue, pathOf } from './mistakes';
import { givesNothing, withoutResult } from './members';

export function compileFilter(node: ExpressionNode<'filter'>, unit: Compilation): Evaluate {
	const filter = lookUp(filters, 'filter', node.name, node.offset);
	const subject = FALLBACK_FILTERS.has(node.name)
		? compileOptional(node.subject, unit)
		: compileExpression(node.subject, unit);
	const call = compileCallable('filter', node, filter, unit);
	const guarded = unit.isStrict && NEEDS_VALUE.has(node.name);
	return (render) => {
		const value = subject(render);
		if (guarded && value === null) throw missingValue(node);
		if (!(value instanceof SafeString)) return render.checked(call(render, value));
		const result = render.checked(call(render, value.text));
		return typeof result === 'string' ? new SafeString(result) : result;
	};
}

export function compileTest(node: ExpressionNode<'test'>, unit: Compilation): Evaluate {
	const test = lookUp(expressionTests, 'test', node.name, node.offset);
	const subject = compileSubjectOfTest(node, unit);
	const call = compileCallable('test', node, test, unit);
	const { negated } = node;
	return (render) => call(render, subject(render)) !== negated;
}

/** Filters that make a number or a date out of nothing: 0, or the present. */
const NEEDS_VALUE: ReadonlySet<string> = new Set(
	(
		'abs add between_times date datetimeformat divide format_date format_datetime format_time log ' +
		'minus_time multiply plus_time root round unixtimestamp'
	).split(' '),
);

function compileSubjectOfTest(
	{ name, subject }: ExpressionNode<'test'>,
	unit: Compilation,
): Evaluate {
	if (!EXISTENCE_TESTS.has(name)) return compileExpression(subject, unit);
	if (subject.type === 'name') unit.expectMissing(subject.name);
	return compileOptional(subject, unit);
}

/** A call to a filter or test whose arguments are matched to its parameters once, here. */
function compileCallable<Result>(
	kind: string,
	node: { name: string; subject: Expression; args: Argument[]; offset: number },
	target: Callable<Result>,
	unit: Compilation,
): (render: Render, subject: Value) => Result {
	const places = placeArguments(kind, node.name, target.parameters, node.args);
	const values = node.args.map(({ value }) => compileExpression(value, unit));
	const { offset } = node;
	const needed = kind === 'filter' && unit.isStrict && !TAKES_NOTHING.has(node.name);
	const paths = node.args.map(({ value }) => needed && pathOf(value) !== undefined);
	const invoke = (render: Render, subject: Value, args: Arguments): Result => {
		render.at = offset;
		try {
			return target.call(subject, args, render);
		} catch (error) {
			throw error instanceof Fault
				? missingSubject(error, operandsOf(node, places, subject, args))
				: error;
		}
	};
	if (values.length === 0) return (render, subject) => invoke(render, subject, NO_ARGUMENTS);
	return (render, subject) => {
		const args: Array<Value | undefined> = [];
		for (let at = 0; at < values.length; at += 1) {
			const value = (values[at] as Evaluate)(render);
			if (value === null && paths[at] === true) {
				throw missingArgument((node.args[at] as Argument).value, node.name, offset);
			}
			args[places[at] as number] = value;
		}
		return invoke(render, subject, args);
	};
}

const NO_ARGUMENTS: Arguments = [];

/** Filters whose arguments may be missing: what is compared with, and lists, which count as empty then. */
const TAKES_NOTHING: ReadonlySet<string> = new Set([
	...FALLBACK_FILTERS,
	...'difference intersect map reject rejectattr select selectattr symmetric_difference union'.split(
		' ',
	),
]);

/** The subject and the arguments of a call, as they are written and as they were evaluated. */
const operandsOf = (
	{ subject, args }: { subject: Expression; args: readonly Argument[] },
	places: readonly number[],
	value: Value,
	values: Arguments,
) => [
	{ node: subject, value },
	...args.map((argument, at) => ({ node: argument.value, value: values[places[at] as number] })),
];

/** Evaluates the arguments of a call whose target is known only while rendering. */
export function compileArguments(
	args: readonly Argument[],
	unit: Compilation,
): (render: Render) => CallArguments {
	const compiled = args.map(({ name, value }) => ({ name, value: compileExpression(value, unit) }));
	return (render) => {
		const positional: Value[] = [];
		const named = new Map<string, Value>();
		for (const { name, value } of compiled) {
			if (name === undefined) positional.push(value(render));
			else named.set(name, value(render));
		}
		return { positional, named };
	};
}

export function compileCall(
	{ name, args, offset }: ExpressionNode<'call'>,
	unit: Compilation,
): Evaluate {
	const slot = unit.call(name, offset);
	const evaluateArguments = compileArguments(args, unit);
	return (render) => {
		const values = evaluateArguments(render);
		render.at = offset;
		render.spend();
		const target = render.variables[slot];
		return target instanceof Macro
			? target.invoke(values, render)
			: callFunction(name, values, render);
	};
}

export function compileMethod(
	{ object, name, args, offset }: ExpressionNode<'method'>,
	unit: Compilation,
): Evaluate {
	if (!isMethod(name)) unit.noteMethod(name, offset);
	if (unit.isStrict && !unit.dropsResult && givesNothing(name)) throw withoutResult(name, offset);
	unit.dropsResult = false;
	const target = compileExpression(object, unit);
	const evaluateArguments = compileArguments(args, unit);
	if (isMutating(name)) unit.mutates = true;
	return (render) => {
		const value = target(render);
		const { positional, named } = evaluateArguments(render);
		render.at = offset;
		render.spend();
		if (named.size > 0) throw new Fault(`method "${name}" takes no named arguments`);
		return render.checked(callMethod(value, name, positional, render));
	};
}
