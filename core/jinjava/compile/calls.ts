/** Filters, tests, functions, macros and methods as closures. */
import { lookUp, placeArguments, type Callable } from '../callable';
import { Fault } from '../errors';
import { filters } from '../filters';
import { callFunction, type CallArguments } from '../functions';
import { Macro } from '../macro';
import { callMethod, isMutating } from '../methods';
import type { Evaluate, Render } from '../runtime/render';
import { SafeString, type Value } from '../runtime/values';
import type { Argument, ExpressionNode } from '../syntax/ast';
import { EXISTENCE_TESTS, FALLBACK_FILTERS } from '../syntax/inserts';
import { expressionTests } from '../tests';
import type { Compilation } from './compilation';
import { compileExpression, compileOptional } from './expressions';

export function compileFilter(node: ExpressionNode<'filter'>, unit: Compilation): Evaluate {
	const filter = lookUp(filters, 'filter', node.name, node.offset);
	const subject = FALLBACK_FILTERS.has(node.name)
		? compileOptional(node.subject, unit)
		: compileExpression(node.subject, unit);
	const call = compileCallable('filter', node, filter, unit);
	return (render) => {
		const value = subject(render);
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
	node: { name: string; args: Argument[]; offset: number },
	target: Callable<Result>,
	unit: Compilation,
): (render: Render, subject: Value) => Result {
	const places = placeArguments(kind, node.name, target.parameters, node.args);
	const values = node.args.map(({ value }) => compileExpression(value, unit));
	const { offset } = node;
	const none: readonly Value[] = [];
	if (values.length === 0) {
		return (render, subject) => {
			render.at = offset;
			return target.call(subject, none, render);
		};
	}
	return (render, subject) => {
		const args: Array<Value | undefined> = [];
		for (let at = 0; at < values.length; at += 1) {
			args[places[at] as number] = (values[at] as Evaluate)(render);
		}
		render.at = offset;
		return target.call(subject, args, render);
	};
}

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
	const slot = unit.slot(name);
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
